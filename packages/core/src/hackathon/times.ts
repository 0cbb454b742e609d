import { err, ok, type Result } from 'neverthrow';
import { momentIn, type TimesOutOfOrder } from './event.ts';
import { parseDraft, type FieldError } from './fields.ts';
import { offsetAt } from './zone.ts';

/**
 * The four times that a hackathon is about. Hacking is within the event.
 *
 * @example
 * ```ts
 * const remaining = ({ hackingEnd }: Times, now: Date) => hackingEnd.getTime() - now.getTime();
 * ```
 */
export interface Times {
  readonly eventStart: Date;
  readonly hackingStart: Date;
  readonly hackingEnd: Date;
  readonly eventEnd: Date;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SATURDAY = 6;

/** Checks the four times; those without a zone are in this one. */
export function parseTimes(input: unknown, zone: string): Result<Times, FieldError | TimesOutOfOrder> {
  const moment = momentIn(zone);
  return parseDraft<Times>(
    { eventStart: moment, hackingStart: moment, hackingEnd: moment, eventEnd: moment },
    input,
  ).andThen((times): Result<Times, TimesOutOfOrder> => {
    const { eventStart, hackingStart, hackingEnd, eventEnd } = times;
    const isInOrder = eventStart <= hackingStart && hackingStart <= hackingEnd && hackingEnd <= eventEnd;
    return isInOrder ? ok(times) : err({ kind: 'times-out-of-order' });
  });
}

/**
 * The times until organizers set them: the next full weekend in a zone, from Saturday at 9 to Sunday at 18, with
 * hacking from 10 to 15.
 *
 * @example
 * ```ts
 * defaultTimes(new Date('2026-11-22T08:00:00Z'), 'UTC').eventStart; // Saturday, 2026-11-28T09:00:00Z
 * ```
 */
export function defaultTimes(now: Date, zone: string): Times {
  const local = now.getTime() + offsetAt(now.getTime(), zone);
  const midnight = Math.floor(local / DAY) * DAY;
  // The days since the epoch, which was a Thursday; a Saturday that has begun is of a weekend that is no longer full.
  const weekday = (((midnight / DAY + 4) % 7) + 7) % 7;
  const saturday = midnight + ((SATURDAY - weekday + 7) % 7 || 7) * DAY;
  const at = (hours: number): Date => {
    const time = saturday + hours * HOUR;
    return new Date(time - offsetAt(time - offsetAt(time, zone), zone));
  };
  return { eventStart: at(9), hackingStart: at(10), hackingEnd: at(24 + 15), eventEnd: at(24 + 18) };
}
