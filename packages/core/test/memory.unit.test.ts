import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  accountsContract,
  bucketsContract,
  clockContract,
  itemsContract,
  randomContract,
  type Harness,
  type TestRunner,
} from '../src/contracts/index.ts';
import { memoryAdapters, scryptPasswordHasher, settableClock } from '../src/memory/index.ts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher: scryptPasswordHasher({ logCost: 10 }) }),
  close: async () => {},
});

describe('adapters in memory', () => {
  describe('the computer’s clock', () => clockContract(runner, open, { runs: true }));
  describe('a clock for tests', () => clockContract(runner, () => open(settableClock()), { runs: false }));
  randomContract(runner, open);
  accountsContract(runner, open, { shared: false });
  bucketsContract(runner, open, { shared: false });
  itemsContract(runner, open, { shared: false });
});
