import { okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bucket, Transaction } from '@quintet/core';
import { adapterOn } from '../../src/adapter.ts';
import { SILENT } from '../../src/database/database.ts';
import { PGliteDatabase } from '../../src/database/pglite.ts';
import { aBucket, adapterFor, anAccount, named, type StartedAdapter } from '../support/on-postgresql.ts';
import { migratedPGlite } from '../support/pglite.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { endOf, valueOf } from '../support/settled.ts';

const CHANGE = { name: 'Voyages', modifiedAt: new Date() };

describe.skipIf(!postgresqlIsThere)('units of work on PostgreSQL', () => {
  let database: TestDatabase;
  let adapter: StartedAdapter;
  let owner: number;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.start();
    owner = (await valueOf(adapter.accounts.add(anAccount()))).id;
  });
  afterAll(async () => {
    await adapter?.stop();
    await database?.drop();
  });

  test('that wait for each other are both carried out, one of them from its beginning', async () => {
    const [ann, bob] = [
      await valueOf(adapter.buckets.add(aBucket(owner))),
      await valueOf(adapter.buckets.add(aBucket(owner))),
    ];
    const meeting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const begun = [0, 0];
    const crossing = (me: 0 | 1, first: Bucket, second: Bucket) =>
      adapter.unitOfWork.run((transaction) => {
        begun[me] = (begun[me] ?? 0) + 1;
        return adapter.buckets
          .rename(first, CHANGE, transaction)
          .andThen((bucket) => {
            meeting[me].resolve();
            return ResultAsync.fromSafePromise(meeting[(1 - me) as 0 | 1].promise).map(() => bucket);
          })
          .andThen(() => adapter.buckets.rename(second, CHANGE, transaction));
      });
    const ends = await Promise.all([endOf(crossing(0, ann, bob)), endOf(crossing(1, bob, ann))]);
    expect(ends).toEqual(['ok', 'ok']);
    expect(begun.toSorted((one, other) => one - other)).toEqual([1, 2]);
  });

  test('that made light of a failed statement are not said to be done', async () => {
    const account = anAccount();
    // PostgreSQL keeps no NUL, and carries out nothing after what it refused.
    const refused = { accountId: owner, tokenId: '0.\0', expiresAt: new Date() };
    const run = async (): Promise<unknown> =>
      adapter.unitOfWork.run((transaction) =>
        adapter.accounts
          .add(account, transaction)
          .andThen(() =>
            ResultAsync.fromPromise(
              (async () => adapter.revocationList.revoke(refused, transaction))(),
              () => 'made light of',
            ).orElse(() => okAsync('done')),
          ),
      );
    await expect(run()).rejects.toMatchObject({ code: '22021' });
    expect(await endOf(adapter.accounts.findByUsername(account.username))).toBe('account-not-found');
  });

  test('of another adapter are refused', async () => {
    const other = adapterFor(database.url);
    await other.start();
    const foreign = {} as Transaction;
    await expect(async () => adapter.buckets.add(aBucket(owner), foreign)).rejects.toThrow('of another adapter');
    await other.stop();
  });
});

describe('units of work on PGlite', () => {
  let adapter: StartedAdapter;
  let owner: number;

  beforeAll(async () => {
    adapter = named(adapterOn(new PGliteDatabase(migratedPGlite), undefined, SILENT));
    await adapter.start();
    owner = (await valueOf(adapter.accounts.add(anAccount()))).id;
  });
  afterAll(async () => adapter?.stop());

  test.each([
    ['a write', () => adapter.buckets.add(aBucket(owner))],
    ['a read', () => adapter.buckets.page(owner, { page: 1, limit: 1 })],
    ['a call of the mapper', () => adapter.accounts.findById(owner)],
  ])('%s without the transaction, which would wait for itself, is refused', async (_, call) => {
    const run = async (): Promise<unknown> =>
      adapter.unitOfWork.run((transaction) =>
        adapter.buckets.add(aBucket(owner), transaction).andThen(() => call().map(() => undefined)),
      );
    await expect(run()).rejects.toThrow('would wait for itself');
    expect(await endOf(adapter.buckets.add(aBucket(owner)))).toBe('ok');
  });
});
