import assert from 'node:assert/strict';
import type { Bucket } from '../../bucketlist/bucket.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, addBuckets, addItems, LATER, newItem, NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { testPages, testSearch } from './lists.ts';

/**
 * What every `ItemRepository` must do. Resolves `PORTS.items`, and `PORTS.buckets` and `PORTS.accounts` on the same
 * storage for the buckets that items are in.
 *
 * @example
 * ```ts
 * itemsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function itemsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of ItemRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const bucketOf = async (owner: number): Promise<Bucket> => {
      const [bucket] = await addBuckets(ports, owner, ['Travel']);
      return bucket;
    };
    const aBucket = async (): Promise<Bucket> => bucketOf((await addAccount(ports)).id);
    const all = { page: 1, limit: 100 };

    /** A bucket with an item, and all wrong ways to name the two. */
    const misnamed = async () => {
      const bucket = await aBucket();
      const [item] = await addItems(ports, bucket, ['See the sea']);
      const id = item.id;
      const sibling = await bucketOf(bucket.owner);
      const stranger = await aBucket();
      return {
        ref: { bucket, id },
        item,
        withoutBucket: [
          { bucket: { owner: stranger.owner, id: bucket.id }, id },
          { bucket: { owner: bucket.owner, id: stranger.id }, id },
          ...NO_IDS.map((number) => ({ bucket: { owner: bucket.owner, id: number }, id })),
          ...NO_IDS.map((number) => ({ bucket: { owner: number, id: bucket.id }, id })),
        ],
        withoutItem: [
          { bucket: sibling, id },
          { bucket: stranger, id },
          ...NO_IDS.map((number) => ({ bucket, id: number })),
        ],
      };
    };

    describe('add', () => {
      test('stores the item under a new number', async () => {
        const bucket = await aBucket();
        const wanted = { ...newItem('See the sea', 'the northern one'), modifiedAt: LATER };
        const added = await valueOf(ports.items.add(bucket, wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.deepEqual(added, { ...wanted, id: added.id, bucketId: bucket.id });
        assert.deepEqual(await valueOf(ports.items.find({ bucket, id: added.id })), added);
      });

      test('keeps the lack of a description, and an empty one, as they are', async () => {
        const bucket = await aBucket();
        for (const description of [null, '']) {
          const { id } = await valueOf(ports.items.add(bucket, newItem('See the sea', description)));
          assert.equal((await valueOf(ports.items.find({ bucket, id }))).description, description);
        }
      });

      test('gives numbers that rise, whatever the bucket is', async () => {
        const [first] = await addItems(ports, await aBucket(), ['a']);
        const [second] = await addItems(ports, await aBucket(), ['a']);
        assert.ok(second.id > first.id);
      });

      test('does not find the bucket of another owner, nor one that is not there', async () => {
        const { ref, item, withoutBucket } = await misnamed();
        for (const { bucket } of withoutBucket) {
          await refused(ports.items.add(bucket, newItem('smuggled')), 'bucket-not-found');
        }
        assert.deepEqual(await valueOf(ports.items.page(ref.bucket, all)), { entries: [item], total: 1 });
      });

      for (const text of TEXTS) {
        test(`keeps the name and description ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const bucket = await aBucket();
          const { id } = await valueOf(ports.items.add(bucket, newItem(text, text)));
          const { name, description } = await valueOf(ports.items.find({ bucket, id }));
          assert.deepEqual([name, description], [text, text]);
        });
      }

      test('keeps a description of 100,000 characters', async () => {
        const bucket = await aBucket();
        const description = '0123456789é'.repeat(10_000);
        const { id } = await valueOf(ports.items.add(bucket, newItem('long', description)));
        assert.equal((await valueOf(ports.items.find({ bucket, id }))).description, description);
      });

      test('keeps dates to the millisecond', async () => {
        const bucket = await aBucket();
        const dates = {
          createdAt: new Date('1970-01-01T00:00:00.001Z'),
          modifiedAt: new Date('2199-12-31T23:59:59.999Z'),
        };
        const added = await valueOf(ports.items.add(bucket, { name: 'See the sea', description: null, ...dates }));
        assert.deepEqual(await valueOf(ports.items.find({ bucket, id: added.id })), { ...added, ...dates });
        assert.deepEqual((await valueOf(ports.items.page(bucket, all))).entries, [{ ...added, ...dates }]);
      });

      test(`gives ${RACERS} at once a number each`, async () => {
        const bucket = await aBucket();
        const results = await race((racer) => ports.items.add(bucket, newItem(`name ${racer}`)));
        assert.deepEqual(tally(results), { ok: RACERS });
        const { entries, total } = await valueOf(ports.items.page(bucket, all));
        assert.equal(total, RACERS);
        assert.equal(new Set(entries.map(({ id }) => id)).size, RACERS);
      });

      test('raced with the removal of the bucket, leaves no item behind', async () => {
        const bucket = await aBucket();
        const results = await race((racer) =>
          racer === RACERS / 2
            ? ports.buckets.remove(bucket)
            : ports.items.add(bucket, newItem(`name ${racer}`)).map(() => undefined),
        );
        assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
        for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'bucket-not-found');
        await refused(ports.items.page(bucket, all), 'bucket-not-found');
        await refused(ports.items.add(bucket, newItem('late')), 'bucket-not-found');
      });
    });

    describe('find', () => {
      test('finds neither through a wrong bucket nor by a wrong number', async () => {
        const { ref, item, withoutBucket, withoutItem } = await misnamed();
        for (const wrong of withoutBucket) await refused(ports.items.find(wrong), 'bucket-not-found');
        for (const wrong of withoutItem) await refused(ports.items.find(wrong), 'item-not-found');
        assert.deepEqual(await valueOf(ports.items.find(ref)), item);
      });
    });

    describe('page', () => {
      const list = async (names: readonly string[]) => {
        const bucket = await aBucket();
        await addItems(ports, await bucketOf(bucket.owner), [...names, 'of another bucket']);
        await addItems(ports, bucket, names);
        return (request: Parameters<typeof ports.items.page>[1]) => ports.items.page(bucket, request);
      };
      testPages(runner, { order: 'newest-first', list });
      testSearch(runner, { order: 'newest-first', list });

      test('is empty for a bucket that has none', async () => {
        assert.deepEqual(await valueOf(ports.items.page(await aBucket(), all)), { entries: [], total: 0 });
      });

      test('does not find the bucket of another owner, nor one that is not there', async () => {
        const { withoutBucket } = await misnamed();
        for (const { bucket } of withoutBucket) {
          await refused(ports.items.page(bucket, all), 'bucket-not-found');
          await refused(ports.items.page(bucket, { page: 1000, limit: 100, search: 'sea' }), 'bucket-not-found');
        }
      });

      test('leaves out what was removed, and counts it no more', async () => {
        const bucket = await aBucket();
        const [, second] = await addItems(ports, bucket, ['a', 'b', 'c']);
        await valueOf(ports.items.remove({ bucket, id: second.id }));
        const { entries, total } = await valueOf(ports.items.page(bucket, all));
        assert.deepEqual([entries.map(({ name }) => name), total], [['c', 'a'], 2]);
      });

      test('shows and finds a new name in the old place', async () => {
        const bucket = await aBucket();
        const [first] = await addItems(ports, bucket, ['a', 'b']);
        await valueOf(ports.items.change({ bucket, id: first.id }, { name: 'Z', modifiedAt: LATER }));
        const { entries } = await valueOf(ports.items.page(bucket, all));
        assert.deepEqual(entries, [entries[0], { ...first, name: 'Z', modifiedAt: LATER }]);
        assert.equal((await valueOf(ports.items.page(bucket, { ...all, search: 'z' }))).total, 1);
        assert.equal((await valueOf(ports.items.page(bucket, { ...all, search: 'a' }))).total, 0);
      });
    });

    describe('change', () => {
      test('changes the fields that are named, and no other', async () => {
        const bucket = await aBucket();
        const item = await valueOf(ports.items.add(bucket, newItem('See the sea', 'the northern one')));
        const ref = { bucket, id: item.id };
        const change = (changes: { readonly name?: string; readonly description?: string }) =>
          valueOf(ports.items.change(ref, { ...changes, modifiedAt: LATER }));
        const modified = { ...item, modifiedAt: LATER };

        assert.deepEqual(await change({ name: 'Swim' }), { ...modified, name: 'Swim' });
        assert.deepEqual(await change({ description: 'far' }), { ...modified, name: 'Swim', description: 'far' });
        assert.deepEqual(await change({ description: '' }), { ...modified, name: 'Swim', description: '' });
        const both = { ...modified, name: 'Dive', description: 'deep' };
        assert.deepEqual(await change({ name: 'Dive', description: 'deep' }), both);
        assert.deepEqual(await valueOf(ports.items.find(ref)), both);
      });

      test('changes no other item', async () => {
        const bucket = await aBucket();
        const [item, other] = await addItems(ports, bucket, ['a', 'b']);
        await valueOf(ports.items.change({ bucket, id: item.id }, { name: 'z', modifiedAt: LATER }));
        assert.deepEqual(await valueOf(ports.items.find({ bucket, id: other.id })), other);
      });

      test('finds neither through a wrong bucket nor by a wrong number', async () => {
        const { ref, item, withoutBucket, withoutItem } = await misnamed();
        const changes = { name: 'smuggled', modifiedAt: LATER };
        for (const wrong of withoutBucket) await refused(ports.items.change(wrong, changes), 'bucket-not-found');
        for (const wrong of withoutItem) await refused(ports.items.change(wrong, changes), 'item-not-found');
        assert.deepEqual(await valueOf(ports.items.find(ref)), item);
      });

      test('of different fields at once loses neither', async () => {
        const { ref } = await misnamed();
        const results = await race((racer) =>
          ports.items.change(ref, {
            ...(racer % 2 === 0 ? { name: `name ${racer}` } : { description: `description ${racer}` }),
            modifiedAt: LATER,
          }),
        );
        assert.deepEqual(tally(results), { ok: RACERS });
        const { name, description } = await valueOf(ports.items.find(ref));
        assert.match(name, /^name \d+$/);
        assert.match(description ?? '', /^description \d+$/);
      });

      test('raced with the removal, ends in a removed item', async () => {
        const { ref } = await misnamed();
        const results = await race((racer) =>
          racer === RACERS / 2
            ? ports.items.remove(ref)
            : ports.items.change(ref, { name: `name ${racer}`, modifiedAt: LATER }).map(() => undefined),
        );
        assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
        for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'item-not-found');
        await refused(ports.items.find(ref), 'item-not-found');
      });
    });

    describe('remove', () => {
      test('removes the item and no other', async () => {
        const bucket = await aBucket();
        const [item, other] = await addItems(ports, bucket, ['a', 'b']);
        const ref = { bucket, id: item.id };
        assert.equal(await valueOf(ports.items.remove(ref)), undefined);
        await refused(ports.items.find(ref), 'item-not-found');
        await refused(ports.items.remove(ref), 'item-not-found');
        assert.deepEqual(await valueOf(ports.items.find({ bucket, id: other.id })), other);
      });

      test('finds neither through a wrong bucket nor by a wrong number', async () => {
        const { ref, item, withoutBucket, withoutItem } = await misnamed();
        for (const wrong of withoutBucket) await refused(ports.items.remove(wrong), 'bucket-not-found');
        for (const wrong of withoutItem) await refused(ports.items.remove(wrong), 'item-not-found');
        assert.deepEqual(await valueOf(ports.items.find(ref)), item);
      });

      test(`succeeds for one of ${RACERS} at once`, async () => {
        const { ref } = await misnamed();
        const results = await race(() => ports.items.remove(ref));
        assert.deepEqual(tally(results), { ok: 1, 'item-not-found': RACERS - 1 });
      });

      test('raced with the removal of the bucket, succeeds once at most', async () => {
        const { ref } = await misnamed();
        const results = await race((racer) =>
          racer === RACERS / 2 ? ports.buckets.remove(ref.bucket) : ports.items.remove(ref),
        );
        const [removal, ...others] = [...results.splice(RACERS / 2, 1), ...results];
        assert.ok(removal?.isOk(), 'the removal of the bucket failed');
        assert.ok((tally(others).ok ?? 0) <= 1);
        await refused(ports.items.find(ref), 'bucket-not-found');
      });
    });

    test("a bucket's removal removes its items, and no other's", async () => {
      const bucket = await aBucket();
      const sibling = await bucketOf(bucket.owner);
      const [item] = await addItems(ports, bucket, ['a', 'b']);
      const [kept] = await addItems(ports, sibling, ['c']);
      await valueOf(ports.buckets.remove(bucket));
      await refused(ports.items.find({ bucket, id: item.id }), 'bucket-not-found');
      await refused(ports.items.page(bucket, all), 'bucket-not-found');
      await refused(ports.items.find({ bucket: sibling, id: item.id }), 'item-not-found');
      assert.deepEqual(await valueOf(ports.items.page(sibling, all)), { entries: [kept], total: 1 });
    });

    testSharedStorage(runner, opened, capabilities, {
      'an item is there for every server at once': async (here, there) => {
        const [bucket] = await addBuckets(here, (await addAccount(here)).id, ['Travel']);
        const [item] = await addItems(there, bucket, ['See the sea']);
        assert.deepEqual(await valueOf(here.items.page(bucket, all)), { entries: [item], total: 1 });
      },
      'servers that change different fields at once lose neither': async (here, there) => {
        const [bucket] = await addBuckets(here, (await addAccount(here)).id, ['Travel']);
        const [item] = await addItems(here, bucket, ['See the sea']);
        const ref = { bucket, id: item.id };
        await race((racer) =>
          racer % 2 === 0
            ? here.items.change(ref, { name: 'Swim', modifiedAt: LATER })
            : there.items.change(ref, { description: 'far', modifiedAt: LATER }),
        );
        const { name, description } = await valueOf(there.items.find(ref));
        assert.deepEqual([name, description], ['Swim', 'far']);
      },
    });
  });
}
