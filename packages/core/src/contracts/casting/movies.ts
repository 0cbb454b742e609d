import assert from 'node:assert/strict';
import type { MovieChanges } from '../../casting/movie.ts';
import { race, RACERS, refused, tally, valueOf, valuesOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { testLists } from './lists.ts';
import { addMovie, newMovie } from './samples.ts';

/**
 * What every `MovieRepository` must do. Resolves `PORTS.movies` and `PORTS.unitOfWork`.
 *
 * @example
 * ```ts
 * moviesContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function moviesContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of MovieRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('add', () => {
      test('stores the movie under a new number, and counts', async () => {
        const wanted = newMovie({ genres: ['TV show', 'Drama', 'TV show'], seekingActor: false });
        const { added, total } = await valueOf(ports.movies.add(wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.deepEqual(added, { id: added.id, ...wanted });
        assert.deepEqual(await valueOf(ports.movies.find(added.id)), added);
        const next = await valueOf(ports.movies.add(wanted));
        assert.ok(next.added.id > added.id);
        assert.ok(next.total > total);
      });

      for (const text of TEXTS) {
        test(`keeps the text ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const wanted = newMovie({ title: text, genres: [text, 'x', text] });
          const { added } = await valueOf(ports.movies.add(wanted));
          assert.deepEqual(await valueOf(ports.movies.find(added.id)), { id: added.id, ...wanted });
        });
      }

      for (const genres of [
        [],
        Array.from({ length: 100 }, (_, number) => `{"${number}",'`),
        ['NULL', '', '{}', '\\'],
      ]) {
        test(`keeps ${genres.length} genres in their order`, async () => {
          const { id } = await addMovie(ports, { genres });
          assert.deepEqual((await valueOf(ports.movies.find(id))).genres, genres);
        });
      }

      for (const date of ['1000-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '9999-12-31T23:59:59Z']) {
        test(`keeps the date ${date}`, async () => {
          const { id } = await addMovie(ports, { releaseDate: new Date(date) });
          assert.deepEqual((await valueOf(ports.movies.find(id))).releaseDate, new Date(date));
        });
      }

      test(`gives ${RACERS} at once a number each`, async () => {
        const results = await race(() => ports.movies.add(newMovie()));
        assert.deepEqual(tally(results), { ok: RACERS });
        assert.equal(new Set(valuesOf(results).map(({ added }) => added.id)).size, RACERS);
      });

      test('is undone with its transaction', async () => {
        let id = 0;
        await refused(
          ports.unitOfWork.run((transaction) =>
            ports.movies.add(newMovie(), transaction).andThen(({ added }) => {
              id = added.id;
              return ports.movies.remove(0, transaction);
            }),
          ),
          'movie-not-found',
        );
        await refused(ports.movies.find(id), 'movie-not-found');
      });
    });

    describe('list', () => {
      testLists(runner, {
        add: (title, seekingActor) => addMovie(ports, { title, seekingActor }),
        textOf: ({ title }) => title,
        page: (request) => ports.movies.page(request),
        stretch: ({ after, ...request }) =>
          ports.movies.stretch({
            ...request,
            ...(after === undefined ? {} : { after: { title: after.text, id: after.id } }),
          }),
      });
    });

    test('finds no movie by a wrong number', async () => {
      for (const id of NO_IDS) {
        await refused(ports.movies.find(id), 'movie-not-found');
        await refused(ports.movies.change(id, { title: 'smuggled' }), 'movie-not-found');
        await refused(ports.movies.remove(id), 'movie-not-found');
      }
    });

    describe('change', () => {
      const every: readonly MovieChanges[] = [
        { title: 'Small house' },
        { genres: [] },
        { genres: ['Crime', 'Drama'] },
        { releaseDate: new Date('2001-02-03T04:05:06Z') },
        { seekingActor: false },
      ];
      for (const changes of every) {
        test(`changes ${JSON.stringify(changes)}, and nothing else`, async () => {
          const movie = await addMovie(ports);
          const other = await addMovie(ports);
          assert.deepEqual(await valueOf(ports.movies.change(movie.id, changes)), { ...movie, ...changes });
          assert.deepEqual(await valueOf(ports.movies.find(movie.id)), { ...movie, ...changes });
          assert.deepEqual(await valueOf(ports.movies.find(other.id)), other);
        });
      }

      test('of different fields at once loses none', async () => {
        const { id } = await addMovie(ports);
        const changes = every.filter((_, index) => index !== 1);
        const results = await race((racer) => ports.movies.change(id, changes[racer] ?? {}), changes.length);
        assert.deepEqual(tally(results), { ok: changes.length });
        assert.deepEqual(await valueOf(ports.movies.find(id)), Object.assign({ id }, ...changes));
      });

      test('raced with the removal, ends in a removed movie', async () => {
        const { id } = await addMovie(ports);
        const results = await race((racer) =>
          racer === RACERS / 2 ? ports.movies.remove(id) : ports.movies.change(id, { title: `title ${racer}` }),
        );
        assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
        for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'movie-not-found');
        await refused(ports.movies.find(id), 'movie-not-found');
      });
    });

    describe('remove', () => {
      test('gives the movie, and removes no other', async () => {
        const movie = await addMovie(ports);
        const other = await addMovie(ports);
        assert.deepEqual(await valueOf(ports.movies.remove(movie.id)), movie);
        await refused(ports.movies.find(movie.id), 'movie-not-found');
        await refused(ports.movies.remove(movie.id), 'movie-not-found');
        assert.deepEqual(await valueOf(ports.movies.find(other.id)), other);
      });

      test(`succeeds for one of ${RACERS} at once`, async () => {
        const { id } = await addMovie(ports);
        const results = await race(() => ports.movies.remove(id));
        assert.deepEqual(tally(results), { ok: 1, 'movie-not-found': RACERS - 1 });
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'servers that change different fields at once lose neither': async (here, there) => {
        const { id } = await addMovie(here);
        await race((racer) =>
          racer % 2 === 0
            ? here.movies.change(id, { title: 'Small house' })
            : there.movies.change(id, { seekingActor: false }),
        );
        const { title, seekingActor } = await valueOf(there.movies.find(id));
        assert.deepEqual([title, seekingActor], ['Small house', false]);
      },
    });
  });
}
