/**
 * What time it is. Everything in the core that needs the time asks this port.
 *
 * @example
 * ```ts
 * const clock: Clock = { now: () => new Date('2026-11-22T08:00:00Z') };
 * ```
 */
export interface Clock {
  /** The present moment, to the millisecond. */
  now(): Date;
}
