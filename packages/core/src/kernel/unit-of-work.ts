import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from './failure.ts';

declare const transaction: unique symbol;

/**
 * An open transaction. It is handed to the repository methods that shall take part in it, and means something only to
 * the adapter that opened it, and only until {@link UnitOfWork.run} has settled.
 *
 * @example
 * ```ts
 * const addTo = (transaction: Transaction) => buckets.add(bucket, transaction);
 * ```
 */
export interface Transaction {
  readonly [transaction]: true;
}

/**
 * Makes several changes, and the events that they cause, one: all of them happen or none does.
 * A use case whose change is one call of one repository needs no unit of work, because such a call is one by itself.
 *
 * @example
 * ```ts
 * const unitOfWork: UnitOfWork = new MemoryDatabase();
 * ```
 */
export interface UnitOfWork {
  /**
   * Runs the work in a transaction: committed when the work ends in a value, rolled back when it ends in an error or
   * throws (what it threw is what `run` rejects with). Until it settles, nobody else sees its changes.
   * An expected failure of one change, such as a username that is taken, leaves the transaction as it was before that
   * change; the work may go on.
   *
   * An adapter may roll the work back and do it again from its beginning, when the storage ends a transaction in favour
   * of another: let it do nothing that must not happen twice, besides what takes part in the transaction.
   *
   * Transactions do not nest. Calling `run` within the work of another is a bug and throws; hand the outer
   * `Transaction` on instead. Nor may the work wait for a change of the same storage that it makes without its
   * transaction: that change may have to wait for the transaction's end.
   *
   * @param work - Hands its argument to every repository method that belongs to the transaction.
   *
   * @example
   * ```ts
   * unitOfWork.run((transaction) =>
   *   accounts.add(account, transaction).andThen(({ id }) => buckets.add({ ...bucket, owner: id }, transaction)),
   * );
   * ```
   */
  run<T, E>(work: (transaction: Transaction) => ResultAsync<T, E>): ResultAsync<T, E | Unavailable>;
}
