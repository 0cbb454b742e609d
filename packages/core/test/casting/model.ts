import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Harness } from '../../src/contracts/index.ts';
import { createQuintet, permissionsOf, type Bearer, type Quintet } from '../../src/index.ts';
import { systemClock } from '../../src/memory/index.ts';
import type { ModelRun } from '../bucketlist/model.ts';
import { commands } from './model/commands.ts';
import type { Model, System } from './model/world.ts';

/**
 * Has several people run an agency in random order, and compares every answer with that of a plain model. A sequence
 * that fails is made as short as possible; the error names its seed.
 *
 * @param open - Opens adapters of all ports; what they stored before is removed.
 */
export async function castingModel(open: Harness, run: ModelRun = {}): Promise<void> {
  const { runs = 25, length = 100, seed, path, replayPath } = run;
  const subject = await open(systemClock);
  // so short that lists of a few entries take several pieces
  const quintet = createQuintet(subject.resolve, { casting: { stretchSize: 2 } });
  const begin = async (): Promise<{ model: Model; real: System }> => {
    const username = `${randomUUID()}@example.com`;
    const account = (await quintet.identity.createAccount({ username, password: '123456' }))._unsafeUnwrap();
    await removeAll(quintet, account.id);
    return {
      model: { actors: [], movies: [], castings: [] },
      real: { quintet, run: username, accountId: account.id },
    };
  };
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

async function removeAll({ casting }: Quintet, accountId: number): Promise<void> {
  const bearer: Bearer = {
    accountId,
    permissions: permissionsOf(['executive-producer']),
    token: { id: 'x', expiresAt: new Date('2100-01-01T00:00:00Z') },
  };
  for (;;) {
    const actors = (await casting.listActors(bearer, { limit: 100 }))._unsafeUnwrap();
    const movies = (await casting.listMovies(bearer, { limit: 100 }))._unsafeUnwrap();
    if (actors.length + movies.length === 0) return;
    for (const { id } of actors) assert.ok((await casting.deleteActor(bearer, { actorId: id })).isOk());
    for (const { id } of movies) assert.ok((await casting.deleteMovie(bearer, { movieId: id })).isOk());
  }
}
