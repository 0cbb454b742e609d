// A date in one of three styles, one separator throughout; then perhaps a time, which is UTC.
const PLAIN =
  /^(?<year>\d{4})(?<separator>[-./])(?<month>\d{2})\k<separator>(?<day>\d{2})(?:[ T](?<time>\d{2}:\d{2}:\d{2}))?$/;

// RFC 3339, section 5.6: letters in any case, a blank allowed for the T, a fraction of any length.
const RFC_3339 =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[Tt ](?<time>\d{2}:\d{2}:\d{2})(?:\.\d+)?(?<offset>[Zz]|[+-]\d{2}:\d{2})$/;

const FIRST = Date.parse('1000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

/**
 * Reads when a movie is released: `2038-01-01`, `2038.01.01`, `2038/01/01`, any of them with a time after a blank or
 * a `T` (UTC), RFC 3339 with its offset, or a `Date`. Kept to the second, in the years 1000 to 9999.
 *
 * @returns `undefined` where the value is none of these, or names a moment that the calendar does not have.
 *
 * @example
 * ```ts
 * parseReleaseDate('2038.01.01'); // 2038-01-01T00:00:00.000Z
 * parseReleaseDate('2038-01-01T02:00:00+02:00'); // 2038-01-01T00:00:00.000Z
 * parseReleaseDate('2038-02-30'); // undefined
 * ```
 */
export function parseReleaseDate(value: unknown): Date | undefined {
  const moment = value instanceof Date ? value.getTime() : typeof value === 'string' ? momentOf(value) : Number.NaN;
  const second = Math.floor(moment / 1000) * 1000;
  return second >= FIRST && second <= LAST ? new Date(second) : undefined;
}

function momentOf(text: string): number {
  const { year, month, day, time = '00:00:00', offset = 'Z' } = (PLAIN.exec(text) ?? RFC_3339.exec(text))?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return Number.NaN;
  const written = `${year}-${month}-${day}T${time}`;
  const local = Date.parse(`${written}Z`);
  // Date.parse turns the 30th of February into a day of March, and midnight's 24:00 into the next day.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(written)) return Number.NaN;
  return Date.parse(`${written}${offset.toUpperCase()}`);
}
