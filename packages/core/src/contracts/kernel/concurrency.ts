import assert from 'node:assert/strict';
import { err, errAsync, okAsync, ResultAsync, type Result } from 'neverthrow';
import { race, RACERS, refused, settlesWithin, tally, valueOf } from '../outcome.ts';
import type { StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, newAccount, newBucket, newItem } from '../samples.ts';
import type { OpenSubject } from '../subject.ts';
import { ALL, changeAll, prepare, stateOf } from './changes.ts';

/**
 * What a unit of work declares.
 *
 * @example
 * ```ts
 * const onOneConnection: UnitOfWorkCapabilities = {
 *   shared: false,
 *   parallelTransactions: false,
 *   readsDuringTransaction: false,
 * };
 * ```
 */
export interface UnitOfWorkCapabilities extends StorageCapabilities {
  /** Several transactions can be open at once. Otherwise the work of the next begins when the last has ended. */
  readonly parallelTransactions: boolean;
  /** Others can read while a transaction is open. Otherwise what they ask is answered when it has ended. */
  readonly readsDuringTransaction: boolean;
}

/** How long it is watched whether something waits, in milliseconds. */
const WATCHED = 100;

/** What happens while transactions are open, and when several are wanted at once. */
export function testConcurrency(
  { describe, test }: TestRunner,
  { ports }: OpenSubject,
  { parallelTransactions, readsDuringTransaction }: UnitOfWorkCapabilities,
): void {
  describe('while a transaction is open', () => {
    /** A transaction that made every kind of change and waits to be told how it ends. */
    const openTransaction = async (end: Result<void, 'rolled back'>) => {
      const prepared = await prepare(ports);
      const before = await stateOf(ports, prepared);
      const [changed, finish] = [signal(), signal()];
      const outcome = Promise.resolve(
        ports.unitOfWork.run((transaction) =>
          changeAll(ports, prepared, transaction).andThen(() => {
            changed.give();
            return ResultAsync.fromSafePromise(finish.given).andThen(() => end);
          }),
        ),
      );
      await Promise.race([changed.given, outcome]);
      return { prepared, before, outcome, finish: () => finish.give() };
    };

    if (readsDuringTransaction) {
      test('others see nothing of it', async () => {
        const { prepared, before, outcome, finish } = await openTransaction(err('rolled back'));
        try {
          assert.deepEqual(await stateOf(ports, prepared), before);
        } finally {
          finish();
        }
        assert.ok((await outcome).isErr());
        assert.deepEqual(await stateOf(ports, prepared), before);
      });
    } else {
      test('others wait for its end, and see nothing of what was rolled back', async () => {
        const { prepared, before, outcome, finish } = await openTransaction(err('rolled back'));
        const seen = stateOf(ports, prepared);
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
        const met = await settlesWithin(both, 2000);
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
      const { entries, total } = await valueOf(ports.buckets.page(owner.id, ALL));
      assert.equal(total, RACERS / 2);
      for (const bucket of entries) {
        assert.equal((await valueOf(ports.items.page(bucket, ALL))).entries[0]?.name, `item ${bucket.name.slice(7)}`);
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
}

interface Signal {
  readonly given: Promise<void>;
  give(): void;
}

function signal(): Signal {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { given: promise, give: resolve };
}
