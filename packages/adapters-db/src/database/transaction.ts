import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from '@mikro-orm/sql';
import type { Transaction } from '@quintet/core';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Statement, Value } from './statement.ts';

// Tells whether code runs within the work of an open transaction; it is never where a transaction is taken from.
const surrounding = new AsyncLocalStorage<OpenTransaction>();

/**
 * Throws within the work of an open transaction. What would wait for the end of that transaction is refused, because
 * the transaction would wait for it.
 *
 * @param what - What was called.
 */
export function refuseWithinWork(what: string): void {
  if (surrounding.getStore()?.isOpen === true) {
    throw new Error(`${what} within the work of a transaction would wait for itself; hand the transaction on instead.`);
  }
}

/** A transaction that is open. The core hands it about without knowing what it is. */
export class OpenTransaction {
  /** The transaction's connection. */
  readonly kysely: Kysely<unknown>;
  readonly #manage: () => EntityManager;
  #entityManager: EntityManager | undefined;
  readonly #afterCommit: (() => void)[] = [];
  #failure: unknown;
  #settled = false;

  /**
   * @param kysely - The transaction's connection.
   * @param manage - Makes an entity manager that is bound to the transaction.
   */
  constructor(kysely: Kysely<unknown>, manage: () => EntityManager) {
    this.kysely = kysely;
    this.#manage = manage;
  }

  /** Made when it is first asked for: most transactions need none, and it takes as long as a statement. */
  get entityManager(): EntityManager {
    return (this.#entityManager ??= this.#manage());
  }

  /** Carries out a statement as a part of the transaction. */
  async execute<Row>({ text }: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    const { rows } = await this.attempt(() => this.kysely.executeQuery<Row>(CompiledQuery.raw(text, [...values])));
    return rows;
  }

  /** Does something with the transaction's connection, and remembers how it failed. */
  async attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
  }

  get isOpen(): boolean {
    return !this.#settled;
  }

  /** Does the work of the transaction. */
  run<T>(work: (transaction: Transaction) => T): T {
    return surrounding.run(this, () => work(this.handle));
  }

  /** The first failure of a statement, after which PostgreSQL refuses all others; `undefined`: none failed. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Has something done once the transaction is committed, and never when it is not. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** The transaction as the core knows it. */
  get handle(): Transaction {
    return this as unknown as Transaction;
  }

  /** Says that the transaction has ended: whoever still hands it on has a bug. */
  settle(outcome: 'committed' | 'rolled-back'): void {
    this.#settled = true;
    if (outcome === 'committed') for (const action of this.#afterCommit) action();
  }

  /** The open transaction behind a handle of the core. */
  static of(handle: Transaction): OpenTransaction {
    const transaction: unknown = handle;
    if (!(transaction instanceof OpenTransaction)) throw new TypeError('The transaction is of another adapter.');
    if (transaction.#settled) throw new TypeError('The transaction has ended.');
    return transaction;
  }
}
