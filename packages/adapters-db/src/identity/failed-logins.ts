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
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { COUNT_FAILURES, FAILURES_OF_KEYS, PURGE_FAILURES } from './failed-login-statements.ts';

type Limits = readonly (readonly [LoginKey, LoginLimit])[];

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
