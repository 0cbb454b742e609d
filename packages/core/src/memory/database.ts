import { AsyncLocalStorage } from 'node:async_hooks';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Transaction, UnitOfWork } from '../kernel/unit-of-work.ts';
import { CommittedTables, StagedTables, type Tables } from './tables.ts';

class OpenTransaction {
  readonly tables: StagedTables;
  open = true;

  constructor(committed: Tables) {
    this.tables = new StagedTables(committed);
  }
}

/**
 * What the repositories in memory share. Each `MemoryDatabase` is a storage of its own.
 *
 * Whoever writes has the storage to themselves: transactions run one after the other, and a write outside of them
 * waits until the one that is open has ended. Whoever reads waits for nobody, and sees what is committed.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const accounts = memoryAccounts(database);
 * const buckets = memoryBuckets(database);
 * ```
 */
export class MemoryDatabase implements UnitOfWork {
  /** What is committed. */
  readonly committed: CommittedTables = new CommittedTables();

  readonly #lastIds = { account: 0, bucket: 0, item: 0, media: 0 };
  readonly #transactions = new WeakMap<Transaction, OpenTransaction>();
  // Tells whether code runs within the work of an open transaction; it is never where a transaction is taken from.
  readonly #current = new AsyncLocalStorage<OpenTransaction>();
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  /** A number that no row of the kind has had. A transaction that is rolled back gives none back. */
  nextId(kind: 'account' | 'bucket' | 'item' | 'media'): number {
    this.#lastIds[kind] += 1;
    return this.#lastIds[kind];
  }

  /** What a transaction sees, or, without one, what is committed. */
  tables(transaction: Transaction | undefined): Tables {
    return transaction === undefined ? this.committed : this.#find(transaction).tables;
  }

  /** Carries out a change at once, or, outside of the transaction that is open, after it. */
  write<T, E>(transaction: Transaction | undefined, change: (tables: Tables) => Result<T, E>): ResultAsync<T, E> {
    if (transaction !== undefined) return settled(change(this.#find(transaction).tables));
    if (!this.#busy) return settled(change(this.committed));
    this.#refuseWithinWork('A write without the transaction');
    return new ResultAsync(
      new Promise((resolve, reject) => {
        this.#waiting.push(() => {
          try {
            resolve(change(this.committed));
          } catch (error) {
            reject(error);
          }
        });
      }),
    );
  }

  run<T, E>(work: (transaction: Transaction) => ResultAsync<T, E>): ResultAsync<T, E> {
    this.#refuseWithinWork('A unit of work');
    return new ResultAsync(this.#run(work));
  }

  async #run<T, E>(work: (transaction: Transaction) => ResultAsync<T, E>): Promise<Result<T, E>> {
    await this.#turn();
    const opened = new OpenTransaction(this.committed);
    const transaction = {} as Transaction;
    this.#transactions.set(transaction, opened);
    try {
      const result = await this.#current.run(opened, () => work(transaction));
      if (result.isOk()) opened.tables.commit();
      return result;
    } finally {
      opened.open = false;
      this.#next();
    }
  }

  /** Waits for the turn of a transaction; nobody else's comes before {@link MemoryDatabase.#next}. */
  async #turn(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      return;
    }
    await new Promise<void>((begin) => {
      this.#waiting.push(() => {
        // Now, not when the waiting goes on: whoever waits behind it would begin too.
        this.#busy = true;
        begin();
      });
    });
  }

  #next(): void {
    this.#busy = false;
    while (!this.#busy) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }

  #find(transaction: Transaction): OpenTransaction {
    const found = this.#transactions.get(transaction);
    if (found?.open !== true) throw new Error('The transaction has ended, or is of another storage.');
    return found;
  }

  #refuseWithinWork(what: string): void {
    if (this.#current.getStore()?.open === true) {
      throw new Error(`${what} within the work of another would wait for itself; hand the transaction on instead.`);
    }
  }
}

/** A result that is there already. */
export function settled<T, E>(result: Result<T, E>): ResultAsync<T, E> {
  return new ResultAsync(Promise.resolve(result));
}

/** A value that is there, or the error that it is not. */
export function found<T, E>(value: T | undefined, error: E): Result<T, E> {
  return value === undefined ? err(error) : ok(value);
}
