import assert from 'node:assert/strict';
import { enterState } from '../../media/element.ts';
import type { Ports } from '../../ports.ts';
import { race, RACERS, tally, valueOf } from '../outcome.ts';
import type { StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT } from '../samples.ts';
import { testSharedStorage, type OpenSubject } from '../subject.ts';
import { addMedia, historyOf, listed, newMedia, putMedia, versionOf } from './samples.ts';

/** What holds when many write at once. */
export function testMediaRaces(runner: TestRunner, opened: OpenSubject, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  const { ports } = opened;
  const owner = async (): Promise<number> => (await addAccount(ports)).id;

  describe(`of ${RACERS} at once`, () => {
    test('each new element has a number, and each change a version', async () => {
      const id = await owner();
      const results = await race(() => ports.media.put({ owner: id, elements: [newMedia()], at: MOMENT }));
      assert.deepEqual(tally(results), { ok: RACERS });
      const versions = new Set(results.map((result) => (result.isOk() ? result.value.version : 0)));
      assert.equal(versions.size, RACERS);
      assert.equal(new Set((await listed(ports, id)).map((element) => element.id)).size, RACERS);
      assert.equal(await versionOf(ports, id), MOMENT.getTime() + RACERS - 1);
    });

    test('one stores against a version', async () => {
      const id = await owner();
      for (const version of [0, MOMENT.getTime()]) {
        const put = { owner: id, elements: [newMedia()], at: MOMENT, version };
        const results = await race(() => ports.media.putIfUnchanged(put));
        assert.deepEqual(tally(results), { ok: 1, 'library-changed-meanwhile': RACERS - 1 });
      }
      assert.equal((await listed(ports, id)).length, 2);
    });

    test('changes of different fields lose none', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const fields = [{ name: 'Emma' }, { medium: 'film' }, { description: 'x' }, { order: 5 }] as const;
      const results = await race((racer) =>
        ports.media.put({ owner: id, elements: [{ id: element.id, ...fields[racer % 4] }], at: MOMENT }),
      );
      assert.deepEqual(tally(results), { ok: RACERS });
      const changed = { ...element, name: 'Emma', medium: 'film', description: 'x', order: 5 };
      assert.deepEqual(await listed(ports, id), [changed]);
    });

    test('changes of state make a history without a gap', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const states = ['started', 'finished', 'not started'] as const;
      await race((racer) => {
        const state = enterState(states[racer % 3] ?? 'started', LATER);
        return ports.media.put({ owner: id, elements: [{ id: element.id, state }], at: LATER });
      });
      const { element: after, changes } = await historyOf(ports, element);
      let state = 'not started';
      for (const change of changes) {
        assert.equal(change.from, state);
        assert.notEqual(change.to, state);
        state = change.to;
      }
      assert.equal(after.consumedState, state);
      assert.equal(after.startedAt === null, state === 'not started');
      assert.equal(after.finishedAt === null, state !== 'finished');
    });

    test('changes of many elements in different orders end', async () => {
      const id = await owner();
      const { elements } = await putMedia(
        ports,
        id,
        Array.from({ length: 30 }, () => newMedia()),
      );
      const results = await race((racer) => {
        const order = racer % 2 === 0 ? elements : elements.toReversed();
        const changes = order.map((element) => ({ id: element.id, name: `by ${racer}`, order: racer }));
        return ports.media.put({ owner: id, elements: changes, at: LATER });
      });
      assert.deepEqual(tally(results), { ok: RACERS });
      const names = new Set((await listed(ports, id)).map(({ name }) => name));
      assert.equal(names.size, 1, 'changes were mixed');
    });

    test('one removes an element, and who comes later changes nothing', async () => {
      const id = await owner();
      const { elements } = await putMedia(ports, id, [newMedia({ name: 'kept' }), newMedia({ name: 'removed' })]);
      const [kept, removed] = elements;
      const removals = await race(() => ports.media.remove({ owner: id, id: removed?.id ?? 0, at: LATER }));
      assert.equal(removals.filter((result) => result.isOk() && result.value).length, 1);
      const raced = await addMedia(ports, id, { name: 'raced' });
      const changes = [
        { id: kept?.id ?? 0, order: 3 },
        { id: raced.id, name: 'changed' },
      ];
      const results = await race((racer) =>
        racer === RACERS / 2
          ? ports.media.remove({ owner: id, id: raced.id, at: LATER }).map(() => undefined)
          : ports.media.put({ owner: id, elements: changes, at: LATER }).map(() => undefined),
      );
      assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
      for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'media-not-found');
      assert.deepEqual(
        (await listed(ports, id)).map(({ name }) => name),
        ['kept'],
      );
    });

    test('whoever reads sees a version and the list that belongs to it', async () => {
      const id = await owner();
      const element = await addMedia(ports, id);
      const names = new Map<number, string>([[await versionOf(ports, id), element.name]]);
      const reads: { readonly version: number; readonly name: string | undefined }[] = [];
      await race((racer) =>
        racer % 2 === 0
          ? ports.media
              .put({ owner: id, elements: [{ id: element.id, name: `by ${racer}` }], at: MOMENT })
              .map(({ version }) => {
                names.set(version, `by ${racer}`);
              })
          : ports.media.list(id, {}).map((list) => {
              reads.push({ version: list.version, name: list.kind === 'listed' ? list.entries[0]?.name : undefined });
            }),
      );
      assert.equal(reads.length, RACERS / 2);
      for (const { version, name } of reads) assert.equal(name, names.get(version));
    });
  });

  testSharedStorage(runner, opened, capabilities, {
    'an element is there for every server at once': async (here: Ports, there: Ports) => {
      const { id } = await addAccount(here);
      const element = await addMedia(here, id);
      assert.deepEqual(await listed(there, id), [element]);
      await valueOf(there.media.remove({ owner: id, id: element.id, at: LATER }));
      assert.deepEqual(await listed(here, id), []);
    },
    'one of several servers stores against a version': async (here: Ports, there: Ports) => {
      const { id } = await addAccount(here);
      const { version } = await putMedia(here, id, [newMedia()]);
      const put = { owner: id, elements: [newMedia()], at: LATER, version };
      const results = await race((racer) => (racer % 2 === 0 ? here : there).media.putIfUnchanged(put));
      assert.deepEqual(tally(results), { ok: 1, 'library-changed-meanwhile': RACERS - 1 });
      assert.equal((await listed(there, id)).length, 2);
    },
  });
}
