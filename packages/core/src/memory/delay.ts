import type { Delay } from '../kernel/delay.ts';

/** The longest wait that `setTimeout` knows; a longer one would be none. */
const LONGEST = 2 ** 31 - 1;

/**
 * Delays by the computer's own timers.
 *
 * @example
 * ```ts
 * const cancel = systemDelay.after(1000, () => look());
 * ```
 */
export const systemDelay: Delay = {
  after(milliseconds, callback) {
    const timeout = setTimeout(callback, Math.min(Math.max(0, milliseconds), LONGEST));
    return () => clearTimeout(timeout);
  },
};
