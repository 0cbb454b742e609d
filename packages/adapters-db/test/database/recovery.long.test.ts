import { setTimeout as delay } from 'node:timers/promises';
import { ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aBucket, adapterFor, anAccount, type StartedAdapter } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { endOf, eventually, valueOf } from '../support/settled.ts';

const PAGE = { page: 1, limit: 10 };
const ALL_OK = ['ok', 'ok', 'ok', 'ok'];
const ALL_UNAVAILABLE = ALL_OK.map(() => 'unavailable');

describe.skipIf(!postgresqlIsThere)('PostgreSQL that fails', () => {
  let database: TestDatabase;
  let proxy: Proxy;
  let adapter: StartedAdapter;
  let owner: number;

  beforeEach(async () => {
    database = await makeMigratedDatabase();
    proxy = await openProxy(database.url);
    adapter = adapterFor(proxy.url);
    await adapter.migrate();
    await adapter.start();
    owner = (await valueOf(adapter.accounts.add(anAccount()))).id;
  });
  afterEach(async () => {
    await adapter.stop();
    await proxy.close();
    await database.drop();
  });

  const endConnections = (): Promise<unknown> =>
    database.ask(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  /** A call of every kind: a read, a write, one by the mapper, a transaction. */
  const callAll = (): Promise<string[]> =>
    Promise.all([
      endOf(adapter.buckets.page(owner, PAGE)),
      endOf(adapter.buckets.add(aBucket(owner))),
      endOf(adapter.accounts.findById(owner)),
      endOf(adapter.unitOfWork.run((transaction) => adapter.buckets.add(aBucket(owner), transaction))),
    ]);

  test('all connections ended: each call is served or says that the database is away, and soon all are served', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await callAll()).toEqual(ALL_OK);
      const during = Promise.all([callAll(), endConnections(), callAll()]);
      const [first, , second] = await during;
      for (const end of [...first, ...second]) expect(['ok', 'unavailable']).toContain(end);
      await eventually(async () => (await callAll()).every((end) => end === 'ok'));
    }
  });

  test('connections ended while transactions are open: none is lost to the pool', async () => {
    for (let round = 0; round < 4; round += 1) {
      const runs = Array.from({ length: 6 }, () =>
        endOf(
          adapter.unitOfWork.run((transaction) =>
            adapter.buckets
              .add(aBucket(owner), transaction)
              .andThen((bucket) => ResultAsync.fromSafePromise(delay(100)).map(() => bucket))
              .andThen((bucket) => adapter.buckets.rename(bucket, { name: 'x', modifiedAt: new Date() }, transaction)),
          ),
        ),
      );
      await delay(40);
      await endConnections();
      for (const end of await Promise.all(runs)) expect(['ok', 'unavailable']).toContain(end);
    }
    await eventually(async () => (await callAll()).every((end) => end === 'ok'));
    const gauge = (name: string): number => adapter.gauges().find((gauge) => gauge.name.endsWith(name))?.value ?? -1;
    expect(gauge('connections_busy')).toBe(0);
    expect(gauge('requests_waiting')).toBe(0);
  });

  test('nobody there: each call says so at once, and is served again when it is back', async () => {
    await proxy.cut();
    const begun = performance.now();
    expect(await callAll()).toEqual(ALL_UNAVAILABLE);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await adapter.health()).toMatchObject({ ok: false });

    await proxy.mend();
    await eventually(async () => (await callAll()).every((end) => end === 'ok'));
    expect(await adapter.health()).toEqual({ ok: true });
  });

  test('a network that loses everything: each call says in time that the database is away', async () => {
    proxy.freeze();
    const begun = performance.now();
    expect(await callAll()).toEqual(ALL_UNAVAILABLE);
    expect(performance.now() - begun).toBeLessThan(9000);
    expect(await adapter.health()).toMatchObject({ ok: false });

    await proxy.cut();
    await proxy.mend();
    await eventually(async () => (await callAll()).every((end) => end === 'ok'));
  });

  test('a row that somebody holds: the call says in time that the database is away, and reads go on', async () => {
    const bucket = await valueOf(adapter.buckets.add(aBucket(owner)));
    const held = Promise.withResolvers<void>();
    const holding = Promise.withResolvers<void>();
    const holder = adapter.unitOfWork.run((transaction) =>
      adapter.buckets.rename(bucket, { name: 'held', modifiedAt: new Date() }, transaction).andThen(() => {
        holding.resolve();
        return ResultAsync.fromSafePromise(held.promise);
      }),
    );
    const settled = Promise.resolve(holder);
    await holding.promise;
    const rename = endOf(adapter.buckets.rename(bucket, { name: 'late', modifiedAt: new Date() }));
    expect(await endOf(adapter.buckets.page(owner, PAGE))).toBe('ok');
    expect(await rename).toBe('unavailable');
    held.resolve();
    await settled;
    expect((await valueOf(adapter.buckets.find(bucket))).name).toBe('held');
  });

  test('stop: what is called afterwards says that the database is away', async () => {
    await adapter.stop();
    await adapter.stop();
    expect(await callAll()).toEqual(ALL_UNAVAILABLE);
    expect(await adapter.health()).toMatchObject({ ok: false });
  });
});
