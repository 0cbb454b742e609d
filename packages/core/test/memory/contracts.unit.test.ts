import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  accessTokensContract,
  accountsContract,
  bucketsContract,
  busContract,
  clockContract,
  deliveriesContract,
  failedLoginsContract,
  itemsContract,
  mediaContract,
  messageLogContract,
  objectIdsContract,
  passwordHasherContract,
  presenceContract,
  randomContract,
  revocationListContract,
  timersContract,
  unitOfWorkContract,
  type Harness,
  type TestRunner,
} from '../../src/contracts/index.ts';
import { memoryAdapters, scryptPasswordHasher, settableClock } from '../../src/memory/index.ts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };
const passwordHasher = scryptPasswordHasher({ logCost: 10, parallelization: 1 });
const weakerHasher = scryptPasswordHasher({ logCost: 9, parallelization: 1 });

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher }),
  close: async () => {},
});

describe('adapters in memory', () => {
  describe('the computer’s clock', () => clockContract(runner, open, { runs: true }));
  describe('a clock for tests', () => clockContract(runner, () => open(settableClock()), { runs: false }));
  randomContract(runner, open);
  unitOfWorkContract(runner, open, { shared: false, parallelTransactions: false, readsDuringTransaction: true });

  accountsContract(runner, open, { shared: false });
  accessTokensContract(runner, open, { shared: false });
  revocationListContract(runner, open, { shared: false });
  failedLoginsContract(runner, open, { shared: false });
  passwordHasherContract(runner, open, {
    hashOutdated: async (password) => (await weakerHasher.hash(password))._unsafeUnwrap(),
  });

  bucketsContract(runner, open, { shared: false });
  itemsContract(runner, open, { shared: false });
  mediaContract(runner, open, { shared: false });

  objectIdsContract(runner, open);
  timersContract(runner, open, { shared: false, within: 1000 });
  messageLogContract(runner, open, { shared: false, parallelTransactions: false, readsDuringTransaction: true });
  deliveriesContract(runner, open, { shared: false });
  busContract(runner, open, { shared: false });
  presenceContract(runner, open, { shared: false });
});
