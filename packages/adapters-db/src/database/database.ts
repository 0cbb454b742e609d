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

/** Tells other servers on the same database, and is told by them, that something changed. */
export interface Notifications {
  /** The channel to listen on. */
  readonly channel: string;
  /** Called with each message, in the order of the transactions that sent them. */
  onMessage(payload: string): void;
}

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

  /** Reads, by one statement outside of any transaction. It may share a connection with other reads. */
  read<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]>;

  /** Changes something, by one statement that is a transaction by itself. */
  write<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]>;

  /** For transactions, and for the object-relational mapper. */
  readonly kysely: Kysely<unknown>;

  /** Whether it answers, soon. */
  health(): Promise<Health>;

  gauges(): readonly Gauge[];
}
