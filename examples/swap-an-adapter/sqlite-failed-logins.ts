// A repository of one's own: failed logins in SQLite, which Node brings along.
import { DatabaseSync } from 'node:sqlite';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import {
  unavailable,
  type FailedLogins,
  type LoginKey,
  type LoginLimit,
  type LoginLimited,
  type Unavailable,
} from '@quintet/core';

type Limits = readonly (readonly [LoginKey, LoginLimit])[];

/** Counts failed logins in a file, so that a restart forgives nobody. */
export class SqliteFailedLogins implements FailedLogins {
  readonly #database: DatabaseSync;

  /** @param path - The file, or `:memory:`. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 2000 });
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS failure (key TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS failure_of_key ON failure (key, at);
    `);
  }

  check(limits: Limits, now: Date): ResultAsync<void, LoginLimited | Unavailable> {
    return this.#attempt(() => this.#retryAfter(limits, now));
  }

  record(limits: Limits, now: Date): ResultAsync<void, LoginLimited | Unavailable> {
    return this.#attempt(() => {
      // The write lock is taken before the count is read: no other process can come between.
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const retryAfter = this.#retryAfter(limits, now);
        const insert = this.#database.prepare('INSERT INTO failure (key, at) VALUES (?, ?)');
        if (retryAfter === 0) for (const [key] of limits) insert.run(key, now.getTime());
        this.#database.exec('COMMIT');
        return retryAfter;
      } catch (error) {
        this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  purge(before: Date): ResultAsync<number, Unavailable> {
    const purge = ResultAsync.fromThrowable(async () => {
      const sql =
        'DELETE FROM failure WHERE key IN (SELECT key FROM failure GROUP BY key HAVING max(at) < ?) RETURNING key';
      return new Set(
        this.#database
          .prepare(sql)
          .all(before.getTime())
          .map(({ key }) => key),
      ).size;
    }, unavailable);
    return purge();
  }

  close(): void {
    this.#database.close();
  }

  /** Seconds until every key is below its limit; 0 when all are. */
  #retryAfter(limits: Limits, now: Date): number {
    const failures = this.#database.prepare('SELECT at FROM failure WHERE key = ? AND at > ? ORDER BY at DESC LIMIT ?');
    const waits = limits.map(([key, limit]) => {
      const window = limit.window * 1000;
      const latest = failures.all(key, now.getTime() - window, limit.failures);
      const oldest = latest.at(limit.failures - 1)?.['at'];
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((Number(oldest) + window - now.getTime()) / 1000));
    });
    return Math.max(0, ...waits);
  }

  /** A database that is locked or gone is an expected failure, and so a value. */
  #attempt(retryAfter: () => number): ResultAsync<void, LoginLimited | Unavailable> {
    const attempt = ResultAsync.fromThrowable(async () => retryAfter(), unavailable);
    return attempt().andThen((seconds) =>
      seconds === 0 ? okAsync(undefined) : errAsync({ kind: 'login-limited', retryAfter: seconds } as const),
    );
  }
}
