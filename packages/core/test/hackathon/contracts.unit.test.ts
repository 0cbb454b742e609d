import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  announcementsContract,
  locationsContract,
  peopleContract,
  scheduleContract,
  ticketsContract,
  timesContract,
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

describe('a hackathon in memory', () => {
  ticketsContract(runner, open, { shared: false });
  locationsContract(runner, open, { shared: false });
  scheduleContract(runner, open, { shared: false });
  announcementsContract(runner, open, { shared: false });
  timesContract(runner, open, { shared: false });
  peopleContract(runner, open, { shared: false });
});
