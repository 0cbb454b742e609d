import assert from 'node:assert/strict';
import { enterState, type ConsumedState, type MediaElement } from '../../media/element.ts';
import { valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, NO_IDS } from '../samples.ts';
import type { OpenSubject } from '../subject.ts';
import { addMedia, historyOf, newMedia, putMedia } from './samples.ts';

const HOUR = 3_600_000;

/** How states, their times and their changes are kept, and counted. */
export function testHistoryAndStats({ describe, test }: TestRunner, { ports }: OpenSubject): void {
  const owner = async (): Promise<number> => (await addAccount(ports)).id;
  const at = (hour: number): Date => new Date(MOMENT.getTime() + hour * HOUR);

  describe('changes of state', () => {
    /** Takes elements through states, one an hour, alone and together, and gives what becomes of each. */
    const through = async (...states: readonly ConsumedState[]) => {
      const id = await owner();
      const alone = await addMedia(ports, id);
      const { elements } = await putMedia(ports, id, [newMedia(), newMedia()]);
      for (const [index, state] of states.entries()) {
        const hour = at(index + 1);
        const change = (element: MediaElement) => ({ id: element.id, state: enterState(state, hour) });
        await putMedia(ports, id, [change(alone)], hour);
        await putMedia(ports, id, elements.map(change), hour);
      }
      const ends = [];
      for (const element of [alone, ...elements]) {
        const { element: after, changes } = await historyOf(ports, element);
        const { consumedState, startedAt, finishedAt } = after;
        ends.push({ consumedState, startedAt, finishedAt, changes });
      }
      const [end, ...others] = ends;
      for (const other of others) assert.deepEqual(other, end);
      return end ?? assert.fail();
    };

    test('keep when an element was started and finished', async () => {
      assert.deepEqual(await through('started', 'finished'), {
        consumedState: 'finished',
        startedAt: at(1),
        finishedAt: at(2),
        changes: [
          { from: 'not started', to: 'started', at: at(1) },
          { from: 'started', to: 'finished', at: at(2) },
        ],
      });
    });

    test('from nothing to finished start it too', async () => {
      assert.deepEqual(await through('finished'), {
        consumedState: 'finished',
        startedAt: at(1),
        finishedAt: at(1),
        changes: [{ from: 'not started', to: 'finished', at: at(1) }],
      });
    });

    test('that re-open an element leave when it was started', async () => {
      const { startedAt, finishedAt, changes } = await through('started', 'finished', 'started');
      assert.deepEqual([startedAt, finishedAt, changes.length], [at(1), null, 3]);
    });

    test('that finish an element again take the new time', async () => {
      const { startedAt, finishedAt } = await through('started', 'finished', 'started', 'finished');
      assert.deepEqual([startedAt, finishedAt], [at(1), at(4)]);
    });

    test('back to the beginning take both times away, and begin anew', async () => {
      const back = await through('started', 'finished', 'not started');
      assert.deepEqual([back.startedAt, back.finishedAt, back.changes.length], [null, null, 3]);
      const anew = await through('started', 'not started', 'finished');
      assert.deepEqual([anew.startedAt, anew.finishedAt], [at(3), at(3)]);
    });

    test('to the same state are none', async () => {
      assert.deepEqual(await through('finished', 'finished', 'finished'), await through('finished'));
      assert.deepEqual(await through('not started'), await through());
    });

    test('happen with other changes at once', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const changes = { id: element.id, name: 'Emma', order: 4, state: enterState('started', LATER) };
      const { elements } = await putMedia(ports, id, [changes], LATER);
      const changed = { ...element, name: 'Emma', order: 4, ...changes.state };
      assert.deepEqual(elements, [changed]);
      assert.deepEqual(await historyOf(ports, element), {
        element: changed,
        changes: [{ from: 'not started', to: 'started', at: LATER }],
      });
    });

    test('happen to an element that is created in a state, when its times say so', async () => {
      const id = await owner();
      const state = enterState('finished', LATER, { startedAt: at(1), finishedAt: at(2) });
      const element = await addMedia(ports, id, state);
      assert.deepEqual(await historyOf(ports, element), {
        element,
        changes: [{ from: 'not started', to: 'finished', at: at(2) }],
      });
    });

    test('of the same moment stay in order', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const states = ['started', 'finished', 'not started', 'finished', 'started'] as const;
      for (const state of states) {
        await putMedia(ports, id, [{ id: element.id, state: enterState(state, LATER) }], LATER);
      }
      const { changes } = await historyOf(ports, element);
      assert.deepEqual(
        changes.map(({ to }) => to),
        states,
      );
    });
  });

  describe('history', () => {
    test('is in the order of the list, of what the filter lets through', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [
        newMedia({ name: 'last', order: 9 }),
        newMedia({ name: 'film', medium: 'film', ...enterState('started', MOMENT) }),
        newMedia({ name: 'first', order: -1 }),
      ]);
      const [last, film, first] = elements;
      const started = [{ from: 'not started', to: 'started', at: MOMENT }];
      const all = [
        { element: first, changes: [] },
        { element: film, changes: started },
        { element: last, changes: [] },
      ];
      assert.deepEqual(await valueOf(ports.media.history(id, {})), { entries: all, total: 3 });
      const films = await valueOf(ports.media.history(id, { medium: 'film', finished: false, search: 'il' }));
      assert.deepEqual(films, { entries: [all[1]], total: 1 });
      const page = await valueOf(ports.media.history(id, { page: { page: 2, limit: 2 } }));
      assert.deepEqual(page, { entries: [all[2]], total: 3 });
      const beyond = await valueOf(ports.media.history(id, { page: { page: 9, limit: 2 } }));
      assert.deepEqual(beyond, { entries: [], total: 3 });
    });

    test("shows nobody another's, nor what is not there", async () => {
      const element = await addMedia(ports, await owner(), enterState('started', MOMENT));
      const nothing = { entries: [], total: 0 };
      assert.deepEqual(await valueOf(ports.media.history(await owner(), { id: element.id })), nothing);
      for (const id of NO_IDS) assert.deepEqual(await valueOf(ports.media.history(element.owner, { id })), nothing);
      for (const id of NO_IDS) assert.deepEqual(await valueOf(ports.media.history(id, {})), nothing);
    });

    test('goes with the element', async () => {
      const id = await owner();
      const element = await addMedia(ports, id, enterState('started', MOMENT));
      await valueOf(ports.media.remove({ owner: id, id: element.id, at: LATER }));
      assert.deepEqual(await valueOf(ports.media.history(id, {})), { entries: [], total: 0 });
    });
  });

  describe('stats', () => {
    const none = { 'not started': 0, started: 0, finished: 0 };

    test('count by medium and state, and what was finished by month in UTC', async () => {
      const id = await owner();
      const month = (date: string) => ({
        medium: 'film' as const,
        ...enterState('finished', new Date(date)),
      });
      await putMedia(ports, id, [
        newMedia(month('2025-12-31T23:59:59.999Z')),
        newMedia(month('2026-01-01T00:00:00.000Z')),
        newMedia(month('2026-01-31T23:30:00.000Z')),
        newMedia({ medium: 'audio', ...enterState('started', MOMENT) }),
        newMedia(),
        newMedia(),
      ]);
      await putMedia(ports, await owner(), [newMedia(month('2026-01-05T00:00:00.000Z'))]);
      assert.deepEqual(await valueOf(ports.media.stats(id)), {
        counts: {
          film: { ...none, finished: 3 },
          audio: { ...none, started: 1 },
          literature: { ...none, 'not started': 2 },
          other: none,
        },
        finishedPerMonth: { '2025-12': 1, '2026-01': 2 },
      });
    });

    test('count what is finished by now, once, and nothing that was removed', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [newMedia(), newMedia(), newMedia()]);
      const [again, reopened, removed] = elements.map((element) => element.id);
      const change = async (element: number | undefined, state: ConsumedState, hour: number): Promise<void> => {
        await putMedia(ports, id, [{ id: element ?? 0, state: enterState(state, at(hour)) }], at(hour));
      };
      for (const element of [again, reopened, removed]) await change(element, 'finished', 1);
      for (const element of [again, reopened]) await change(element, 'started', 2);
      await change(again, 'finished', 24 * 40);
      await valueOf(ports.media.remove({ owner: id, id: removed ?? 0, at: LATER }));
      const { counts, finishedPerMonth } = await valueOf(ports.media.stats(id));
      assert.deepEqual(counts.literature, { 'not started': 0, started: 1, finished: 1 });
      assert.deepEqual(finishedPerMonth, { '2026-03': 1 });
    });

    test('are all 0 for who has nothing', async () => {
      for (const id of [await owner(), ...NO_IDS]) {
        assert.deepEqual(await valueOf(ports.media.stats(id)), {
          counts: { film: none, audio: none, literature: none, other: none },
          finishedPerMonth: {},
        });
      }
    });
  });
}
