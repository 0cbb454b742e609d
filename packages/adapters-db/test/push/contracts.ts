import {
  deliveriesContract,
  messageLogContract,
  presenceContract,
  type Harness,
  type TestRunner,
  type UnitOfWorkCapabilities,
} from '@quintet/core/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';

export const runner: TestRunner = { describe, test, beforeAll, afterAll };

/** The contracts of what is stored of push. */
export function pushContracts(open: Harness, capabilities: UnitOfWorkCapabilities): void {
  messageLogContract(runner, open, capabilities);
  deliveriesContract(runner, open, capabilities);
  presenceContract(runner, open, capabilities);
}
