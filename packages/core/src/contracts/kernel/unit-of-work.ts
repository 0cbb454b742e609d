import assert from 'node:assert/strict';
import { err, errAsync, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import { errorOf, race, RACERS, refused, settlesWithin, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import {
  addAccount,
  addBuckets,
  addItems,
  LATER,
  MOMENT,
  newAccount,
  newBucket,
  newItem,
  newToken,
} from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

/** What a unit of work declares. */
export interface UnitOfWorkCapabilities extends StorageCapabilities {
  /** Several transactions can be open at once. Otherwise the work of the next begins when the last has ended. */
  readonly parallelTransactions: boolean;
  /** Others can read while a transaction is open. Otherwise what they ask is answered when it has ended. */
  readonly readsDuringTransaction: boolean;
}

/** How long it is watched whether something waits, in milliseconds. */
const WATCHED = 100;

/**
 * What every `UnitOfWork` must do. Resolves `PORTS.unitOfWork`, and all repositories on the same storage, which must
 * take part in its transactions: `PORTS.accounts`, `PORTS.revocationList`, `PORTS.buckets` and `PORTS.items`.
 */
export function unitOfWorkContract(runner: TestRunner, open: Harness, capabilities: UnitOfWorkCapabilities): void {
  const { describe, test } = runner;
  const { parallelTransactions, readsDuringTransaction } = capabilities;
  describe('contract of UnitOfWork', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const all = { page: 1, limit: 100 };

    /** An account that owns a bucket with an item, and a token of it. */
    const prepare = async () => {
      const account = await addAccount(ports, { roles: ['organizer'] });
      const [bucket, doomed] = await addBuckets(ports, account.id, ['Travel', 'Cooking']);
      const [item, dropped] = await addItems(ports, bucket, ['See the sea', 'Climb']);
      return { account, bucket, doomed, item, dropped, token: newToken(account) };
    };

    /** One change of every kind, on what was prepared and on what the transaction itself makes. */
    const changeAll = (
      { account, bucket, doomed, item, dropped, token }: Awaited<ReturnType<typeof prepare>>,
      transaction: Transaction,
    ): ResultAsync<number, unknown> => {
      const { accounts, revocationList, buckets, items } = ports;
      const change = { accountId: account.id, updatedAt: LATER };
      return accounts
        .grantRole({ ...change, role: 'admin' }, transaction)
        .andThen(() => accounts.revokeRole({ ...change, role: 'organizer' }, transaction))
        .andThen(() => accounts.setPassword({ ...change, passwordHash: 'hash-1' }, transaction))
        .andThen(() =>
          accounts.changePassword(
            { ...change, expectedHash: 'hash-1', passwordHash: 'hash-2', revokeAllBut: 'none' },
            transaction,
          ),
        )
        .andThen(() => revocationList.revoke({ ...token, tokenId: `9.${token.tokenId}` }, transaction))
        .andThen(() => buckets.rename(bucket, { name: 'Voyages', modifiedAt: LATER }, transaction))
        .andThen(() => buckets.remove(doomed, transaction))
        .andThen(() => items.change({ bucket, id: item.id }, { name: 'Swim', modifiedAt: LATER }, transaction))
        .andThen(() => items.remove({ bucket, id: dropped.id }, transaction))
        .andThen(() => buckets.add(newBucket(account.id, 'Made'), transaction))
        .andThen((made) => items.add(made, newItem('first'), transaction).map(() => made.id));
    };

    /** All that {@link changeAll} may have changed. */
    const stateOf = async ({ account, bucket, item, token }: Awaited<ReturnType<typeof prepare>>) => ({
      account: await valueOf(ports.accounts.findById(account.id)),
      buckets: await valueOf(ports.buckets.page(account.id, all)),
      items: await valueOf(ports.items.page(bucket, all)),
      item: await valueOf(ports.items.find({ bucket, id: item.id })),
      revoked: [
        await valueOf(ports.revocationList.isRevoked(token)),
        await valueOf(ports.revocationList.isRevoked({ ...token, tokenId: `9.${token.tokenId}` })),
      ],
    });

    describe('run', () => {
      test('gives the value of the work, and keeps all its changes', async () => {
        const prepared = await prepare();
        const { account, bucket, item } = prepared;
        const made = await valueOf(ports.unitOfWork.run((transaction) => changeAll(prepared, transaction)));

        const state = await stateOf(prepared);
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
        const madeItems = await valueOf(ports.items.page({ owner: account.id, id: made }, all));
        assert.deepEqual([madeItems.total, madeItems.entries[0]?.name], [1, 'first']);
      });

      test('gives the error of the work, and keeps none of its changes', async () => {
        const prepared = await prepare();
        const before = await stateOf(prepared);
        const failed = ports.unitOfWork.run((transaction) =>
          changeAll(prepared, transaction).andThen(() => errAsync('changed my mind' as const)),
        );
        assert.equal(await errorOf(failed), 'changed my mind');
        assert.deepEqual(await stateOf(prepared), before);
      });

      test('keeps nothing when the work throws, and throws it on', async () => {
        const prepared = await prepare();
        const before = await stateOf(prepared);
        const bug = new Error('a bug');
        const failed = async (): Promise<unknown> =>
          ports.unitOfWork.run((transaction) =>
            changeAll(prepared, transaction).map(() => {
              throw bug;
            }),
          );
        await assert.rejects(failed, bug);
        const failedAtOnce = async (): Promise<unknown> =>
          ports.unitOfWork.run(() => {
            throw bug;
          });
        await assert.rejects(failedAtOnce, bug);
        assert.deepEqual(await stateOf(prepared), before);
      });

      test('counts nothing that was rolled back in totals', async () => {
        const { id } = await addAccount(ports);
        await addBuckets(ports, id, ['kept']);
        await ports.unitOfWork.run((transaction) =>
          ports.buckets.add(newBucket(id), transaction).andThen(() => errAsync('no')),
        );
        await addBuckets(ports, id, ['also kept']);
        const { entries, total } = await valueOf(ports.buckets.page(id, all));
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
        const { account, bucket, item, dropped } = await prepare();
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
        assert.equal((await valueOf(ports.buckets.page(account.id, all))).total, 1);
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

    describe('while a transaction is open', () => {
      /** A transaction that made every kind of change and waits to be told how it ends. */
      const openTransaction = async (end: Result<void, 'rolled back'>) => {
        const prepared = await prepare();
        const before = await stateOf(prepared);
        const [changed, finish] = [signal(), signal()];
        const outcome = Promise.resolve(
          ports.unitOfWork.run((transaction) =>
            changeAll(prepared, transaction).andThen(() => {
              changed.give();
              return ResultAsync.fromSafePromise(finish.given).andThen(() => end);
            }),
          ),
        );
        await Promise.race([changed.given, outcome]);
        return { prepared, before, outcome, finish: finish.give };
      };

      if (readsDuringTransaction) {
        test('others see nothing of it', async () => {
          const { prepared, before, outcome, finish } = await openTransaction(err('rolled back'));
          try {
            assert.deepEqual(await stateOf(prepared), before);
          } finally {
            finish();
          }
          assert.ok((await outcome).isErr());
          assert.deepEqual(await stateOf(prepared), before);
        });
      } else {
        test('others wait for its end, and see nothing of what was rolled back', async () => {
          const { prepared, before, outcome, finish } = await openTransaction(err('rolled back'));
          const seen = stateOf(prepared);
          const early = await settlesWithin(seen, WATCHED);
          finish();
          assert.equal(early, false, 'declared as waiting, and did not');
          assert.ok((await outcome).isErr());
          assert.deepEqual(await seen, before);
        });
      }

      if (parallelTransactions) {
        test('another can be', async () => {
          const [first, second] = [signal(), signal()];
          const meet = (mine: Signal, other: Signal): ResultAsync<void, unknown> =>
            ports.unitOfWork.run((transaction) =>
              ports.accounts.add(newAccount(), transaction).andThen(() => {
                mine.give();
                return ResultAsync.fromSafePromise(other.given);
              }),
            );
          const both = Promise.all([meet(first, second), meet(second, first)]);
          const met = await settlesWithin(both, 5000);
          first.give();
          second.give();
          await both;
          assert.ok(met, 'declared as parallel, and waited for each other');
        });
      } else {
        test('the work of another waits for its end', async () => {
          const order: string[] = [];
          const finish = signal();
          const first = ports.unitOfWork.run(() => {
            order.push('first begins');
            return ResultAsync.fromSafePromise(finish.given).map(() => order.push('first ends'));
          });
          const second = ports.unitOfWork.run(() => {
            order.push('second begins');
            return okAsync(undefined);
          });
          const early = await settlesWithin(second, WATCHED);
          finish.give();
          await Promise.all([first, second]);
          assert.equal(early, false, 'declared as waiting, and did not');
          assert.deepEqual(order, ['first begins', 'first ends', 'second begins']);
        });
      }
    });

    describe(`${RACERS} units of work at once`, () => {
      test('are each all or nothing', async () => {
        const owner = await addAccount(ports);
        const results = await race((racer) =>
          ports.unitOfWork.run((transaction) =>
            ports.buckets
              .add(newBucket(owner.id, `bucket ${racer}`), transaction)
              .andThen((bucket) => ports.items.add(bucket, newItem(`item ${racer}`), transaction).map(() => bucket))
              .andThen((bucket) => (racer % 2 === 0 ? okAsync(bucket) : errAsync({ kind: 'odd' as const }))),
          ),
        );
        assert.deepEqual(tally(results), { ok: RACERS / 2, odd: RACERS / 2 });
        const { entries, total } = await valueOf(ports.buckets.page(owner.id, all));
        assert.equal(total, RACERS / 2);
        for (const bucket of entries) {
          assert.equal((await valueOf(ports.items.page(bucket, all))).entries[0]?.name, `item ${bucket.name.slice(7)}`);
        }
      });

      test('leave a username to one, and give it back when that one rolls back', async () => {
        const { username } = newAccount();
        const claim = (commit: boolean) =>
          race(() =>
            ports.unitOfWork.run((transaction) =>
              ports.accounts
                .add(newAccount({ username }), transaction)
                .andThen((account) => (commit ? okAsync(account) : errAsync({ kind: 'rolled back' as const }))),
            ),
          );
        const rolledBack = tally(await claim(false));
        assert.equal(rolledBack.ok, undefined);
        await refused(ports.accounts.findByUsername(username), 'account-not-found');
        assert.deepEqual(tally(await claim(true)), { ok: 1, 'username-taken': RACERS - 1 });
      });
    });

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

interface Signal {
  readonly given: Promise<void>;
  give(): void;
}

function signal(): Signal {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { given: promise, give: resolve };
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
