/**
 * Where chance comes from that need not be secret: which of several comments is taken, how long to wait before trying
 * again.
 *
 * @example
 * ```ts
 * const random: RandomNumbers = { fraction: () => Math.random() };
 * ```
 */
export interface RandomNumbers {
  /** A number from 0 up to, and without, 1. */
  fraction(): number;
}

/**
 * Numbers that look random and are the same for the same seed (mulberry32).
 *
 * @param seed - Any whole number.
 *
 * @example
 * ```ts
 * seededNumbers(7).fraction() === seededNumbers(7).fraction(); // true
 * ```
 */
export function seededNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  return {
    fraction() {
      state = (state + 0x6d_2b_79_f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
