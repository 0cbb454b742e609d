import assert from 'node:assert/strict';
import { errAsync, okAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bucket, NewItem } from '@quintet/core';
import { aBucket, adapterFor, anAccount, type StartedAdapter } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { endOf, valueOf } from '../support/settled.ts';

const MOMENT = new Date('2026-02-03T04:05:06.789Z');
const LONG = process.env['QUINTET_TEST_LONG'] === '1';

function anItem(name: string): NewItem {
  return { name, description: null, createdAt: MOMENT, modifiedAt: MOMENT };
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] ?? assert.fail('nothing to pick from');
}

describe.skipIf(!postgresqlIsThere)('counters of lists that two servers change at once', () => {
  let database: TestDatabase;
  let here: StartedAdapter;
  let there: StartedAdapter;
  let owners: readonly [number, number];

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    here = adapterFor(database.url);
    there = adapterFor(database.url);
    await here.migrate();
    await Promise.all([here.start(), there.start()]);
    const [ann, bob] = [await valueOf(here.accounts.add(anAccount())), await valueOf(there.accounts.add(anAccount()))];
    owners = [ann.id, bob.id];
  });
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await database.drop();
  });

  /** Lists whose counter is not the number of their entries. */
  const miscounted = (): Promise<Record<string, unknown>[]> =>
    database.ask(`
      SELECT 'account' AS list, account_id AS id, bucket_count AS counter, count(bucket.id) AS entries
      FROM bucket_owner LEFT JOIN bucket ON owner_id = account_id GROUP BY account_id
      HAVING bucket_count <> count(bucket.id)
      UNION ALL
      SELECT 'bucket', bucket.id, item_count, count(item.id)
      FROM bucket LEFT JOIN item ON bucket_id = bucket.id GROUP BY bucket.id
      HAVING item_count <> count(item.id)`);

  test('are exact, whatever is added and removed in whatever order; nothing waits for itself', async () => {
    const buckets: Bucket[] = [];
    for (const owner of owners) {
      for (let count = 0; count < 4; count += 1) buckets.push(await valueOf(here.buckets.add(aBucket(owner))));
    }
    const ends = new Map<string, number>();
    const work = async (server: StartedAdapter, steps: number): Promise<void> => {
      for (let step = 0; step < steps; step += 1) {
        const end = await oneChange(server, buckets);
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    };
    await Promise.all(
      [here, there].flatMap((server) => Array.from({ length: 6 }, () => work(server, LONG ? 2000 : 40))),
    );
    expect(await miscounted()).toEqual([]);
    expect([...ends.keys()].filter((end) => !EXPECTED.has(end))).toEqual([]);
    expect(ends.get('ok')).toBeGreaterThan(100);
  });

  test('a bucket that is removed while items are added to it leaves none of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const bucket = await valueOf(here.buckets.add(aBucket(owners[0])));
      const adds = Array.from({ length: 8 }, (_, index) => endOf(here.items.add(bucket, anItem(`item ${index}`))));
      const removed = endOf(there.buckets.remove(bucket));
      for (const end of await Promise.all(adds)) expect(['ok', 'bucket-not-found']).toContain(end);
      expect(await removed).toBe('ok');
      const left = await database.ask('SELECT id FROM item WHERE bucket_id = $1', [bucket.id]);
      expect(left).toEqual([]);
    }
    expect(await miscounted()).toEqual([]);
  });

  test('twelve removals of one item take it away once', async () => {
    const bucket = await valueOf(here.buckets.add(aBucket(owners[0])));
    await valueOf(here.items.add(bucket, anItem('stays')));
    for (let round = 0; round < 10; round += 1) {
      const { id } = await valueOf(here.items.add(bucket, anItem('goes')));
      const removals = Array.from({ length: 12 }, (_, index) =>
        endOf((index % 2 === 0 ? here : there).items.remove({ bucket, id })),
      );
      const ends = await Promise.all(removals);
      expect(ends.filter((end) => end === 'ok')).toHaveLength(1);
      expect(ends.filter((end) => end === 'item-not-found')).toHaveLength(11);
    }
    expect((await valueOf(here.items.page(bucket, { page: 1, limit: 10 }))).total).toBe(1);
    expect(await miscounted()).toEqual([]);
  });
});

const EXPECTED: ReadonlySet<string> = new Set(['ok', 'bucket-not-found', 'item-not-found', 'changed my mind']);

/** Changes something, now and then several things as one, and tells how that ended. */
async function oneChange(server: StartedAdapter, buckets: Bucket[]): Promise<string> {
  const bucket = pick(buckets);
  const owner = bucket.owner;
  const dice = Math.random();
  if (dice < 0.2) {
    const added = await server.buckets.add(aBucket(owner));
    if (added.isOk()) buckets.push(added.value);
    return added.isOk() ? 'ok' : added.error.kind;
  }
  if (dice < 0.3) return endOf(server.buckets.remove(bucket));
  if (dice < 0.6) return endOf(server.items.add(bucket, anItem('x')));
  if (dice < 0.8) {
    const page = await server.items.page(bucket, { page: 1, limit: 3 });
    if (page.isErr() || page.value.entries.length === 0) return 'ok';
    return endOf(server.items.remove({ bucket, id: pick(page.value.entries).id }));
  }
  // Of one owner: two owners' lists are never changed as one, and those who did it could wait for each other.
  const other = pick(buckets.filter((other) => other.owner === owner));
  return endOf(
    server.unitOfWork.run((transaction) =>
      server.buckets
        .remove(other, transaction)
        .andThen(() => server.buckets.add(aBucket(owner), transaction))
        .andThen((added) => server.items.add(added, anItem('y'), transaction))
        .andThen(() => server.buckets.remove(bucket, transaction))
        .andThen(() => (dice < 0.9 ? okAsync('done') : errAsync({ kind: 'changed my mind' as const }))),
    ),
  );
}
