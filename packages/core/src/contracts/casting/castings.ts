import assert from 'node:assert/strict';
import type { ActorNotFound, AlreadyCast, CastActorUnknown, CastingsOf, MovieNotFound } from '../../casting/ports.ts';
import type { AccountNotFound } from '../../identity/ports.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Casting, CastingChanges } from '../../casting/casting.ts';
import { race, RACERS, refused, tally, valueOf, valuesOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { addActor, addCasting, addMovie } from './samples.ts';

/**
 * What every `CastingRepository` must do. Resolves `PORTS.castings`, and `PORTS.actors`, `PORTS.movies` and
 * `PORTS.accounts` on the same storage for whom and what castings join.
 *
 * @example
 * ```ts
 * castingsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function castingsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of CastingRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const page = (of: CastingsOf): Promise<readonly Casting[]> =>
      valueOf(ports.castings.page(of, { page: 1, limit: 100 }));

    describe('add', () => {
      test('stores the casting under a new number', async () => {
        const casting = await addCasting(ports, { status: 'accept' });
        assert.ok(Number.isSafeInteger(casting.id) && casting.id > 0);
        assert.deepEqual(await valueOf(ports.castings.find(casting.id)), casting);
        assert.ok((await addCasting(ports)).id > casting.id);
      });

      for (const role of [...TEXTS, '😀'.repeat(600)]) {
        test(`keeps the role ${JSON.stringify(role.slice(0, 40))}`, async () => {
          const { id } = await addCasting(ports, { role });
          assert.equal((await valueOf(ports.castings.find(id))).role, role);
        });
      }

      test('refuses the same role twice, and takes another role, movie or actor', async () => {
        const { id: _, ...casting } = await addCasting(ports);
        await refused(ports.castings.add({ ...casting, status: 'reject' }), 'already-cast');
        await addCasting(ports, { ...casting, role: 'hamlet' });
        await addCasting(ports, { ...casting, movieId: (await addMovie(ports)).id });
        await addCasting(ports, { ...casting, actorId: (await addActor(ports)).id });
      });

      test('knows no movie or actor by a wrong number', async () => {
        const { id: _, ...casting } = await addCasting(ports);
        for (const wrong of NO_IDS) {
          await refused(ports.castings.add({ ...casting, movieId: wrong }), 'movie-not-found');
          await refused(ports.castings.add({ ...casting, actorId: wrong }), 'cast-actor-unknown');
          await refused(ports.castings.add({ ...casting, movieId: wrong, actorId: wrong }), 'movie-not-found');
        }
      });

      test('knows no account by a wrong number', async () => {
        const { id, ...casting } = await addCasting(ports);
        await valueOf(ports.castings.remove(id));
        for (const proposedBy of NO_IDS) {
          await refused(ports.castings.add({ ...casting, proposedBy }), 'account-not-found');
        }
      });

      test(`lets one of ${RACERS} at once succeed for a role`, async () => {
        const { id, ...casting } = await addCasting(ports);
        await valueOf(ports.castings.remove(id));
        const results = await race(() => ports.castings.add(casting));
        assert.deepEqual(tally(results), { ok: 1, 'already-cast': RACERS - 1 });
      });

      for (const removed of ['movie', 'actor'] as const) {
        test(`raced with the removal of the ${removed}, leaves no casting behind`, async () => {
          const { id: _, ...casting } = await addCasting(ports);
          const results = await race<
            void,
            MovieNotFound | ActorNotFound | CastActorUnknown | AlreadyCast | AccountNotFound | Unavailable
          >((racer) => {
            if (racer !== RACERS / 2) return ports.castings.add({ ...casting, role: `role ${racer}` }).map(() => {});
            return removed === 'movie'
              ? ports.movies.remove(casting.movieId).map(() => {})
              : ports.actors.remove(casting.actorId).map(() => {});
          });
          assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
          const expected = removed === 'movie' ? 'movie-not-found' : 'cast-actor-unknown';
          for (const result of results) if (result.isErr()) assert.equal(result.error.kind, expected);
          assert.deepEqual(await page({ movieId: casting.movieId }), []);
          assert.deepEqual(await page({ actorId: casting.actorId }), []);
        });
      }
    });

    describe('list', () => {
      test('has the castings of a movie or of an actor in the order of their numbers', async () => {
        const actor = await addActor(ports);
        const movie = await addMovie(ports);
        const ours: Casting[] = [];
        for (let number = 25; number > 0; number -= 1) {
          ours.push(await addCasting(ports, { movieId: movie.id, actorId: actor.id, role: `role ${number}` }));
        }
        const elsewhere = await addCasting(ports, { actorId: actor.id });
        const of = { movieId: movie.id };
        assert.deepEqual(await page(of), ours);
        assert.deepEqual(await page({ actorId: actor.id }), [...ours, elsewhere]);
        assert.deepEqual(await valueOf(ports.castings.page(of, { page: 2, limit: 10 })), ours.slice(10, 20));
        assert.deepEqual(await valueOf(ports.castings.page(of, { page: 3, limit: 10 })), ours.slice(20));
        assert.deepEqual(await valueOf(ports.castings.page(of, { page: 4, limit: 10 })), []);
        assert.deepEqual(await valueOf(ports.castings.page(of, { page: Number.MAX_SAFE_INTEGER, limit: 100 })), []);
        assert.deepEqual(await valueOf(ports.castings.stretch(of, { limit: 20 })), ours.slice(0, 20));
        const after = ours[19] ?? assert.fail();
        assert.deepEqual(await valueOf(ports.castings.stretch(of, { after, limit: 20 })), ours.slice(20));
        await valueOf(ports.castings.remove(after.id));
        assert.deepEqual(await valueOf(ports.castings.stretch(of, { after, limit: 2 })), ours.slice(20, 22));
        assert.deepEqual(await valueOf(ports.castings.stretch({ actorId: actor.id }, { after, limit: 20 })), [
          ...ours.slice(20),
          elsewhere,
        ]);
      });

      test('is empty for whom there is none', async () => {
        for (const id of NO_IDS) {
          assert.deepEqual(await page({ movieId: id }), []);
          assert.deepEqual(await page({ actorId: id }), []);
        }
      });
    });

    test('finds no casting by a wrong number', async () => {
      for (const id of NO_IDS) {
        await refused(ports.castings.find(id), 'casting-not-found');
        await refused(ports.castings.change(id, { status: 'accept' }), 'casting-not-found');
        await refused(ports.castings.remove(id), 'casting-not-found');
      }
    });

    describe('change', () => {
      test('changes the fields that are named, and no other', async () => {
        const casting = await addCasting(ports);
        const other = await addCasting(ports);
        const actorId = (await addActor(ports)).id;
        let expected = casting;
        for (const changes of [{ status: 'accept' }, { role: 'Ophelia' }, { actorId }] as readonly CastingChanges[]) {
          expected = Object.assign({ ...expected }, changes);
          assert.deepEqual(await valueOf(ports.castings.change(casting.id, changes)), expected);
        }
        assert.deepEqual(await valueOf(ports.castings.find(casting.id)), expected);
        assert.deepEqual(await valueOf(ports.castings.find(other.id)), other);
      });

      test('refuses a role that the actor is being cast for, and changes nothing', async () => {
        const casting = await addCasting(ports);
        const { id: _, ...other } = await addCasting(ports, { ...casting, role: 'Ophelia' });
        await refused(ports.castings.change(casting.id, { role: 'Ophelia', status: 'reject' }), 'already-cast');
        assert.deepEqual(await valueOf(ports.castings.find(casting.id)), casting);
        assert.deepEqual(await valueOf(ports.castings.change(casting.id, { role: 'Hamlet' })), casting);
        const third = await addCasting(ports, { ...other, actorId: (await addActor(ports)).id });
        await refused(ports.castings.change(third.id, { actorId: other.actorId }), 'already-cast');
      });

      test('knows no actor by a wrong number', async () => {
        const casting = await addCasting(ports);
        for (const actorId of NO_IDS) {
          await refused(ports.castings.change(casting.id, { actorId, status: 'reject' }), 'cast-actor-unknown');
        }
        assert.deepEqual(await valueOf(ports.castings.find(casting.id)), casting);
      });

      test(`lets one of ${RACERS} at once have a role`, async () => {
        const { id: _, ...casting } = await addCasting(ports);
        const rivals: Casting[] = [];
        for (let number = 0; number < RACERS; number += 1) {
          rivals.push(await addCasting(ports, { ...casting, role: `role ${number}` }));
        }
        const results = await race((racer) => ports.castings.change(rivals[racer]?.id ?? 0, { role: 'Ophelia' }));
        assert.deepEqual(tally(results), { ok: 1, 'already-cast': RACERS - 1 });
      });

      test('of different fields at once loses none', async () => {
        const casting = await addCasting(ports);
        const changes: readonly CastingChanges[] = [
          { status: 'accept' },
          { role: 'Ophelia' },
          { actorId: (await addActor(ports)).id },
        ];
        const results = await race((racer) => ports.castings.change(casting.id, changes[racer] ?? {}), changes.length);
        assert.deepEqual(tally(results), { ok: changes.length });
        assert.deepEqual(await valueOf(ports.castings.find(casting.id)), Object.assign({ ...casting }, ...changes));
      });
    });

    describe('remove', () => {
      test(`gives the casting to one of ${RACERS} at once`, async () => {
        const casting = await addCasting(ports);
        const results = await race(() => ports.castings.remove(casting.id));
        assert.deepEqual(tally(results), { ok: 1, 'casting-not-found': RACERS - 1 });
        assert.deepEqual(valuesOf(results), [casting]);
        await refused(ports.castings.find(casting.id), 'casting-not-found');
      });

      test('goes with the movie and with the actor, and with no other', async () => {
        const inMovie = await addCasting(ports);
        const ofActor = await addCasting(ports);
        const kept = await addCasting(ports, { proposedBy: (await addAccount(ports)).id });
        await valueOf(ports.movies.remove(inMovie.movieId));
        await valueOf(ports.actors.remove(ofActor.actorId));
        await refused(ports.castings.find(inMovie.id), 'casting-not-found');
        await refused(ports.castings.find(ofActor.id), 'casting-not-found');
        assert.deepEqual(await valueOf(ports.castings.find(kept.id)), kept);
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'a role is cast once on every server': async (here, there) => {
        const { id, ...casting } = await addCasting(here);
        await valueOf(there.castings.remove(id));
        const results = await race((racer) => (racer % 2 === 0 ? here : there).castings.add(casting));
        assert.deepEqual(tally(results), { ok: 1, 'already-cast': RACERS - 1 });
      },
    });
  });
}
