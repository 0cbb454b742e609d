import { describe } from 'vitest';
import { databaseContracts } from './contracts.ts';
import { onPGlite } from './support/subjects.ts';

describe('adapters on PGlite', () => {
  databaseContracts(onPGlite, { shared: false, parallelTransactions: false, readsDuringTransaction: false });
});
