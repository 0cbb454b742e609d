import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  instagramEngineContract,
  instagramsContract,
  type Harness,
  type StorageCapabilities,
  type TestRunner,
} from '@quintet/core/contracts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

/** Every contract of what is stored about accounts of the network. */
export function instagramContracts(open: Harness, capabilities: StorageCapabilities): void {
  instagramsContract(runner, open, capabilities);
  instagramEngineContract(runner, open, capabilities);
}
