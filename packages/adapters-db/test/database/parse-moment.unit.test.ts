import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoment } from '../../src/database/postgresql-settings.ts';

test.each([
  ['2026-11-22 08:00:00+00', '2026-11-22T08:00:00.000Z'],
  ['2026-11-22 08:00:00.1+00', '2026-11-22T08:00:00.100Z'],
  ['2026-11-22 08:00:00.12+00', '2026-11-22T08:00:00.120Z'],
  ['2026-11-22 08:00:00.123+00', '2026-11-22T08:00:00.123Z'],
  ['0999-01-01 00:00:00+00', '0999-01-01T00:00:00.000Z'],
  ['2026-11-22 13:30:00.5+05:30', '2026-11-22T08:00:00.500Z'],
  ['2026-11-22 06:00:00-02', '2026-11-22T08:00:00.000Z'],
  ['2026-11-22 08:00:00.123456+00', '2026-11-22T08:00:00.123Z'],
])('%s', (text, expected) => {
  expect(parseMoment(text).toISOString()).toBe(expected);
});

test('any moment that PostgreSQL writes in UTC', () => {
  const moments = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (moment) => {
      // Zeros at the end of the fraction are left out, and the fraction with them when it is all zeros.
      const written = moment
        .toISOString()
        .replace('T', ' ')
        .replace(/\.?0*Z$/, '+00')
        .replace(/^(.{17})\+00$/, '$100+00');
      const whole =
        moment.getMilliseconds() === 0 ? `${moment.toISOString().slice(0, 19).replace('T', ' ')}+00` : written;
      expect(parseMoment(whole).getTime()).toBe(moment.getTime());
    }),
  );
});
