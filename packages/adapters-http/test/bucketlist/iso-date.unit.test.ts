import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoDate } from '../../src/bucketlist/iso-date.ts';

test('says what toISOString says, with microseconds and without a zone', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true }), { minLength: 1 }), (dates) => {
      for (const date of dates) expect(isoDate(date)).toBe(`${date.toISOString().slice(0, -1)}000`);
    }),
  );
});

test.each([
  ['2017-08-24T19:56:07.942Z', '2017-08-24T19:56:07.942000'],
  ['2017-08-24T00:00:00.000Z', '2017-08-24T00:00:00.000000'],
  ['2017-08-24T23:59:59.999Z', '2017-08-24T23:59:59.999000'],
  ['1969-12-31T23:59:59.001Z', '1969-12-31T23:59:59.001000'],
  ['2024-02-29T12:00:00.010Z', '2024-02-29T12:00:00.010000'],
])('%s', (date, expected) => {
  expect(isoDate(new Date(date))).toBe(expected);
  expect(isoDate(new Date(date))).toBe(expected);
});
