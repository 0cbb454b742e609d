import { describe } from 'vitest';
import { onPGlite } from '../support/subjects.ts';
import { castingContracts } from './contracts.ts';

describe('the casting agency on PGlite', () => castingContracts(onPGlite, { shared: false }));
