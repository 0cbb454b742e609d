import { describe, expect, test } from 'vitest';
import { pageRequest, type PageWish } from '../../src/index.ts';

describe('a request for a page', () => {
  test.each<[PageWish, object]>([
    [{}, { page: 1, limit: 10 }],
    [{ page: 3 }, { page: 3, limit: 10 }],
    [{ page: 0 }, { page: 1, limit: 10 }],
    [{ page: -1 }, { page: 1, limit: 10 }],
    [{ page: 1.5 }, { page: 1, limit: 10 }],
    [{ page: Number.NaN }, { page: 1, limit: 10 }],
    [{ page: -Infinity }, { page: 1, limit: 10 }],
    [{ page: Infinity }, { page: Number.MAX_SAFE_INTEGER, limit: 10 }],
    [{ page: 1e300 }, { page: Number.MAX_SAFE_INTEGER, limit: 10 }],
    [{ page: Number.MAX_SAFE_INTEGER }, { page: Number.MAX_SAFE_INTEGER, limit: 10 }],
    [{ limit: 1 }, { page: 1, limit: 1 }],
    [{ limit: 0 }, { page: 1, limit: 1 }],
    [{ limit: -7 }, { page: 1, limit: 1 }],
    [{ limit: 100 }, { page: 1, limit: 100 }],
    [{ limit: 101 }, { page: 1, limit: 100 }],
    [{ limit: 2.9 }, { page: 1, limit: 2 }],
    [{ limit: 0.5 }, { page: 1, limit: 1 }],
    [{ limit: Infinity }, { page: 1, limit: 100 }],
    [{ limit: Number.NaN }, { page: 1, limit: 10 }],
    [{ search: '' }, { page: 1, limit: 10 }],
    [{ search: ' \n' }, { page: 1, limit: 10 }],
    [{ search: ' tra vel ' }, { page: 1, limit: 10, search: 'tra vel' }],
    [{ search: '%_\\' }, { page: 1, limit: 10, search: '%_\\' }],
    [{ search: 'a\0b' }, { page: 1, limit: 10, search: 'a\uFFFDb' }],
    [{ search: '\uD83D' }, { page: 1, limit: 10, search: '\uFFFD' }],
    [{ search: '🏔️' }, { page: 1, limit: 10, search: '🏔️' }],
    [
      { page: undefined, limit: undefined, search: undefined },
      { page: 1, limit: 10 },
    ],
    [{ page: '2', limit: '5', search: 7 } as unknown as PageWish, { page: 1, limit: 10 }],
    [{ page: null, limit: null, search: null } as unknown as PageWish, { page: 1, limit: 10 }],
    [{ page: [2], limit: {}, search: ['x'] } as unknown as PageWish, { page: 1, limit: 10 }],
  ])('out of %j is %j', (wish, request) => {
    expect(pageRequest(wish, 10)).toStrictEqual(request);
  });

  test.each([
    [0, 1],
    [1000, 100],
    [Number.NaN, 1],
    [7.5, 7],
  ])('has, where the default is %d, a limit of %d', (defaultLimit, limit) => {
    expect(pageRequest({}, defaultLimit).limit).toBe(limit);
    expect(pageRequest({ limit: Number.NaN }, defaultLimit).limit).toBe(limit);
  });
});
