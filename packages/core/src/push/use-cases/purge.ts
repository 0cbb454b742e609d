import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { PushPorts, PushSettings } from '../settings.ts';

/** How much longer than the retention a message is kept that a delivery waits for, in seconds beyond the giving up. */
const GRACE = 86_400;

/**
 * Forgets messages that are older than the retention and that no delivery waits for, and tells how many. What waits for
 * a transport that is not in use any more is kept for another day. Safe at any time.
 *
 * @example
 * ```ts
 * setInterval(() => void push.purge(), 600_000);
 * ```
 */
export type PurgeMessages = () => ResultAsync<number, Unavailable>;

export function purgeMessages(
  { clock, messageLog }: PushPorts,
  { retention, giveUpAfter }: PushSettings,
): PurgeMessages {
  return () => {
    const ago = (seconds: number): Date => new Date(clock.now().getTime() - seconds * 1000);
    return messageLog.purge(ago(retention), ago(retention + giveUpAfter + GRACE));
  };
}
