import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Harness } from '../../src/contracts/index.ts';
import { createQuintet, type Resolve } from '../../src/index.ts';
import { settableClock } from '../../src/memory/index.ts';
import { commands } from './model/commands.ts';
import { USERS, type Model, type System } from './model/system.ts';

/** What can be said about a run of the model. The first three are printed when one fails, to repeat it. */
export interface ModelRun {
  readonly seed?: number;
  readonly path?: string;
  readonly replayPath?: string;
  /** How many sequences of commands are tried. */
  readonly runs?: number;
  /** How many commands a sequence has at most. */
  readonly length?: number;
}

/**
 * Has several users do things to their media in random order, and compares every answer with that of a plain model.
 * A sequence that fails is made as short as possible; the error names its seed.
 *
 * @param open - Opens adapters of all ports; what they stored before may be there.
 */
export async function mediaModel(open: Harness, run: ModelRun = {}): Promise<void> {
  const { runs = 25, length = 100, seed, path, replayPath } = run;
  const clock = settableClock(new Date('2026-11-22T08:00:00.000Z'));
  const subject = await open(clock);
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...commands], { maxCommands: length, size: 'max', ...(replayPath && { replayPath }) }),
        async (sequence) => {
          // each sequence has users of its own
          const real = await begin(subject.resolve, clock);
          const model: Model = { now: clock.now(), libraries: USERS.map(() => []), gone: [] };
          await fc.asyncModelRun(() => ({ model, real }), sequence);
        },
      ),
      { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) },
    );
  } finally {
    await subject.close();
  }
}

async function begin(resolve: Resolve, clock: System['clock']): Promise<System> {
  const { identity, media } = createQuintet(resolve, { media: { batchSize: 2 } });
  const owners: { readonly accountId: number }[] = [];
  for (const user of USERS) {
    const registered = await identity.register({ username: `${user}.${randomUUID()}`, password: 'pass123' });
    assert.ok(registered.isOk(), 'nobody was registered');
    owners.push({ accountId: registered.value.account.id });
  }
  return { media, clock, owners };
}
