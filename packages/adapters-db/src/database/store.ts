import type { EntityManager } from '@mikro-orm/sql';
import type { Transaction, Unavailable } from '@quintet/core';
import { ResultAsync } from 'neverthrow';
import type { Database } from './database.ts';
import { toUnavailable, toViolation, type ConstraintViolated } from './failure.ts';
import type { Orm } from './orm.ts';
import type { Statement, Value } from './statement.ts';
import { OpenTransaction, refuseWithinWork } from './transaction.ts';

/**
 * What repositories are written with: it carries out statements within a transaction or outside of any, and makes a
 * value of a database that is away.
 */
export class Store {
  readonly #database: Database;
  readonly #orm: Orm;

  constructor(database: Database, orm: Orm) {
    this.#database = database;
    this.#orm = orm;
  }

  /** Reads what is found at once, outside of any transaction. */
  read<Row>(statement: Statement<Row>, values: readonly Value[]): ResultAsync<readonly Row[], Unavailable> {
    return ResultAsync.fromPromise(this.#database.read(statement, values), toUnavailable);
  }

  /** Reads what may take a while to find, outside of any transaction. */
  search<Row>(statement: Statement<Row>, values: readonly Value[]): ResultAsync<readonly Row[], Unavailable> {
    return ResultAsync.fromPromise(this.#database.execute(statement, values), toUnavailable);
  }

  /** Changes something, within a transaction or in one of the statement's own. */
  write<Row>(
    statement: Statement<Row>,
    values: readonly Value[],
    transaction: Transaction | undefined,
  ): ResultAsync<readonly Row[], Unavailable> {
    const rows =
      transaction === undefined
        ? this.#database.execute(statement, values)
        : OpenTransaction.of(transaction).execute(statement, values);
    return ResultAsync.fromPromise(rows, toUnavailable);
  }

  /**
   * Changes something in a transaction of the statement's own. What a constraint refuses is a value; it would end any
   * other transaction.
   */
  writeAlone<Row>(
    statement: Statement<Row>,
    values: readonly Value[],
  ): ResultAsync<readonly Row[], ConstraintViolated | Unavailable> {
    return ResultAsync.fromPromise(this.#database.execute(statement, values), toViolation);
  }

  /** Does something with an entity manager: the transaction's, or one without any. */
  withEntityManager<T>(
    action: (entityManager: EntityManager) => Promise<T>,
    transaction: Transaction | undefined,
  ): ResultAsync<T, Unavailable> {
    return ResultAsync.fromPromise(this.#withEntityManager(action, transaction), toUnavailable);
  }

  /** Has something done as soon as what was written is there for all: now, or once the transaction is committed. */
  whenCommitted(action: () => void, transaction: Transaction | undefined): void {
    if (transaction === undefined) action();
    else OpenTransaction.of(transaction).afterCommit(action);
  }

  async #withEntityManager<T>(
    action: (entityManager: EntityManager) => Promise<T>,
    transaction: Transaction | undefined,
  ): Promise<T> {
    if (transaction === undefined) {
      // The one connection is the transaction's.
      if (this.#database.kind === 'pglite') refuseWithinWork('A statement without the transaction');
      return action(await this.#orm.entityManager());
    }
    const open = OpenTransaction.of(transaction);
    return open.attempt(() => action(open.entityManager));
  }
}
