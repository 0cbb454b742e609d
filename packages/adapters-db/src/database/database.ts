import type { Gauge, Health } from '@quintet/core';
import type { Kysely } from 'kysely';
import type { Statement, Value } from './statement.ts';

/** What the package writes to a log; pino's loggers have this form. */
export interface DatabaseLog {
  info(object: object, message: string): void;
  warn(object: object, message: string): void;
  error(object: object, message: string): void;
}

/** A log that nobody reads. */
export const SILENT: DatabaseLog = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Where statements are carried out. PostgreSQL and PGlite are the two. Promises reject with whatever the driver says;
 * `toUnavailable` makes values of it.
 */
export interface Database {
  readonly kind: 'postgresql' | 'pglite';

  /** Opens it. Rejects when it can't. A second call waits for the first. */
  open(): Promise<void>;

  /** Closes all connections; a call that is under way is let finish. Safe at any time. */
  close(): Promise<void>;

  /**
   * Reads by one statement that ends at once, outside of any transaction. It shares a connection with other reads, which
   * wait for it.
   */
  read<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]>;

  /** Carries out one statement that is a transaction by itself, on a connection that it has to itself meanwhile. */
  execute<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]>;

  /** For transactions, and for the object-relational mapper. */
  readonly kysely: Kysely<unknown>;

  /** Whether it answers, soon. */
  health(): Promise<Health>;

  gauges(): readonly Gauge[];
}
