import { err, ok, type Result } from 'neverthrow';
import type { FailedLogins, LoginKey, LoginLimit, LoginLimited } from '../../identity/ports.ts';
import { settled } from '../database.ts';

/**
 * Failed logins in memory: of each key the moments of its failures, in milliseconds.
 *
 * @example
 * ```ts
 * createQuintet(memoryAdapters({ failedLogins: memoryFailedLogins() }));
 * ```
 */
export function memoryFailedLogins(): FailedLogins {
  const failures = new Map<LoginKey, readonly number[]>();

  /** The failures of a key that its window still holds. */
  const within = (key: LoginKey, { window }: LoginLimit, now: number): readonly number[] =>
    (failures.get(key) ?? []).filter((moment) => moment > now - window * 1000);

  const check = (limits: readonly (readonly [LoginKey, LoginLimit])[], now: number): Result<void, LoginLimited> => {
    const waits = limits.map(([key, limit]) => wait(within(key, limit, now), limit, now));
    const longest = Math.max(0, ...waits);
    return longest > 0 ? err({ kind: 'login-limited', retryAfter: Math.ceil(longest / 1000) }) : ok(undefined);
  };

  return {
    check: (limits, now) => settled(check(limits, now.getTime())),

    record: (limits, now) =>
      settled(
        check(limits, now.getTime()).map(() => {
          for (const [key, limit] of limits) failures.set(key, [...within(key, limit, now.getTime()), now.getTime()]);
        }),
      ),

    purge: (before) => {
      const known = failures.size;
      for (const [key, moments] of failures) {
        if (moments.every((moment) => moment < before.getTime())) failures.delete(key);
      }
      return settled(ok(known - failures.size));
    },
  };
}

/** Milliseconds until one more failure is within the limit; 0: it is. */
function wait(moments: readonly number[], { failures, window }: LoginLimit, now: number): number {
  if (moments.length < failures) return 0;
  const newestFirst = moments.toSorted((one, other) => other - one);
  // The limit is below the count as soon as this one, and with it all older ones, has left the window.
  const leaving = newestFirst[failures - 1] ?? now;
  return leaving + window * 1000 - now;
}
