import { timersContract, type TestRunner } from '@quintet/core/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

describe('timers on PGlite', () => timersContract(runner, onPGlite, { shared: false, within: 6000 }));

describe.skipIf(!postgresqlIsThere)('timers on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
  timersContract(runner, onPostgresql, { shared: true, within: 6000 }),
);
