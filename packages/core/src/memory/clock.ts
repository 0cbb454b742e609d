import type { Clock } from '../kernel/clock.ts';

/**
 * The computer's clock.
 *
 * @example
 * ```ts
 * createQuintet(memoryAdapters({ clock: systemClock }));
 * ```
 */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that stands still until it is told to move; for tests.
 *
 * @example
 * ```ts
 * const clock: SettableClock = settableClock();
 * clock.set(new Date('2026-11-22T08:00:00Z'));
 * clock.advance(1500);
 * ```
 */
export interface SettableClock extends Clock {
  /** Moves the clock to a moment, before or after the present one. */
  set(moment: Date): void;
  /** Moves the clock on by some milliseconds. */
  advance(milliseconds: number): void;
}

/**
 * Makes a clock that stands still until it is told to move.
 *
 * @param start - The moment that it begins at; the present one where none is given.
 *
 * @example
 * ```ts
 * const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
 * const { identity } = createQuintet(memoryAdapters({ clock }));
 * clock.advance(86_400_000); // every token made until now has expired
 * ```
 */
export function settableClock(start: Date = new Date()): SettableClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    set(moment) {
      time = moment.getTime();
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
