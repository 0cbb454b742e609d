import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  actorsContract,
  castingsContract,
  externalSubjectsContract,
  moviesContract,
  type Harness,
  type StorageCapabilities,
  type TestRunner,
} from '@quintet/core/contracts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

/** Every contract of the casting agency, and that of the external issuer's subjects. */
export function castingContracts(open: Harness, capabilities: StorageCapabilities): void {
  actorsContract(runner, open, capabilities);
  moviesContract(runner, open, capabilities);
  castingsContract(runner, open, capabilities);
  externalSubjectsContract(runner, open, capabilities);
}
