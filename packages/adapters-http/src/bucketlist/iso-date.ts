import { utcDay, utcTime } from '../http/utc.ts';

const MICROSECONDS = Array.from({ length: 1000 }, (_, number) => `${String(number).padStart(3, '0')}000`);

/** ISO 8601 in UTC with microseconds and without a zone: `2017-08-24T19:56:07.942974`. */
export function isoDate(date: Date): string {
  return `${utcDay(date)}T${utcTime(date)}.${MICROSECONDS[date.getUTCMilliseconds()]}`;
}
