import { expect, test } from 'vitest';
import type { Arrival } from '../../../../../examples/instagram-bridge/bridge.ts';
import { judge } from './record.ts';

const BOUNDS = { limits: { like: 2, comment: 2, follow: 2, unfollow: 2, total: 3 }, window: 1000, gap: 100 };

function arrival(at: number, kind: Arrival['kind'], target: string, key = `${at} ${kind} ${target}`): Arrival {
  return { at, username: 'ann', kind, target, key, duplicate: false, status: 200 };
}

test('finds nothing where there is nothing to find', () => {
  const record = [
    arrival(0, 'like', 'a-1'),
    arrival(100, 'like', 'b-1'),
    arrival(100, 'follow', 'a'),
    arrival(1000, 'like', 'c-1'),
  ];
  const { closest, fullest, ...verdict } = judge(record, BOUNDS);
  expect(verdict).toEqual({ actions: 4, accounts: 1, twice: [], beyondLimits: [], tooSoon: [] });
  expect([closest, fullest]).toEqual([100, 3]);
});

test('finds what came twice, what was too much and what was too soon', () => {
  expect(judge([arrival(0, 'like', 'a-1', 'k'), arrival(500, 'follow', 'b', 'k')], BOUNDS).twice).toEqual(['key k']);
  expect(judge([arrival(0, 'like', 'a-1'), arrival(5000, 'like', 'a-2')], BOUNDS).twice).toEqual(['ann like a']);
  const likes = [0, 400, 800].map((at) => arrival(at, 'like', `p${at}-1`));
  expect(judge(likes, BOUNDS).beyondLimits).toEqual(['ann: 3 like in a window, 2 allowed']);
  const mixed = (['like', 'comment', 'follow', 'unfollow'] as const).map((kind) => arrival(10, kind, kind));
  expect(judge(mixed, BOUNDS).beyondLimits).toEqual(['ann: 4 total in a window, 3 allowed']);
  expect(judge([arrival(0, 'like', 'a-1'), arrival(99, 'like', 'b-1')], BOUNDS).tooSoon).toEqual([
    'ann: like 99 ms after the last',
  ]);
});
