import assert from 'node:assert/strict';
import { errAsync } from 'neverthrow';
import { enterState, type MediaChanges } from '../../media/element.ts';
import { errorOf, refused, valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, NO_IDS, TEXTS } from '../samples.ts';
import type { OpenSubject } from '../subject.ts';
import { addMedia, listed, newMedia, putMedia, versionOf } from './samples.ts';

/** How elements are made, changed and removed. */
export function testMediaPuts({ describe, test }: TestRunner, { ports }: OpenSubject): void {
  const owner = async (): Promise<number> => (await addAccount(ports)).id;

  describe('put of new elements', () => {
    test('stores them under new numbers that rise in the order given', async () => {
      const id = await owner();
      const wanted = ['c', 'a', 'b'].map((name) => newMedia({ name }));
      const { elements, version } = await putMedia(ports, id, wanted);
      assert.deepEqual(
        elements,
        wanted.map((element, index) => ({
          ...element,
          id: elements[index]?.id,
          owner: id,
          createdAt: MOMENT,
        })),
      );
      const numbers = elements.map((element) => element.id);
      assert.ok(numbers.every((number, index) => number > (numbers[index - 1] ?? 0)));
      assert.deepEqual(await listed(ports, id), elements);
      assert.equal(await versionOf(ports, id), version);
    });

    test('gives no number out again', async () => {
      const id = await owner();
      const first = await addMedia(ports, id);
      await valueOf(ports.media.remove({ owner: id, id: first.id, at: LATER }));
      assert.ok((await addMedia(ports, id)).id > first.id);
    });

    test('keeps every field', async () => {
      const id = await owner();
      for (const medium of ['film', 'audio', 'literature', 'other'] as const) {
        for (const state of ['not started', 'started', 'finished'] as const) {
          const wanted = newMedia({ medium, description: state, order: -(2 ** 31), ...enterState(state, LATER) });
          const element = await addMedia(ports, id, wanted);
          assert.deepEqual(element, { ...wanted, id: element.id, owner: id, createdAt: MOMENT });
        }
      }
      assert.equal((await listed(ports, id)).length, 12);
    });

    for (const text of TEXTS) {
      test(`keeps the name and description ${JSON.stringify(text.slice(0, 40))}`, async () => {
        const id = await owner();
        const element = await addMedia(ports, id, { name: text, description: text });
        assert.deepEqual([element.name, element.description], [text, text]);
        assert.deepEqual(await listed(ports, id), [element]);
      });
    }

    test('refuses an owner who has no account', async () => {
      for (const number of NO_IDS) {
        const put = { owner: number, elements: [newMedia()], at: MOMENT };
        await refused(ports.media.put(put), 'account-not-found');
        await refused(ports.media.putIfUnchanged({ ...put, version: 0 }), 'account-not-found');
        await refused(ports.media.put({ ...put, elements: [newMedia(), newMedia()] }), 'account-not-found');
        assert.deepEqual(await listed(ports, number), []);
        assert.equal(await versionOf(ports, number), 0);
      }
    });

    test('of none changes nothing', async () => {
      const id = await owner();
      assert.deepEqual(await putMedia(ports, id, []), { elements: [], version: 0 });
      const element = await addMedia(ports, id);
      const version = await versionOf(ports, id);
      assert.deepEqual(await putMedia(ports, id, []), { elements: [], version });
      assert.deepEqual(await listed(ports, id), [element]);
    });
  });

  describe('put of changes', () => {
    const changes: readonly Omit<MediaChanges, 'id'>[] = [
      { name: 'Dune Messiah' },
      { medium: 'film' },
      { description: 'by Frank Herbert' },
      { description: '' },
      { order: 2 ** 31 - 1 },
      { name: 'Dune', medium: 'other', description: 'x', order: 0 },
      {},
    ];
    for (const change of changes) {
      test(`changes ${Object.keys(change).join(', ') || 'nothing'}, and no other field`, async () => {
        const id = await owner();
        const element = await addMedia(ports, id, { description: 'a book', order: 7 });
        const { elements } = await putMedia(ports, id, [{ id: element.id, ...change }], LATER);
        assert.deepEqual(elements, [{ ...element, ...change }]);
        assert.deepEqual(await listed(ports, id), elements);

        const another = await addMedia(ports, id, { description: 'a book', order: 7 });
        const several = [
          { id: element.id, name: 'Emma' },
          { id: another.id, ...change },
        ];
        const together = await putMedia(ports, id, several, LATER);
        assert.deepEqual(together.elements, [
          { ...element, ...change, name: 'Emma' },
          { ...another, ...change },
        ]);
      });
    }

    test('changes no other element', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [newMedia(), newMedia(), newMedia()]);
      const [first, second, third] = elements;
      await putMedia(ports, id, [{ id: second?.id ?? 0, name: 'Emma', order: 1 }]);
      assert.deepEqual(await listed(ports, id), [first, third, { ...second, name: 'Emma', order: 1 }]);
    });

    test('answers many, new and old, in the order given', async () => {
      const id = await owner();
      const { elements } = await putMedia(
        ports,
        id,
        Array.from({ length: 50 }, (_, index) => newMedia({ name: `old ${index}` })),
      );
      const mixed = elements
        .toReversed()
        .flatMap((element, index) => [
          newMedia({ name: `new ${index}` }),
          { id: element.id, name: `${element.name}!` },
        ]);
      const stored = await putMedia(ports, id, mixed, LATER);
      assert.deepEqual(
        stored.elements.map(({ name }) => name),
        mixed.map(({ name }) => name),
      );
      assert.equal((await listed(ports, id)).length, 100);
    });

    test("refuses everything where one is not this owner's", async () => {
      const id = await owner();
      const foreign = await addMedia(ports, await owner());
      const element = await addMedia(ports, id);
      const version = await versionOf(ports, id);
      for (const number of [foreign.id, ...NO_IDS]) {
        const elements = [newMedia({ name: 'new' }), { id: element.id, name: 'changed' }, { id: number, name: 'mine' }];
        await refused(ports.media.put({ owner: id, elements, at: LATER }), 'media-not-found');
        await refused(ports.media.put({ owner: id, elements: elements.slice(2), at: LATER }), 'media-not-found');
      }
      assert.deepEqual(await listed(ports, id), [element]);
      assert.deepEqual(await listed(ports, foreign.owner), [foreign]);
      assert.equal(await versionOf(ports, id), version);
    });

    test('is undone with its transaction', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const version = await versionOf(ports, id);
      const elements = [newMedia({ name: 'new' }), { id: element.id, state: enterState('finished', LATER) }];
      const undone = ports.unitOfWork.run((transaction) =>
        ports.media.put({ owner: id, elements, at: LATER }, transaction).andThen(() => errAsync('undone')),
      );
      assert.equal(await errorOf(undone), 'undone');
      assert.deepEqual(await listed(ports, id), [element]);
      assert.equal(await versionOf(ports, id), version);
      assert.deepEqual((await valueOf(ports.media.history(id, {}))).entries, [{ element, changes: [] }]);
    });

    test('is done with its transaction', async () => {
      const id = await owner();
      const stored = await valueOf(
        ports.unitOfWork.run((transaction) =>
          ports.media
            .put({ owner: id, elements: [newMedia()], at: MOMENT }, transaction)
            .andThen(({ elements: [element], version }) =>
              ports.media.putIfUnchanged(
                { owner: id, elements: [{ id: element?.id ?? 0, name: 'Emma' }], at: LATER, version },
                transaction,
              ),
            ),
        ),
      );
      assert.deepEqual(await listed(ports, id), stored.elements);
      assert.equal(stored.elements[0]?.name, 'Emma');
    });
  });

  describe('putIfUnchanged', () => {
    test('stores where the library is in the version expected, and refuses everything where it is not', async () => {
      const id = await owner();
      const first = await valueOf(
        ports.media.putIfUnchanged({ owner: id, elements: [newMedia()], at: MOMENT, version: 0 }),
      );
      const again = { owner: id, elements: [newMedia()], at: MOMENT };
      for (const version of [0, first.version - 1, first.version + 1, Number.MAX_SAFE_INTEGER]) {
        await refused(ports.media.putIfUnchanged({ ...again, version }), 'library-changed-meanwhile');
      }
      assert.deepEqual(await listed(ports, id), first.elements);
      const second = await valueOf(ports.media.putIfUnchanged({ ...again, version: first.version }));
      assert.ok(second.version > first.version);
      assert.deepEqual(await listed(ports, id), [...first.elements, ...second.elements]);
    });

    test("tells an element that is not this owner's from a version that is not", async () => {
      const id = await owner();
      const { version } = await putMedia(ports, id, [newMedia()]);
      const put = { owner: id, elements: [{ id: 2 ** 31 - 1, name: 'x' }], at: LATER };
      await refused(ports.media.putIfUnchanged({ ...put, version }), 'media-not-found');
      await refused(ports.media.putIfUnchanged({ ...put, version: version - 1 }), 'library-changed-meanwhile');
    });

    test('of none tells the version all the same', async () => {
      const id = await owner();
      const { version } = await putMedia(ports, id, [newMedia()]);
      const none = { owner: id, elements: [], at: LATER };
      assert.equal((await valueOf(ports.media.putIfUnchanged({ ...none, version }))).version, version);
      await refused(ports.media.putIfUnchanged({ ...none, version: version - 1 }), 'library-changed-meanwhile');
    });
  });

  describe('remove', () => {
    test('removes the element and no other, once', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [newMedia({ name: 'a' }), newMedia({ name: 'b' })]);
      const removal = { owner: id, id: elements[0]?.id ?? 0, at: LATER };
      assert.equal(await valueOf(ports.media.remove(removal)), true);
      assert.deepEqual(await listed(ports, id), elements.slice(1));
      const version = await versionOf(ports, id);
      assert.equal(await valueOf(ports.media.remove(removal)), false);
      assert.equal(await versionOf(ports, id), version);
    });

    test("leaves another owner's, and what is not there", async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const version = await versionOf(ports, id);
      const stranger = await owner();
      assert.equal(await valueOf(ports.media.remove({ owner: stranger, id: element.id, at: LATER })), false);
      for (const number of NO_IDS) {
        assert.equal(await valueOf(ports.media.remove({ owner: id, id: number, at: LATER })), false);
      }
      assert.deepEqual(await listed(ports, id), [element]);
      assert.equal(await versionOf(ports, id), version);
    });
  });
}
