import { afterAll, describe } from 'vitest';
import { databaseContracts } from './contracts.ts';
import { onSharedPGlite } from './support/subjects.ts';

describe('adapters on PGlite', () => {
  const shared = onSharedPGlite();
  afterAll(() => shared.close());
  databaseContracts(shared.open, { shared: false, parallelTransactions: false, readsDuringTransaction: false });
});
