import { mediaContract, type TestRunner } from '@quintet/core/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { onPGlite, onPostgreSQL, postgresIsThere } from './storages.ts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

describe('media on PGlite', () => mediaContract(runner, onPGlite, { shared: false }));

describe.skipIf(!postgresIsThere)('media on PostgreSQL', () => mediaContract(runner, onPostgreSQL, { shared: true }));
