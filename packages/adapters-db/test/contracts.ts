import {
  accountsContract,
  bucketsContract,
  failedLoginsContract,
  itemsContract,
  revocationListContract,
  unitOfWorkContract,
  type Harness,
  type TestRunner,
  type UnitOfWorkCapabilities,
} from '@quintet/core/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

/** The contracts of all ports that the package has adapters of. */
export function databaseContracts(open: Harness, capabilities: UnitOfWorkCapabilities): void {
  unitOfWorkContract(runner, open, capabilities);
  accountsContract(runner, open, capabilities);
  revocationListContract(runner, open, capabilities);
  failedLoginsContract(runner, open, capabilities);
  bucketsContract(runner, open, capabilities);
  itemsContract(runner, open, capabilities);
}
