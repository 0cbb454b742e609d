import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapOf, isWithin, nextWithin, paceOf, seededNumbers } from '../../src/index.ts';
import { endOfHours } from '../../src/instagram/hours.ts';
import { paceWait } from '../../src/instagram/limits.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('hours', () => {
  test.each([
    [{ min: 0, max: 0 }, '00:00', true],
    [{ min: 0, max: 0 }, '15:00', true],
    [{ min: 7, max: 15 }, '06:59:59.999', false],
    [{ min: 7, max: 15 }, '07:00', true],
    [{ min: 7, max: 15 }, '15:59:59.999', true],
    [{ min: 7, max: 15 }, '16:00', false],
    [{ min: 22, max: 5 }, '21:59:59.999', false],
    [{ min: 22, max: 5 }, '22:00', true],
    [{ min: 22, max: 5 }, '00:00', true],
    [{ min: 22, max: 5 }, '05:59:59.999', true],
    [{ min: 22, max: 5 }, '06:00', false],
    [{ min: 9, max: 9 }, '09:30', true],
    [{ min: 9, max: 9 }, '10:00', false],
    [{ min: 0, max: 23 }, '23:59:59.999', true],
  ])('%j holds %s: %s', (hours, time, holds) => {
    expect(isWithin(hours, new Date(`2026-11-22T${time}Z`))).toBe(holds);
  });

  const hours = fc.record({ min: fc.integer({ min: 0, max: 23 }), max: fc.integer({ min: 0, max: 23 }) });
  const moment = fc.integer({ min: 0, max: 100 * DAY }).map((offset) => new Date(Date.UTC(2026, 0, 1) + offset));

  test('begin again at the first moment that is within them', () => {
    fc.assert(
      fc.property(hours, moment, (hours, moment) => {
        const next = nextWithin(hours, moment);
        expect(isWithin(hours, next)).toBe(true);
        expect(next.getTime() - moment.getTime()).toBeGreaterThanOrEqual(0);
        expect(next.getTime() - moment.getTime()).toBeLessThan(DAY);
        if (next > moment) expect(isWithin(hours, new Date(next.getTime() - 1))).toBe(false);
      }),
    );
  });

  test('end at the first moment that is not', () => {
    fc.assert(
      fc.property(hours, moment, (hours, moment) => {
        fc.pre(isWithin(hours, moment));
        const end = endOfHours(hours, moment);
        if (end === undefined) {
          for (let hour = 0; hour < 24; hour += 1) expect(isWithin(hours, new Date(hour * HOUR))).toBe(true);
        } else {
          expect(isWithin(hours, end)).toBe(false);
          expect(isWithin(hours, new Date(end.getTime() - 1))).toBe(true);
          expect(end.getTime() - moment.getTime()).toBeLessThanOrEqual(DAY);
        }
      }),
    );
  });
});

describe('the pace', () => {
  test.each([
    [10, 360_000],
    [1, HOUR],
    [0.5, HOUR],
    [0, HOUR],
    [-7, HOUR],
    [7, 514_286],
  ])('at %d an hour leaves %d ms between two', (speed, gap) => {
    expect(gapOf(speed)).toBe(gap);
  });

  test('lets through what no window and no gap forbids, and tells when the rest may go', () => {
    const kinds = fc.constantFrom('like' as const, 'follow' as const);
    const acts = fc.array(fc.record({ kind: kinds, at: fc.integer({ min: 0, max: 3 * DAY }) }), { maxLength: 30 });
    const limit = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(acts, limit, limit, limit, fc.integer({ min: 0, max: 20 }), (acts, like, follow, total, speed) => {
        const past = acts.toSorted((one, other) => one.at - other.at);
        const momentsOf = (kind: string) => past.filter((one) => one.kind === kind).map(({ at }) => at);
        const moments = { like: momentsOf('like'), comment: [], follow: momentsOf('follow'), unfollow: [] };
        const limits = { like, comment: 1, follow, unfollow: 1, total };
        const rules = { speed: { like: speed, comment: 1, follow: speed, unfollow: 1 }, limits, window: DAY };
        const mayGo = (at: number): boolean => {
          const within = past.filter((one) => one.at >= at - DAY);
          const last = moments.like.at(-1);
          return (
            within.filter(({ kind }) => kind === 'like').length < like &&
            within.length < total &&
            (last === undefined || at - last >= gapOf(speed))
          );
        };
        for (let at = 3 * DAY; at < 5 * DAY; at += DAY / 5) {
          const now = new Date(at);
          const wait = paceWait('like', paceOf(moments, limits, DAY, now), rules, now);
          expect(wait === undefined).toBe(mayGo(at));
          if (wait?.until === undefined) continue;
          const until = wait.until.getTime();
          expect(mayGo(until - 1)).toBe(false);
          expect(mayGo(until)).toBe(true);
        }
      }),
    );
  });

  test('of a limit of 0 is never', () => {
    const limits = { like: 0, comment: 1, follow: 1, unfollow: 1, total: 1 };
    const rules = { speed: { like: 1, comment: 1, follow: 1, unfollow: 1 }, limits, window: DAY };
    const wait = paceWait('like', { last: {}, filled: {} }, rules, new Date());
    expect(wait).toEqual({ kind: 'limit-reached', limit: 'like' });
  });
});

test('seeded numbers are the same for the same seed, and spread evenly', () => {
  const [one, other, third] = [seededNumbers(7), seededNumbers(7), seededNumbers(8)];
  const draw = (numbers: typeof one) => Array.from({ length: 10_000 }, () => numbers.fraction());
  const numbers = draw(one);
  expect(draw(other)).toEqual(numbers);
  expect(draw(third)).not.toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1150);
  }
});
