import assert from 'node:assert/strict';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import { errorOf, refused, settlesWithin, valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { addAccount, addBuckets, LATER, MOMENT, newAccount, newBucket, newItem } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { ALL, changeAll, prepare, stateOf } from './changes.ts';
import { testConcurrency, type UnitOfWorkCapabilities } from './concurrency.ts';

/**
 * What every `UnitOfWork` must do. Resolves `PORTS.unitOfWork`, and all repositories on the same storage, which must
 * take part in its transactions: `PORTS.accounts`, `PORTS.revocationList`, `PORTS.buckets` and `PORTS.items`.
 *
 * @example
 * ```ts
 * unitOfWorkContract({ describe, test, beforeAll, afterAll }, open, {
 *   shared: true,
 *   parallelTransactions: true,
 *   readsDuringTransaction: true,
 * });
 * ```
 */
export function unitOfWorkContract(runner: TestRunner, open: Harness, capabilities: UnitOfWorkCapabilities): void {
  const { describe, test } = runner;
  describe('contract of UnitOfWork', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    describe('run', () => {
      test('gives the value of the work, and keeps all its changes', async () => {
        const prepared = await prepare(ports);
        const { account, bucket, item } = prepared;
        const made = await valueOf(ports.unitOfWork.run((transaction) => changeAll(ports, prepared, transaction)));

        const state = await stateOf(ports, prepared);
        const changed = { roles: ['admin'], passwordHash: 'hash-2', updatedAt: LATER, generation: 3 };
        assert.deepEqual(state.account, { ...account, ...changed });
        assert.deepEqual(state.buckets, {
          entries: [
            { ...bucket, name: 'Voyages', modifiedAt: LATER },
            { ...newBucket(account.id, 'Made'), id: made },
          ],
          total: 2,
        });
        assert.deepEqual(state.items, { entries: [{ ...item, name: 'Swim', modifiedAt: LATER }], total: 1 });
        assert.deepEqual(state.revoked, [true, true]);
        const madeItems = await valueOf(ports.items.page({ owner: account.id, id: made }, ALL));
        assert.deepEqual([madeItems.total, madeItems.entries[0]?.name], [1, 'first']);
      });

      test('gives the error of the work, and keeps none of its changes', async () => {
        const prepared = await prepare(ports);
        const before = await stateOf(ports, prepared);
        const failed = ports.unitOfWork.run((transaction) =>
          changeAll(ports, prepared, transaction).andThen(() => errAsync('changed my mind' as const)),
        );
        assert.equal(await errorOf(failed), 'changed my mind');
        assert.deepEqual(await stateOf(ports, prepared), before);
      });

      test('keeps nothing when the work throws, and throws it on', async () => {
        const prepared = await prepare(ports);
        const before = await stateOf(ports, prepared);
        const bug = new Error('a bug');
        const failed = async (): Promise<unknown> =>
          ports.unitOfWork.run((transaction) =>
            changeAll(ports, prepared, transaction).map(() => {
              throw bug;
            }),
          );
        await assert.rejects(failed, bug);
        const failedAtOnce = async (): Promise<unknown> =>
          ports.unitOfWork.run(() => {
            throw bug;
          });
        await assert.rejects(failedAtOnce, bug);
        assert.deepEqual(await stateOf(ports, prepared), before);
      });

      test('counts nothing that was rolled back in totals', async () => {
        const { id } = await addAccount(ports);
        await addBuckets(ports, id, ['kept']);
        await ports.unitOfWork.run((transaction) =>
          ports.buckets.add(newBucket(id), transaction).andThen(() => errAsync('no')),
        );
        await addBuckets(ports, id, ['also kept']);
        const { entries, total } = await valueOf(ports.buckets.page(id, ALL));
        assert.deepEqual([entries.map(({ name }) => name), total], [['kept', 'also kept'], 2]);
      });

      test('serves on after work that failed', async () => {
        await errorOf(ports.unitOfWork.run(() => errAsync('no')));
        assert.equal(await valueOf(ports.unitOfWork.run(() => okAsync('yes'))), 'yes');
      });

      test('works without a change too', async () => {
        assert.equal(await valueOf(ports.unitOfWork.run(() => okAsync(7))), 7);
      });
    });

    describe('within the work', () => {
      test('its own changes are seen', async () => {
        const account = newAccount();
        const { accounts } = ports;
        const seen = await valueOf(
          ports.unitOfWork.run((transaction) =>
            accounts
              .add(account, transaction)
              .andThen(({ id }) => accounts.grantRole({ accountId: id, role: 'admin', updatedAt: LATER }, transaction))
              .andThen(({ id }) => accounts.findById(id, transaction))
              .andThen((byId) =>
                accounts.findByUsername(account.username, transaction).map((byName) => [byId, byName]),
              ),
          ),
        );
        const stored = await valueOf(accounts.findByUsername(account.username));
        assert.deepEqual(stored.roles, ['admin']);
        assert.deepEqual(seen, [stored, stored]);
      });

      test('what it removed is no longer there', async () => {
        const { account, bucket, item, dropped } = await prepare(ports);
        const ends = await valueOf(
          ports.unitOfWork.run((transaction) =>
            inTurn([
              () => ports.items.remove({ bucket, id: dropped.id }, transaction),
              () => ports.items.remove({ bucket, id: dropped.id }, transaction),
              () => ports.buckets.remove(bucket, transaction),
              () => ports.buckets.rename(bucket, { name: 'late', modifiedAt: LATER }, transaction),
              () => ports.items.add(bucket, newItem('late'), transaction),
              () => ports.items.change({ bucket, id: item.id }, { name: 'late', modifiedAt: LATER }, transaction),
            ]),
          ),
        );
        const gone = 'bucket-not-found';
        assert.deepEqual(ends, ['ok', 'item-not-found', 'ok', gone, gone, gone]);
        assert.equal((await valueOf(ports.buckets.page(account.id, ALL))).total, 1);
      });

      test('an expected failure of a change ends the transaction only if the work ends in it', async () => {
        const taken = await addAccount(ports);
        const free = newAccount();
        const ends = await valueOf(
          ports.unitOfWork.run((transaction) =>
            inTurn([
              () => ports.accounts.add(newAccount({ username: taken.username }), transaction),
              () => ports.accounts.add(free, transaction),
            ]),
          ),
        );
        assert.deepEqual(ends, ['username-taken', 'ok']);
        assert.equal(
          (await valueOf(ports.accounts.findByUsername(free.username))).createdAt.getTime(),
          MOMENT.getTime(),
        );
      });

      test('another unit of work is refused, and the first rolled back', async () => {
        const account = newAccount();
        const nested = async (): Promise<unknown> =>
          ports.unitOfWork.run((transaction) =>
            ports.accounts.add(account, transaction).andThen(() => ports.unitOfWork.run(() => okAsync('nested'))),
          );
        const outcome = nested();
        outcome.catch(() => {});
        assert.ok(await settlesWithin(outcome, 2000), 'the nested unit of work waits for the outer one');
        await assert.rejects(outcome);
        await refused(ports.accounts.findByUsername(account.username), 'account-not-found');
        assert.equal(await valueOf(ports.unitOfWork.run(() => okAsync('after'))), 'after');
      });
    });

    test('a transaction that has ended is refused', async () => {
      const account = newAccount();
      let kept: Transaction | undefined;
      await valueOf(
        ports.unitOfWork.run((transaction) => {
          kept = transaction;
          return okAsync(undefined);
        }),
      );
      await assert.rejects(async () => ports.accounts.add(account, kept));
      await refused(ports.accounts.findByUsername(account.username), 'account-not-found');
    });

    testConcurrency(runner, opened, capabilities);

    testSharedStorage(runner, opened, capabilities, {
      'servers see what is committed, and nothing that is rolled back': async (here, there) => {
        const [kept, dropped] = [newAccount(), newAccount()];
        await valueOf(here.unitOfWork.run((transaction) => here.accounts.add(kept, transaction)));
        await here.unitOfWork.run((transaction) =>
          here.accounts.add(dropped, transaction).andThen(() => errAsync('no')),
        );
        assert.equal((await valueOf(there.accounts.findByUsername(kept.username))).username, kept.username);
        await refused(there.accounts.findByUsername(dropped.username), 'account-not-found');
      },
    });
  });
}

/** Takes one step after the other, whatever each ends in, and tells how each ended. */
function inTurn(
  steps: readonly (() => ResultAsync<unknown, { readonly kind: string }>)[],
): ResultAsync<readonly string[], never> {
  const take = async (): Promise<readonly string[]> => {
    const ends: string[] = [];
    for (const step of steps) {
      ends.push(
        await step().match(
          () => 'ok',
          ({ kind }) => kind,
        ),
      );
    }
    return ends;
  };
  return ResultAsync.fromSafePromise(take());
}
