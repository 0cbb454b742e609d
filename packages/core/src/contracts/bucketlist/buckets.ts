import assert from 'node:assert/strict';
import type { Account } from '../../identity/account.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, addBuckets, LATER, MOMENT, newBucket, NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { testPages, testSearch } from './lists.ts';

/**
 * What every `BucketRepository` must do. Resolves `PORTS.buckets`, and `PORTS.accounts` on the same storage for the
 * buckets' owners.
 *
 * @example
 * ```ts
 * bucketsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function bucketsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of BucketRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const owner = (): Promise<Account> => addAccount(ports);

    describe('add', () => {
      test('stores the bucket under a new number', async () => {
        const wanted = { ...newBucket((await owner()).id), modifiedAt: LATER };
        const added = await valueOf(ports.buckets.add(wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.deepEqual(added, { ...wanted, id: added.id });
        assert.deepEqual(await valueOf(ports.buckets.find(added)), added);
      });

      test('gives numbers that rise, whoever the owner is', async () => {
        const [first] = await addBuckets(ports, (await owner()).id, ['a']);
        const [second] = await addBuckets(ports, (await owner()).id, ['a']);
        assert.ok(second.id > first.id);
      });

      test(`gives ${RACERS} at once a number each`, async () => {
        const { id } = await owner();
        const results = await race(() => ports.buckets.add(newBucket(id)));
        assert.deepEqual(tally(results), { ok: RACERS });
        const { entries, total } = await valueOf(ports.buckets.page(id, { page: 1, limit: 100 }));
        assert.equal(total, RACERS);
        assert.equal(new Set(entries.map((bucket) => bucket.id)).size, RACERS);
      });

      test('refuses an owner who has no account', async () => {
        for (const number of NO_IDS) await refused(ports.buckets.add(newBucket(number)), 'account-not-found');
        for (const number of NO_IDS) {
          assert.deepEqual(await valueOf(ports.buckets.page(number, { page: 1, limit: 1 })), { entries: [], total: 0 });
        }
      });

      for (const text of TEXTS) {
        test(`keeps the name ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const [bucket] = await addBuckets(ports, (await owner()).id, [text]);
          assert.equal(bucket.name, text);
          assert.equal((await valueOf(ports.buckets.find(bucket))).name, text);
        });
      }

      test('keeps dates to the millisecond', async () => {
        const { id } = await owner();
        const dates = {
          createdAt: new Date('1970-01-01T00:00:00.001Z'),
          modifiedAt: new Date('2199-12-31T23:59:59.999Z'),
        };
        const added = await valueOf(ports.buckets.add({ owner: id, name: 'Travel', ...dates }));
        const { entries } = await valueOf(ports.buckets.page(id, { page: 1, limit: 1 }));
        assert.deepEqual(await valueOf(ports.buckets.find(added)), { ...added, ...dates });
        assert.deepEqual(entries, [{ ...added, ...dates }]);
      });
    });

    describe('find', () => {
      test('does not find what is not there', async () => {
        const { id } = await owner();
        for (const number of NO_IDS) await refused(ports.buckets.find({ owner: id, id: number }), 'bucket-not-found');
        for (const number of NO_IDS) await refused(ports.buckets.find({ owner: number, id: 1 }), 'bucket-not-found');
      });

      test("does not find another owner's", async () => {
        const [bucket] = await addBuckets(ports, (await owner()).id, ['Travel']);
        await refused(ports.buckets.find({ owner: (await owner()).id, id: bucket.id }), 'bucket-not-found');
      });
    });

    describe('page', () => {
      testPages(runner, {
        order: 'oldest-first',
        list: async (names) => {
          const { id } = await owner();
          await addBuckets(ports, (await owner()).id, ['of somebody else']);
          await addBuckets(ports, id, names);
          return (request) => ports.buckets.page(id, request);
        },
      });
      testSearch(runner, {
        order: 'oldest-first',
        list: async (names) => {
          const { id } = await owner();
          await addBuckets(ports, id, names);
          await addBuckets(ports, (await owner()).id, names);
          return (request) => ports.buckets.page(id, request);
        },
      });

      test('is empty for who has none', async () => {
        const nothing = { entries: [], total: 0 };
        assert.deepEqual(await valueOf(ports.buckets.page((await owner()).id, { page: 1, limit: 10 })), nothing);
        for (const id of NO_IDS) {
          assert.deepEqual(await valueOf(ports.buckets.page(id, { page: 1, limit: 10 })), nothing);
        }
      });

      test('leaves out what was removed, and counts it no more', async () => {
        const { id } = await owner();
        const [, second] = await addBuckets(ports, id, ['a', 'b', 'c']);
        await valueOf(ports.buckets.remove({ owner: id, id: second.id }));
        const { entries, total } = await valueOf(ports.buckets.page(id, { page: 1, limit: 10 }));
        assert.deepEqual([entries.map(({ name }) => name), total], [['a', 'c'], 2]);
      });

      test('shows and finds a new name in the old place', async () => {
        const { id } = await owner();
        const [first] = await addBuckets(ports, id, ['a', 'b']);
        await valueOf(ports.buckets.rename({ owner: id, id: first.id }, { name: 'Z', modifiedAt: LATER }));
        const { entries } = await valueOf(ports.buckets.page(id, { page: 1, limit: 10 }));
        assert.deepEqual(entries, [{ ...first, name: 'Z', modifiedAt: LATER }, entries[1]]);
        assert.equal((await valueOf(ports.buckets.page(id, { page: 1, limit: 10, search: 'z' }))).total, 1);
        assert.equal((await valueOf(ports.buckets.page(id, { page: 1, limit: 10, search: 'a' }))).total, 0);
      });
    });

    describe('rename', () => {
      test('changes the name and the date of modification, and nothing else', async () => {
        const [bucket, other] = await addBuckets(ports, (await owner()).id, ['Travel', 'Cooking']);
        const ref = { owner: bucket.owner, id: bucket.id };
        const renamed = await valueOf(ports.buckets.rename(ref, { name: 'Voyages', modifiedAt: LATER }));
        assert.deepEqual(renamed, { ...bucket, name: 'Voyages', modifiedAt: LATER });
        assert.deepEqual(renamed.createdAt, MOMENT);
        assert.deepEqual(await valueOf(ports.buckets.find(ref)), renamed);
        assert.deepEqual(await valueOf(ports.buckets.find({ ...ref, id: other.id })), other);
      });

      test("does not find another owner's, nor what is not there", async () => {
        const { id } = await owner();
        const [bucket] = await addBuckets(ports, id, ['Travel']);
        const change = { name: 'Mine', modifiedAt: LATER };
        const foreign = { owner: (await owner()).id, id: bucket.id };
        await refused(ports.buckets.rename(foreign, change), 'bucket-not-found');
        for (const number of NO_IDS) {
          await refused(ports.buckets.rename({ owner: id, id: number }, change), 'bucket-not-found');
        }
        assert.deepEqual(await valueOf(ports.buckets.find({ owner: id, id: bucket.id })), bucket);
      });

      test(`raced with the removal, ends in a removed bucket`, async () => {
        const { id } = await owner();
        const [bucket] = await addBuckets(ports, id, ['Travel']);
        const ref = { owner: id, id: bucket.id };
        const results = await race((racer) =>
          racer === RACERS / 2
            ? ports.buckets.remove(ref)
            : ports.buckets.rename(ref, { name: `name ${racer}`, modifiedAt: LATER }).map(() => undefined),
        );
        assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
        for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'bucket-not-found');
        await refused(ports.buckets.find(ref), 'bucket-not-found');
        assert.equal((await valueOf(ports.buckets.page(id, { page: 1, limit: 10 }))).total, 0);
      });
    });

    describe('remove', () => {
      test('removes the bucket and no other', async () => {
        const { id } = await owner();
        const [bucket, other] = await addBuckets(ports, id, ['Travel', 'Cooking']);
        const ref = { owner: id, id: bucket.id };
        assert.equal(await valueOf(ports.buckets.remove(ref)), undefined);
        await refused(ports.buckets.find(ref), 'bucket-not-found');
        await refused(ports.buckets.remove(ref), 'bucket-not-found');
        assert.deepEqual(await valueOf(ports.buckets.find({ owner: id, id: other.id })), other);
      });

      test("does not find another owner's, nor what is not there", async () => {
        const { id } = await owner();
        const [bucket] = await addBuckets(ports, id, ['Travel']);
        await refused(ports.buckets.remove({ owner: (await owner()).id, id: bucket.id }), 'bucket-not-found');
        for (const number of NO_IDS) await refused(ports.buckets.remove({ owner: id, id: number }), 'bucket-not-found');
        assert.deepEqual(await valueOf(ports.buckets.find({ owner: id, id: bucket.id })), bucket);
      });

      test(`succeeds for one of ${RACERS} at once`, async () => {
        const { id } = await owner();
        const [bucket] = await addBuckets(ports, id, ['Travel']);
        const results = await race(() => ports.buckets.remove({ owner: id, id: bucket.id }));
        assert.deepEqual(tally(results), { ok: 1, 'bucket-not-found': RACERS - 1 });
      });

      test('gives no number out again', async () => {
        const { id } = await owner();
        const [bucket] = await addBuckets(ports, id, ['Travel']);
        await valueOf(ports.buckets.remove({ owner: id, id: bucket.id }));
        const [next] = await addBuckets(ports, id, ['Travel']);
        assert.ok(next.id > bucket.id);
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'a bucket is there for every server at once': async (here, there) => {
        const { id } = await addAccount(here);
        const [bucket] = await addBuckets(here, id, ['Travel']);
        const ref = { owner: id, id: bucket.id };
        assert.deepEqual(await valueOf(there.buckets.find(ref)), bucket);
        await valueOf(there.buckets.remove(ref));
        await refused(here.buckets.find(ref), 'bucket-not-found');
        assert.equal((await valueOf(here.buckets.page(id, { page: 1, limit: 10 }))).total, 0);
      },
      'one of several servers removes a bucket': async (here, there) => {
        const { id } = await addAccount(here);
        const [bucket] = await addBuckets(here, id, ['Travel']);
        const results = await race((racer) =>
          (racer % 2 === 0 ? here : there).buckets.remove({ owner: id, id: bucket.id }),
        );
        assert.deepEqual(tally(results), { ok: 1, 'bucket-not-found': RACERS - 1 });
      },
    });
  });
}
