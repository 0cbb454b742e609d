import assert from 'node:assert/strict';
import { errAsync, okAsync } from 'neverthrow';
import type { Ports } from '../../ports.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { LATER, MOMENT, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { addLocation, newEvent, secondsAfter, unusedId } from './samples.ts';

/**
 * What every `LocationRepository` and `PictureStore` must do. Resolves `PORTS.locations` and `PORTS.pictures`, and on
 * the same storage `PORTS.schedule` and `PORTS.unitOfWork`.
 *
 * @example
 * ```ts
 * locationsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function locationsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of LocationRepository and PictureStore', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test('keeps locations as they are, with a rank or without', async () => {
      for (const name of TEXTS) {
        const location = await addLocation(ports, { name });
        assert.deepEqual(await valueOf(ports.locations.find(location.id)), location);
      }
      for (const rank of [0, 1, 2 ** 31 - 1]) {
        const location = await addLocation(ports, { rank });
        assert.deepEqual(await valueOf(ports.locations.find(location.id)), location);
      }
    });

    test('lists those with a rank by it, then by name in the order of the code points; then the others', async () => {
      const rank = 1_000_000 + Math.floor(Math.random() * 1_000_000);
      const names = ['a', 'Z', '💃', 'é', '\uFFFD'];
      const ids = new Set<string>();
      for (const name of names) ids.add((await addLocation(ports, { name, rank })).id);
      ids.add((await addLocation(ports, { name: 'before', rank: rank - 1 })).id);
      for (const name of ['none', 'None']) ids.add((await addLocation(ports, { name })).id);
      const listed = (await valueOf(ports.locations.list())).filter(({ id }) => ids.has(id));
      assert.deepEqual(
        listed.map(({ name }) => name),
        ['before', 'Z', 'a', 'é', '\uFFFD', '💃', 'None', 'none'],
      );
    });

    test('saves what is there, and nothing else', async () => {
      const location = await addLocation(ports, { rank: 1 });
      const changed = { id: location.id, name: 'Basement' };
      await valueOf(ports.locations.save(changed));
      assert.deepEqual(await valueOf(ports.locations.find(location.id)), changed);
      await refused(ports.locations.save({ id: unusedId(), name: 'x' }), 'location-not-found');
      await refused(ports.locations.find(unusedId()), 'location-not-found');
      await refused(ports.locations.find("'"), 'location-not-found');
    });

    test('removes what no event needs, once', async () => {
      const location = await addLocation(ports);
      await valueOf(ports.pictures.put(location.id, { contentType: 'image/png', bytes: Uint8Array.of(1) }));
      const event = newEvent(location);
      await valueOf(ports.schedule.add(event));
      await refused(ports.locations.remove(location.id), 'location-in-use');
      await valueOf(ports.schedule.remove(event.id));
      const results = await race(() => ports.locations.remove(location.id));
      assert.deepEqual(tally(results), { ok: 1, 'location-not-found': RACERS - 1 });
      await refused(ports.pictures.find(location.id), 'location-not-found');
    });

    test('never loses the place of an event that is added meanwhile', async () => {
      const location = await addLocation(ports);
      const results = await race((racer) =>
        racer % 2 === 0
          ? ports.schedule.add(newEvent(location)).map(() => 'added')
          : ports.locations.remove(location.id).map(() => 'removed'),
      );
      const ends = tally(results);
      const added = results.filter((result) => result.isOk() && result.value === 'added').length;
      if (added > 0) assert.equal(ends['location-in-use'], RACERS / 2);
      else assert.equal(ends['location-not-found'], RACERS - 1);
      assert.equal((await valueOf(ports.schedule.list({ locationId: location.id }))).length, added);
    });

    test('holds a location that a transaction has found', async () => {
      const location = await addLocation(ports, { rank: 0 });
      await race(() =>
        ports.unitOfWork.run((transaction) =>
          ports.locations
            .find(location.id, transaction)
            .andThen(({ rank = 0 }) => ports.locations.save({ ...location, rank: rank + 1 }, transaction)),
        ),
      );
      assert.equal((await valueOf(ports.locations.find(location.id))).rank, RACERS);
    });

    test('keeps the bytes of a picture, with another digest for each', async () => {
      const { id } = await addLocation(ports);
      await refused(ports.pictures.find(id), 'picture-not-found');
      const bytes = Uint8Array.from({ length: 1_048_577 }, (_, index) => (index * 31) % 256);
      const digests = new Set<string>();
      for (const picture of [
        { contentType: 'image/png', bytes },
        { contentType: 'image/webp', bytes },
        { contentType: 'image/webp', bytes: Uint8Array.of(0) },
      ] as const) {
        await valueOf(ports.pictures.put(id, picture));
        const { digest, ...found } = await valueOf(ports.pictures.find(id));
        assert.deepEqual(found, { id, ...picture });
        assert.match(digest, /^[\w-]+$/);
        digests.add(digest);
      }
      assert.equal(digests.size, 3);
      await refused(ports.pictures.put(unusedId(), { contentType: 'image/png', bytes }), 'location-not-found');
      await refused(ports.pictures.find(unusedId()), 'location-not-found');
    });

    test('keeps nothing of a transaction that is rolled back', async () => {
      const { id } = await addLocation(ports);
      const added = { id: unusedId(), name: 'x' };
      await ports.unitOfWork.run((transaction) =>
        ports.locations
          .add(added, transaction)
          .andThen(() => ports.locations.find(added.id, transaction))
          .andThen(() => ports.pictures.put(id, { contentType: 'image/png', bytes: Uint8Array.of(1) }, transaction))
          .andThen(() => errAsync('no')),
      );
      await refused(ports.locations.find(added.id), 'location-not-found');
      await refused(ports.pictures.find(id), 'picture-not-found');
    });

    testSharedStorage(runner, opened, capabilities, {
      'a location is there for every server at once': async (here: Ports, there: Ports) => {
        const location = await addLocation(here);
        assert.deepEqual(await valueOf(there.locations.find(location.id)), location);
      },
    });
  });
}

/**
 * What every `EventRepository` must do. Resolves `PORTS.schedule`, and on the same storage `PORTS.locations` and
 * `PORTS.unitOfWork`.
 *
 * @example
 * ```ts
 * scheduleContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function scheduleContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of EventRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test('keeps events, and gives them with their place', async () => {
      const location = await addLocation(ports, { rank: 3 });
      for (const text of TEXTS) {
        const { locationId: _, ...event } = newEvent(location, { shortDescription: text, longDescription: text });
        const added = await valueOf(ports.schedule.add({ ...event, locationId: location.id }));
        assert.deepEqual(added, { ...event, location });
        assert.deepEqual(await valueOf(ports.schedule.find(event.id)), added);
      }
    });

    test('refuses a place that is none', async () => {
      const location = await addLocation(ports);
      const nowhere = newEvent({ id: unusedId(), name: 'x' });
      await refused(ports.schedule.add(nowhere), 'location-not-found');
      const event = newEvent(location);
      await valueOf(ports.schedule.add(event));
      await refused(ports.schedule.save({ ...event, locationId: unusedId() }), 'location-not-found');
      assert.deepEqual((await valueOf(ports.schedule.find(event.id))).location, location);
    });

    test('lists them by when they start, then by id', async () => {
      const location = await addLocation(ports);
      const twins = [newEvent(location), newEvent(location)].toSorted((one, other) => (one.id < other.id ? -1 : 1));
      // By id the other way round.
      const [low = '', high = ''] = [unusedId(), unusedId()].toSorted();
      const last = newEvent(location, { id: low, startTime: secondsAfter(MOMENT, 1), endTime: LATER });
      const first = newEvent(location, { id: high, startTime: secondsAfter(MOMENT, -1) });
      for (const event of [last, ...twins.toReversed(), first]) await valueOf(ports.schedule.add(event));
      const expected = [first, ...twins, last].map(({ id }) => id);
      const there = await valueOf(ports.schedule.list({ locationId: location.id }));
      assert.deepEqual(
        there.map(({ id }) => id),
        expected,
      );
      const all = (await valueOf(ports.schedule.list({}))).filter(({ id }) => expected.includes(id));
      assert.deepEqual(all, there);
      assert.deepEqual(await valueOf(ports.schedule.list({ locationId: unusedId() })), []);
    });

    test('saves what is there, at another place too', async () => {
      const [location, other] = [await addLocation(ports), await addLocation(ports, { name: 'Basement' })];
      const event = newEvent(location);
      await valueOf(ports.schedule.add(event));
      const { locationId: _, ...changed } = { ...event, shortDescription: 'Closing', startTime: LATER, endTime: LATER };
      const saved = await valueOf(ports.schedule.save({ ...changed, locationId: other.id }));
      assert.deepEqual(saved, { ...changed, location: other });
      assert.deepEqual(await valueOf(ports.schedule.find(event.id)), saved);
      await refused(ports.schedule.save(newEvent(location)), 'event-not-found');
      await refused(ports.schedule.find(unusedId()), 'event-not-found');
    });

    test('removes an event once', async () => {
      const event = newEvent(await addLocation(ports));
      await valueOf(ports.schedule.add(event));
      const results = await race(() => ports.schedule.remove(event.id));
      assert.deepEqual(tally(results), { ok: 1, 'event-not-found': RACERS - 1 });
    });

    test('holds an event that a transaction has found', async () => {
      const event = newEvent(await addLocation(ports), { longDescription: '' });
      await valueOf(ports.schedule.add(event));
      await race(() =>
        ports.unitOfWork.run((transaction) =>
          ports.schedule
            .find(event.id, transaction)
            .andThen(({ longDescription }) =>
              ports.schedule.save({ ...event, longDescription: `${longDescription}x` }, transaction),
            ),
        ),
      );
      assert.equal((await valueOf(ports.schedule.find(event.id))).longDescription, 'x'.repeat(RACERS));
    });

    test('is a part of the transaction', async () => {
      const event = newEvent(await addLocation(ports));
      const listed = await valueOf(
        ports.unitOfWork.run((transaction) =>
          ports.schedule
            .add(event, transaction)
            .andThen(() => ports.schedule.list({ locationId: event.locationId }, transaction))
            .andThen((events) => ports.schedule.remove(event.id, transaction).map(() => events))
            .andThen((events) => okAsync(events)),
        ),
      );
      assert.deepEqual(
        listed.map(({ id }) => id),
        [event.id],
      );
      await refused(ports.schedule.find(event.id), 'event-not-found');
    });

    testSharedStorage(runner, opened, capabilities, {
      'an event is there for every server at once': async (here: Ports, there: Ports) => {
        const event = newEvent(await addLocation(here));
        assert.deepEqual(await valueOf(there.schedule.add(event)), await valueOf(here.schedule.find(event.id)));
      },
    });
  });
}
