import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';

/**
 * Forgets revocations of tokens that have expired, and failed logins out of every window. Safe at any time.
 *
 * @example
 * ```ts
 * setInterval(() => void identity.purge(), 3_600_000);
 * ```
 */
export type Purge = () => ResultAsync<void, Unavailable>;

export function purge({ clock, revocationList, failedLogins }: IdentityPorts, settings: IdentitySettings): Purge {
  const windows = [settings.loginLimitOfAccount, settings.loginLimitOfAddress].map((limit) => limit?.window ?? 0);
  const longest = Math.max(...windows) * 1000;
  return () => {
    const now = clock.now();
    return revocationList
      .purge(now)
      .andThen(() => failedLogins.purge(new Date(now.getTime() - longest)))
      .map(() => undefined);
  };
}
