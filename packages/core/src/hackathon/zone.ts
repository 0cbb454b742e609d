/**
 * How a moment is shown.
 *
 * @example
 * ```ts
 * formatTime(moment, 'UTC', 'seconds' satisfies TimePrecision); // '2017-02-25T15:55:05'
 * ```
 */
export type TimePrecision = 'seconds' | 'microseconds';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** Offsets that are remembered, of all zones together. */
const REMEMBERED = 10_000;

const EARLIEST = new Date('0001-01-01T00:00:00Z').getTime();
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/**
 * Whether a time zone is known, by its IANA name.
 *
 * @example
 * ```ts
 * isTimeZone('America/Los_Angeles'); // true
 * ```
 */
export function isTimeZone(name: string): boolean {
  try {
    return formatterOf(name) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Shows a moment as the clocks of a zone do, in ISO 8601 without naming the zone.
 *
 * @param precision - With `seconds` there is no fraction, with `microseconds` one of six digits.
 *
 * @example
 * ```ts
 * formatTime(new Date('2017-02-25T15:55:05.978Z'), 'UTC', 'microseconds'); // '2017-02-25T15:55:05.978000'
 * formatTime(new Date('2017-02-25T15:55:05.978Z'), 'America/Los_Angeles', 'seconds'); // '2017-02-25T07:55:05'
 * ```
 */
export function formatTime(moment: Date, zone: string, precision: TimePrecision): string {
  const local = zone === 'UTC' ? moment : new Date(moment.getTime() + offsetAt(moment.getTime(), zone));
  const text = local.toISOString();
  return precision === 'seconds' ? text.slice(0, 19) : `${text.slice(0, 23)}000`;
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?))?)?$/i;

/**
 * Reads a moment in ISO 8601: a date, with or without a time, a fraction of a second and a zone. Where none is named it
 * is that of the parameter. A time that clocks skip there is that much later; of one that they show twice the first is
 * meant.
 *
 * @returns `undefined` where it is no such text, or no such day.
 *
 * @example
 * ```ts
 * parseTime('2017-02-22T21:44:09', 'America/Los_Angeles'); // 2017-02-23T05:44:09.000Z
 * parseTime('2017-02-22T21:44:09.5+01:00', 'UTC'); // 2017-02-22T20:44:09.500Z
 * ```
 */
export function parseTime(text: unknown, zone: string): Date | undefined {
  const parts = typeof text === 'string' ? TIME.exec(text.trim()) : null;
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', named] = parts;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const local = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`).getTime();
  // What Date takes for the day after, such as the 30th of February or 24:00, is no time that anybody means.
  if (Number.isNaN(local) || Number(hour) > 23 || new Date(local).getUTCDate() !== Number(day)) return undefined;
  const time = local - (named === undefined ? offsetOfLocal(local, zone) : namedOffset(named));
  return time >= EARLIEST && time <= LATEST ? new Date(time) : undefined;
}

/** By how much the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function offsetAt(time: number, zone: string): number {
  if (zone === 'UTC') return 0;
  // No clock is changed but at a quarter of an hour.
  const quarter = Math.floor(time / QUARTER) * QUARTER;
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = readOffset(quarter, zone);
    if (offsets.size >= REMEMBERED) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/** The offset by which clocks that show this time are ahead. */
function offsetOfLocal(local: number, zone: string): number {
  const before = offsetAt(local - offsetAt(local - 24 * 60 * MINUTE, zone), zone);
  const after = offsetAt(local - offsetAt(local + 24 * 60 * MINUTE, zone), zone);
  if (offsetAt(local - before, zone) === before) {
    // Shown twice: the first time is the one with the larger offset.
    return offsetAt(local - after, zone) === after ? Math.max(before, after) : before;
  }
  return offsetAt(local - after, zone) === after ? after : Math.min(before, after);
}

function readOffset(time: number, zone: string): number {
  const shown: Partial<Record<string, number>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(time)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  return local.getTime() - time;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

function namedOffset(name: string): number {
  if (/^z$/i.test(name)) return 0;
  const [hours, minutes] = [Number(name.slice(1, 3)), Number(name.slice(3).replace(':', '') || '0')];
  return (name.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
