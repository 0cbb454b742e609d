import { describe } from 'vitest';
import { onPGlite } from '../support/subjects.ts';
import { pushContracts } from './contracts.ts';

describe('push on PGlite', () => {
  pushContracts(onPGlite, { shared: false, parallelTransactions: false, readsDuringTransaction: false });
});
