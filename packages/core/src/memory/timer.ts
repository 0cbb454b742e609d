import type { Timer } from '../kernel/timer.ts';

/** The longest wait that `setTimeout` knows; a longer one would be none. */
const LONGEST = 2 ** 31 - 1;

/**
 * The computer's timer.
 *
 * @example
 * ```ts
 * const cancel = systemTimer.after(1000, () => look());
 * ```
 */
export const systemTimer: Timer = {
  after(milliseconds, callback) {
    const timeout = setTimeout(callback, Math.min(Math.max(0, milliseconds), LONGEST));
    return () => clearTimeout(timeout);
  },
};
