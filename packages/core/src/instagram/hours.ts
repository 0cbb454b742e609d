const HOUR = 3_600_000;

/**
 * The hours of the day, in UTC, in which something may be done: from the beginning of `min` to the end of `max`.
 * `min` above `max` goes past midnight; 0 to 0 means always.
 *
 * @example
 * ```ts
 * const night: Hours = { min: 22, max: 5 }; // from 22:00:00.000 to 05:59:59.999
 * ```
 */
export interface Hours {
  /** 0 to 23. */
  readonly min: number;
  /** 0 to 23. */
  readonly max: number;
}

/**
 * Whether a moment lies within the hours.
 *
 * @example
 * ```ts
 * isWithin({ min: 7, max: 15 }, new Date('2026-11-22T15:59:59.999Z')); // true
 * ```
 */
export function isWithin({ min, max }: Hours, moment: Date): boolean {
  if (min === 0 && max === 0) return true;
  const hour = moment.getUTCHours();
  return min <= max ? hour >= min && hour <= max : hour >= min || hour <= max;
}

/**
 * The first moment from this one on that lies within the hours.
 *
 * @example
 * ```ts
 * nextWithin({ min: 7, max: 15 }, new Date('2026-11-22T16:00:00Z')); // 2026-11-23T07:00:00.000Z
 * ```
 */
export function nextWithin(hours: Hours, moment: Date): Date {
  if (isWithin(hours, moment)) return moment;
  const day = new Date(moment);
  day.setUTCHours(hours.min, 0, 0, 0);
  return day >= moment ? day : new Date(day.getTime() + 24 * HOUR);
}

/** The moment at which the hours that hold this one end; `undefined`: they never do. */
export function endOfHours({ min, max }: Hours, moment: Date): Date | undefined {
  const isAlways = (min === 0 && max === 0) || (max + 1) % 24 === min;
  if (isAlways) return undefined;
  const end = new Date(moment);
  end.setUTCHours(max + 1, 0, 0, 0);
  return end > moment ? end : new Date(end.getTime() + 24 * HOUR);
}
