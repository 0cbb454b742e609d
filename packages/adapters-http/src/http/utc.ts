const DAY = 86_400_000;
const PAIRS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
/** Days that are remembered: most dates that are shown are of few. */
const REMEMBERED = 10_000;

const days = new Map<number, string>();

/**
 * The day of a moment in UTC: `2017-08-24`. Lists are full of dates: with {@link utcTime} this is several times faster
 * than `toISOString`, which would be a seventh of the work for a page.
 */
export function utcDay(date: Date): string {
  const day = Math.floor(date.getTime() / DAY);
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = date.toISOString();
  const shown = text.slice(0, text.indexOf('T'));
  if (days.size >= REMEMBERED) days.clear();
  days.set(day, shown);
  return shown;
}

/** The time of a moment in UTC, to the second: `19:56:07`. */
export function utcTime(date: Date): string {
  const time = date.getTime();
  const seconds = Math.floor((time - Math.floor(time / DAY) * DAY) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${PAIRS[Math.floor(minutes / 60)]}:${PAIRS[minutes % 60]}:${PAIRS[seconds % 60]}`;
}
