import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction, Unavailable, UnitOfWork } from '@quintet/core';
import { err, ResultAsync, type Result } from 'neverthrow';
import type { Database } from './database.ts';
import { isRetriable, isUnavailable, toUnavailable } from './failure.ts';
import type { Orm } from './orm.ts';
import { OpenTransaction, refuseWithinWork } from './transaction.ts';

/** How often the work is tried when PostgreSQL ended it in favour of another transaction. */
const ATTEMPTS = 4;

/** Ends a transaction whose work ended in an error; it is caught again at once. */
class RolledBack<E> extends Error {
  readonly reason: E;

  constructor(reason: E) {
    super('The work ended in an error.');
    this.reason = reason;
  }
}

/**
 * Transactions of the database. Work that PostgreSQL ended because of a deadlock or a conflict is done again from its
 * beginning, a few times.
 */
export class DatabaseUnitOfWork implements UnitOfWork {
  readonly #database: Database;
  readonly #orm: Orm;

  constructor(database: Database, orm: Orm) {
    this.#database = database;
    this.#orm = orm;
  }

  run<T, E>(work: (transaction: Transaction) => ResultAsync<T, E>): ResultAsync<T, E | Unavailable> {
    refuseWithinWork('A unit of work');
    return new ResultAsync(this.#run(work));
  }

  async #run<T, E>(work: (transaction: Transaction) => ResultAsync<T, E>): Promise<Result<T, E | Unavailable>> {
    for (let attempt = 1; ; attempt += 1) {
      const { result, failure } = await this.#attempt(work);
      if (attempt === ATTEMPTS || !isRetriable(failure)) return result;
      // Those that met once are not to meet again.
      await delay(Math.random() * 20 * attempt);
    }
  }

  /** Does the work once, and tells how a statement failed, if one did. */
  async #attempt<T, E>(
    work: (transaction: Transaction) => ResultAsync<T, E>,
  ): Promise<{ readonly result: Result<T, E | Unavailable>; readonly failure: unknown }> {
    let open: OpenTransaction | undefined;
    try {
      const { em } = await this.#orm.load();
      const result = await this.#database.kysely.transaction().execute(async (kysely) => {
        open = new OpenTransaction(kysely, () => {
          const entityManager = em.fork();
          entityManager.setTransactionContext(kysely);
          return entityManager;
        });
        const result = await open.run(work);
        if (result.isErr()) throw new RolledBack(result.error);
        // A statement failed, and the work made light of it: PostgreSQL will commit nothing.
        if (open.failure !== undefined) throw open.failure;
        return result;
      });
      open?.settle('committed');
      return { result, failure: undefined };
    } catch (error) {
      open?.settle('rolled-back');
      const failure = open?.failure;
      if (error instanceof RolledBack) return { result: err((error as RolledBack<E>).reason), failure };
      // Rolling back on a connection that is lost fails too; how the work failed says more.
      const cause = failure !== undefined && isUnavailable(error) ? failure : error;
      return { result: err(toUnavailable(cause)), failure: failure ?? error };
    }
  }
}
