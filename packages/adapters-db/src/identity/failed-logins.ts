import type {
  FailedLogins,
  LoginKey,
  LoginLimit,
  LoginLimited,
  Transaction,
  Unavailable,
  UnitOfWork,
} from '@quintet/core';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { moment, statement, type Statement } from '../database/statement.ts';
import type { Store } from '../database/store.ts';

type Limits = readonly (readonly [LoginKey, LoginLimit])[];

/** Values: keys. Moments are in milliseconds. */
const FAILURES_OF_KEYS: Statement<{ readonly key: string; readonly attempts: readonly number[] }> = statement(
  'failed_login_find',
  `SELECT key, ARRAY(SELECT (extract(epoch FROM attempt) * 1000)::float8 FROM unnest(attempts) AS attempt) AS attempts
   FROM failed_login WHERE key = ANY ($1::text[])`,
);

/**
 * Values: keys, failures, windows in seconds, moment. Gives the keys that are within their limit and were counted.
 * A key keeps as many moments as its limit has failures: whether the limit is reached depends on no more than those.
 * The keys are in order, so that two calls never wait for each other.
 */
const COUNT_FAILURES: Statement<{ readonly key: string }> = statement(
  'failed_login_count',
  `WITH wanted AS (
     SELECT key, failures, make_interval(secs => seconds) AS length
     FROM unnest($1::text[], $2::integer[], $3::float8[]) AS wanted (key, failures, seconds)
   )
   INSERT INTO failed_login AS f (key, attempts, last_attempt_at)
   SELECT key, ARRAY[$4::timestamptz(3)], $4::timestamptz(3) FROM wanted WHERE failures > 0 ORDER BY key
   ON CONFLICT (key) DO UPDATE SET
     attempts = ARRAY(
       SELECT attempt FROM unnest(f.attempts || excluded.attempts) AS attempt
       ORDER BY attempt DESC LIMIT (SELECT failures FROM wanted WHERE wanted.key = f.key)
     ),
     last_attempt_at = greatest(f.last_attempt_at, excluded.last_attempt_at)
   WHERE (
     SELECT count(*) FILTER (WHERE attempt > excluded.last_attempt_at - wanted.length) < min(wanted.failures)
     FROM wanted LEFT JOIN unnest(f.attempts) AS attempt ON true
     WHERE wanted.key = f.key
   )
   RETURNING key`,
);

/** Values: moment. */
const PURGE_FAILURES: Statement<{ readonly purged: number }> = statement(
  'failed_login_purge',
  `WITH purged AS (DELETE FROM failed_login WHERE last_attempt_at < $1::timestamptz RETURNING key)
   SELECT count(*) AS purged FROM purged`,
);

/** Failed logins in the database: a row for each key, with the moments of its latest failures. */
export function databaseFailedLogins(store: Store, unitOfWork: UnitOfWork): FailedLogins {
  const check = (limits: Limits, now: Date): ResultAsync<void, LoginLimited | Unavailable> =>
    store.read(FAILURES_OF_KEYS, [limits.map(([key]) => key)]).andThen((rows) => {
      const attempts = new Map(rows.map((row) => [row.key, row.attempts]));
      return withinLimits(limits, (key) => attempts.get(key) ?? [], now);
    });

  const count = (limits: Limits, now: Date, transaction: Transaction): ResultAsync<void, 'limited' | Unavailable> =>
    store
      .write(
        COUNT_FAILURES,
        [
          limits.map(([key]) => key),
          limits.map(([, { failures }]) => failures),
          limits.map(([, { window }]) => window),
          moment(now),
        ],
        transaction,
      )
      .andThen((counted) => (counted.length === limits.length ? ok(undefined) : err('limited' as const)));

  return {
    check,

    record: (limits, now) => {
      if (limits.length === 0) return check(limits, now);
      return unitOfWork
        .run((transaction) => count(limits, now, transaction))
        .orElse((error) => {
          if (error !== 'limited') return err(error);
          // By the time of this look the key may have been purged; it was limited all the same.
          return check(limits, now).andThen(() => err({ kind: 'login-limited' as const, retryAfter: 1 }));
        });
    },

    purge: (before) => store.write(PURGE_FAILURES, [moment(before)], undefined).map(([row]) => row?.purged ?? 0),
  };
}

function withinLimits(
  limits: Limits,
  attemptsOf: (key: LoginKey) => readonly number[],
  now: Date,
): Result<void, LoginLimited> {
  const waits = limits.map(([key, limit]) => waitOf(attemptsOf(key), limit, now.getTime()));
  const longest = Math.max(0, ...waits);
  return longest > 0 ? err({ kind: 'login-limited', retryAfter: Math.ceil(longest / 1000) }) : ok(undefined);
}

/** Milliseconds until one more failure is within the limit; 0: it is. */
function waitOf(attempts: readonly number[], { failures, window }: LoginLimit, now: number): number {
  const length = window * 1000;
  if (failures <= 0) return length;
  const newestFirst = attempts.filter((attempt) => attempt > now - length).toSorted((one, other) => other - one);
  // The limit is kept again as soon as this one, and with it all older ones, has left the window.
  const leaving = newestFirst[failures - 1];
  return leaving === undefined ? 0 : leaving + length - now;
}
