import { afterAll, describe } from 'vitest';
import { databaseContracts } from './contracts.ts';
import { onSharedPGlite } from './support/subjects.ts';

describe('adapters on PGlite', () => {
  const { open, close } = onSharedPGlite();
  afterAll(close);
  databaseContracts(open, { shared: false, parallelTransactions: false, readsDuringTransaction: false });
});
