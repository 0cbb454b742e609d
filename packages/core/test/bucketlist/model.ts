import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Harness } from '../../src/contracts/index.ts';
import { createQuintet } from '../../src/index.ts';
import { systemClock } from '../../src/memory/index.ts';
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
 * Has several users do things to their bucket lists in random order, and compares every answer with that of a plain
 * model. A sequence that fails is made as short as possible; the error names its seed.
 *
 * @param open - Opens adapters of all ports; what they stored before may be there.
 *
 * @example
 * ```ts
 * test('bucket lists behave as their model does', () => bucketlistModel(open));
 * test('again', () => bucketlistModel(open, { seed: 42, path: '3:1', replayPath: 'AAB:C' }));
 * ```
 */
export async function bucketlistModel(open: Harness, run: ModelRun = {}): Promise<void> {
  const { runs = 25, length = 200, seed, path, replayPath } = run;
  const subject = await open(systemClock);
  const settings = { identity: { loginLimitOfAccount: undefined, loginLimitOfAddress: undefined } };
  const begin = (): { model: Model; real: System } => ({
    model: { users: USERS.map(() => ({ registered: false, signedIn: false, password: '', buckets: [] })), gone: [] },
    real: { quintet: createQuintet(subject.resolve, settings), run: randomUUID(), tokens: [] },
  });
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...commands], { maxCommands: length, size: 'max', ...(replayPath && { replayPath }) }),
        (sequence) => fc.asyncModelRun(begin, sequence),
      ),
      { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) },
    );
  } finally {
    await subject.close();
  }
}
