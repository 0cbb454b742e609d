import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  announcementsContract,
  locationsContract,
  peopleContract,
  scheduleContract,
  ticketsContract,
  timesContract,
  type Harness,
  type StorageCapabilities,
  type TestRunner,
} from '@quintet/core/contracts';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

/** Every contract of a hackathon. */
export function hackathonContracts(open: Harness, capabilities: StorageCapabilities): void {
  ticketsContract(runner, open, capabilities);
  locationsContract(runner, open, capabilities);
  scheduleContract(runner, open, capabilities);
  announcementsContract(runner, open, capabilities);
  timesContract(runner, open, capabilities);
  peopleContract(runner, open, capabilities);
}
