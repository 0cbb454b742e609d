import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  gatewayContract,
  instagramEngineContract,
  instagramsContract,
  passwordCipherContract,
  type Harness,
  type TestRunner,
} from '../../src/contracts/index.ts';
import { memoryAdapters } from '../../src/memory/index.ts';
import { fastHasher } from '../support.ts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher: fastHasher }),
  close: async () => {},
});

describe('adapters in memory', () => {
  instagramsContract(runner, open, { shared: false });
  instagramEngineContract(runner, open, { shared: false });
  passwordCipherContract(runner, open);
  gatewayContract(runner, open);
});
