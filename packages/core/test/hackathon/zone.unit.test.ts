import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultTimes, formatTime, isTimeZone, parseTime } from '../../src/index.ts';

const ZONES = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];

describe('a moment', () => {
  test.each([
    ['2017-02-22T21:44:09', 'UTC', '2017-02-22T21:44:09.000Z'],
    ['2017-02-22T21:44:09.978298', 'UTC', '2017-02-22T21:44:09.978Z'],
    ['2017-02-22T21:44:09Z', 'Europe/Berlin', '2017-02-22T21:44:09.000Z'],
    ['2017-02-22t21:44:09z', 'Europe/Berlin', '2017-02-22T21:44:09.000Z'],
    ['2017-02-22T21:44:09+01:00', 'UTC', '2017-02-22T20:44:09.000Z'],
    ['2017-02-22T21:44:09 01:00', 'UTC', undefined],
    ['2017-02-22T21:44:09-0830', 'UTC', '2017-02-23T06:14:09.000Z'],
    ['2017-02-22 21:44', 'America/Los_Angeles', '2017-02-23T05:44:00.000Z'],
    ['1970-01-01', 'UTC', '1970-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00', 'UTC', '0001-01-01T00:00:00.000Z'],
    // Skipped by the clocks, and shown twice.
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['0001-01-01T00:00:00+01:00', 'UTC', undefined],
    ['9999-12-31T23:59:59-01:00', 'UTC', undefined],
    ['2017-02-30', 'UTC', undefined],
    ['2017-13-01', 'UTC', undefined],
    ['2017-02-22T24:00:00', 'UTC', undefined],
    ['2017-02-22T21:60', 'UTC', undefined],
    ['yesterday', 'UTC', undefined],
    ['', 'UTC', undefined],
    [1488070433, 'UTC', undefined],
    [null, 'UTC', undefined],
  ])('%j in %s is %s', (text, zone, expected) => {
    expect(parseTime(text, zone)?.toISOString()).toBe(expected);
  });

  test('is shown as the clocks of a zone do', () => {
    const moment = new Date('2017-02-25T15:55:05.978Z');
    expect(formatTime(moment, 'UTC', 'microseconds')).toBe('2017-02-25T15:55:05.978000');
    expect(formatTime(moment, 'America/Los_Angeles', 'seconds')).toBe('2017-02-25T07:55:05');
    expect(formatTime(moment, 'Asia/Kathmandu', 'seconds')).toBe('2017-02-25T21:40:05');
  });

  test('is read as it was shown, but where clocks show a time twice', () => {
    const moment = fc.date({ min: new Date('1975-01-01'), max: new Date('2037-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (date, zone) => {
        const shown = formatTime(date, zone, 'microseconds');
        const read = parseTime(shown, zone) ?? new Date(Number.NaN);
        expect(formatTime(read, zone, 'microseconds')).toBe(shown);
        expect(read.getTime()).toBeLessThanOrEqual(date.getTime());
        if (zone === 'UTC') expect(read).toEqual(date);
      }),
      { numRuns: 2000 },
    );
  });
});

test('zones are known by their IANA names', () => {
  for (const zone of ZONES) expect(isTimeZone(zone)).toBe(true);
  for (const zone of ['', 'Mars/Olympus', 'x'.repeat(100)]) expect(isTimeZone(zone)).toBe(false);
});

test('the default times are the next weekend that has not begun, on every day of the year', () => {
  for (const zone of ZONES) {
    for (let day = 0; day < 366; day += 1) {
      const now = new Date(Date.UTC(2026, 0, 1 + day, day % 24, 30));
      const { eventStart, hackingStart, hackingEnd, eventEnd } = defaultTimes(now, zone);
      const weekday = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' });
      expect([weekday.format(eventStart), weekday.format(eventEnd)]).toEqual(['Sat', 'Sun']);
      expect(formatTime(eventStart, zone, 'seconds').slice(11)).toBe('09:00:00');
      const days = (eventStart.getTime() - now.getTime()) / 86_400_000;
      expect(days).toBeGreaterThan(0);
      expect(days).toBeLessThan(7.5);
      expect(eventStart < hackingStart && hackingStart < hackingEnd && hackingEnd < eventEnd).toBe(true);
    }
  }
});
