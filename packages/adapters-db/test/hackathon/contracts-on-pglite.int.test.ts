import type { Harness, Subject } from '@quintet/core/contracts';
import { afterAll, describe } from 'vitest';
import { onPGlite } from '../support/subjects.ts';
import { hackathonContracts } from './contracts.ts';

let opened: Promise<Subject> | undefined;

/** One database for all suites: opening one takes longer than most of them. */
const open: Harness = async (clock) => {
  const { resolve } = await (opened ??= onPGlite(clock));
  return { resolve, close: async () => {} };
};

describe('a hackathon on PGlite', () => {
  afterAll(async () => (await opened)?.close());
  hackathonContracts(open, { shared: false });
});
