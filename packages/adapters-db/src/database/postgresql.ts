import { setTimeout as delay } from 'node:timers/promises';
import type { Gauge, Health } from '@quintet/core';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database, DatabaseLog } from './database.ts';
import { DatabaseClosed } from './failure.ts';
import { kyselyPool } from './kysely-pool.ts';
import { connectionSettings } from './postgresql-settings.ts';
import { ReadLines } from './read-lines.ts';
import { statement, type Statement, type Value } from './statement.ts';

/**
 * Connections for reads, which share them, and for searches, writes and transactions, which have one each. Four lines
 * read a page as cheaply as one does, and one that is lost or held up fails fewer. Writes that commit at the same time
 * share one flush to the disk: ten connections make a quarter more of them than six.
 */
const READ_LINES = 4;
const POOL_SIZE = 10;

/** How long a healthy database may take to answer, in milliseconds. */
const HEALTH_TIMEOUT = 2000;

const PING = statement<object>('ping', 'SELECT 1');

/** PostgreSQL, over pools of connections. They are made when they are needed, and again when they were lost. */
export class PostgresqlDatabase implements Database {
  readonly kind = 'postgresql';
  readonly kysely: Kysely<unknown>;
  readonly #pool: pg.Pool;
  readonly #lines: ReadLines;
  #closing: Promise<void> | undefined;

  /**
   * @param databaseUrl - Such as `postgres://user:password@host:5432/database`.
   * @param log - Told of connections that were lost.
   */
  constructor(databaseUrl: string, log: DatabaseLog) {
    const settings = connectionSettings(databaseUrl);
    const lost = (error: Error): void => log.warn({ err: error }, 'A connection to the database was lost.');
    this.#pool = new pg.Pool({ ...settings, max: POOL_SIZE, idleTimeoutMillis: 60_000 });
    this.#pool.on('error', lost);
    // While a connection passes from the pool to whoever waits for it nobody listens, and an error that comes in the same
    // packet as the answer before it would end the process. The call under way tells the error.
    this.#pool.on('connect', (client) => void client.on('error', () => {}));
    this.#lines = new ReadLines(settings, READ_LINES, lost);
    this.kysely = new Kysely({ dialect: new PostgresDialect({ pool: kyselyPool(this.#pool) }) });
  }

  async open(): Promise<void> {
    if (this.#closing !== undefined) throw new DatabaseClosed();
    await this.#lines.open();
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.kysely.destroy();
    await Promise.all([this.#lines.close(), this.#pool.end()]);
  }

  read<Row>(read: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    return this.#lines.read(read, values);
  }

  async execute<Row>({ name, text }: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    const { rows } = await this.#pool.query<Row & pg.QueryResultRow>({ name, text, values: values as Value[] });
    return rows;
  }

  async health(): Promise<Health> {
    const late = new AbortController();
    try {
      const answer = this.#lines.read(PING, []);
      // The answer may still come, or fail, when nobody waits for it any more.
      answer.catch(() => {});
      return await Promise.race([
        answer.then(() => ({ ok: true }) as const),
        delay(HEALTH_TIMEOUT, { ok: false, reason: 'The database takes too long to answer.' } as const, {
          signal: late.signal,
        }),
      ]);
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      late.abort();
    }
  }

  gauges(): readonly Gauge[] {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return [
      {
        name: 'quintet_database_connections_busy',
        help: 'Connections of the pool in use by a search, a write or a transaction.',
        value: totalCount - idleCount,
      },
      {
        name: 'quintet_database_connections_idle',
        help: 'Connections of the pool that are free.',
        value: idleCount,
      },
      {
        name: 'quintet_database_requests_waiting',
        help: 'Searches, writes and transactions that wait for a connection.',
        value: waitingCount,
      },
      {
        name: 'quintet_database_read_connections',
        help: 'Connections that reads share.',
        value: this.#lines.connected,
      },
      {
        name: 'quintet_database_reads_under_way',
        help: 'Reads that wait for their answer.',
        value: this.#lines.underWay,
      },
    ];
  }
}
