import assert from 'node:assert/strict';
import { enterState, type MediaElement, type NewMediaElement } from '../../media/element.ts';
import type { MediaFilter } from '../../media/ports.ts';
import type { PageRequest } from '../../kernel/page.ts';
import { testPages, testSearch, type PagedList } from '../bucketlist/lists.ts';
import { valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, NO_IDS } from '../samples.ts';
import type { OpenSubject } from '../subject.ts';
import { addMedia, listed, newMedia, putMedia, versionOf } from './samples.ts';

/** How elements are listed. */
export function testMediaLists(runner: TestRunner, { ports }: OpenSubject): void {
  const { describe, test } = runner;
  const owner = async (): Promise<number> => (await addAccount(ports)).id;

  describe('list', () => {
    const pages: PagedList = {
      order: 'oldest-first',
      list: async (names) => {
        const id = await owner();
        const elements = names.map((name) => newMedia({ name }));
        await putMedia(ports, id, elements);
        await putMedia(ports, await owner(), elements);
        return ({ search, ...page }: PageRequest) =>
          ports.media.list(id, { page, ...(search === undefined ? {} : { search }) }).map((list) => {
            const { entries, total } = list.kind === 'listed' ? list : assert.fail('unchanged against no version');
            return { entries, total };
          });
      },
    };
    testPages(runner, pages);
    testSearch(runner, pages);

    test('is by order, then by number', async () => {
      const id = await owner();
      const orders = [3, -1, 0, 3, 2 ** 31 - 1, -(2 ** 31), 0];
      const { elements } = await putMedia(
        ports,
        id,
        orders.map((order) => newMedia({ order })),
      );
      const sorted = elements.toSorted((one, other) => one.order - other.order || one.id - other.id);
      assert.deepEqual(await listed(ports, id), sorted);
      assert.deepEqual(await listed(ports, id, { page: { page: 2, limit: 3 } }), sorted.slice(3, 6));
    });

    test('is empty for who has none', async () => {
      for (const id of [await owner(), ...NO_IDS]) {
        assert.deepEqual(await valueOf(ports.media.list(id, {})), {
          kind: 'listed',
          version: 0,
          entries: [],
          total: 0,
        });
      }
    });

    test('lets through what every condition lets through', async () => {
      const id = await owner();
      const wanted = (['film', 'audio', 'literature', 'other'] as const).flatMap((medium) =>
        (['not started', 'started', 'finished'] as const).flatMap((state): NewMediaElement[] => [
          newMedia({ name: 'Emma', medium, ...enterState(state, MOMENT) }),
          newMedia({ name: 'Dune', medium, ...enterState(state, MOMENT) }),
        ]),
      );
      const { elements } = await putMedia(ports, id, wanted);
      const expect = async (filter: MediaFilter, condition: (element: MediaElement) => boolean): Promise<void> => {
        assert.deepEqual(await listed(ports, id, filter), elements.filter(condition));
      };
      await expect({ medium: 'film' }, ({ medium }) => medium === 'film');
      await expect({ consumedState: 'started' }, ({ consumedState }) => consumedState === 'started');
      await expect({ finished: true }, ({ consumedState }) => consumedState === 'finished');
      await expect({ finished: false }, ({ consumedState }) => consumedState !== 'finished');
      await expect({ finished: true, consumedState: 'started' }, () => false);
      await expect(
        { medium: 'audio', consumedState: 'finished', finished: true, search: 'EM' },
        ({ medium, consumedState, name }) => medium === 'audio' && consumedState === 'finished' && name === 'Emma',
      );
      const page = await valueOf(ports.media.list(id, { medium: 'film', page: { page: 2, limit: 4 } }));
      const films = elements.filter(({ medium }) => medium === 'film');
      const version = await versionOf(ports, id);
      assert.deepEqual(page, { kind: 'listed', version, entries: films.slice(4), total: 6 });
    });

    test('shows and finds what was changed where it belongs by now', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [newMedia({ name: 'a' }), newMedia({ name: 'b' })]);
      const [first, second] = elements;
      await putMedia(ports, id, [{ id: first?.id ?? 0, name: 'ÄTNA', order: 1, medium: 'film' }], LATER);
      const changed = { ...first, name: 'ÄTNA', order: 1, medium: 'film' };
      assert.deepEqual(await listed(ports, id), [second, changed]);
      assert.deepEqual(await listed(ports, id, { search: 'ä' }), [changed]);
      assert.deepEqual(await listed(ports, id, { medium: 'film' }), [changed]);
      assert.deepEqual(await listed(ports, id, { search: 'a', medium: 'literature' }), []);
    });
  });

  describe('version', () => {
    test('rises with every change, by one or to the moment of it', async () => {
      const id = await owner();
      assert.equal(await versionOf(ports, id), 0);
      const { elements, version } = await putMedia(ports, id, [newMedia(), newMedia()], MOMENT);
      assert.equal(version, MOMENT.getTime());
      const change = [{ id: elements[0]?.id ?? 0, name: 'Emma' }];
      assert.equal((await putMedia(ports, id, change, MOMENT)).version, version + 1);
      assert.equal((await putMedia(ports, id, change, new Date(0))).version, version + 2);
      assert.equal((await putMedia(ports, id, change, LATER)).version, LATER.getTime());
      await valueOf(ports.media.remove({ owner: id, id: elements[1]?.id ?? 0, at: LATER }));
      assert.equal(await versionOf(ports, id), LATER.getTime() + 1);
    });

    test("does not rise by another owner's change", async () => {
      const id = await owner();
      const { version } = await putMedia(ports, id, [newMedia()]);
      await putMedia(ports, await owner(), [newMedia()], LATER);
      assert.equal(await versionOf(ports, id), version);
    });

    test('that the caller has is answered with no list', async () => {
      const id = await owner();
      assert.deepEqual(await valueOf(ports.media.list(id, { unlessVersion: 0 })), { kind: 'unchanged', version: 0 });
      const element = await addMedia(ports, id);
      const version = await versionOf(ports, id);
      for (const filter of [{}, { search: 'dune' }, { medium: 'film' as const, page: { page: 1, limit: 1 } }]) {
        const list = await valueOf(ports.media.list(id, { ...filter, unlessVersion: version }));
        assert.deepEqual(list, { kind: 'unchanged', version });
      }
      for (const unlessVersion of [0, version - 1, version + 1]) {
        const list = await valueOf(ports.media.list(id, { unlessVersion }));
        assert.deepEqual(list, { kind: 'listed', version, entries: [element], total: 1 });
      }
    });
  });
}
