const DAY = 86_400_000;
const PAIRS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const MICROSECONDS = Array.from({ length: 1000 }, (_, number) => `${String(number).padStart(3, '0')}000`);

let lastDay = Number.NaN;
let lastPrefix = '';

/**
 * ISO 8601 in UTC with microseconds and without a zone: `2017-08-24T19:56:07.942974`. A page has twenty dates, most of
 * them of few days: remembering the last day's beginning makes this several times faster than `toISOString`, which
 * would be a seventh of the work for a page.
 */
export function isoDate(date: Date): string {
  const time = date.getTime();
  const day = Math.floor(time / DAY);
  if (day !== lastDay) {
    const text = date.toISOString();
    lastPrefix = text.slice(0, text.indexOf('T') + 1);
    lastDay = day;
  }
  const milliseconds = time - day * DAY;
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hour = PAIRS[Math.floor(minutes / 60)];
  return `${lastPrefix}${hour}:${PAIRS[minutes % 60]}:${PAIRS[seconds % 60]}.${MICROSECONDS[milliseconds % 1000]}`;
}
