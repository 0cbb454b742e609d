import { describe, expect, test } from 'vitest';
import { parseMediaWish, type MediaWishMalformed, type UncheckedMediaWish } from '../../src/index.ts';

function fault(wish: UncheckedMediaWish): MediaWishMalformed['kind'] | 'none' {
  return parseMediaWish(wish).match(
    () => 'none',
    ({ kind }) => kind,
  );
}

const NO_INTEGERS = [null, true, '3', 1.5, Number.NaN, Infinity, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, [], {}, ''];
const NO_TEXTS = [null, true, 3, [], {}, 'NUL \0', 'half \uD83D a pair'];

describe('a wish', () => {
  test('of a name alone, or of an id alone, is enough', () => {
    expect(parseMediaWish({ name: 'Dune' })._unsafeUnwrap()).toEqual({ name: 'Dune' });
    expect(parseMediaWish({ id: 3 })._unsafeUnwrap()).toEqual({ id: 3 });
  });

  test('keeps the fields that it has, and no other', () => {
    const wish = {
      id: -1,
      name: ' x ',
      medium: 'audio' as const,
      consumedState: 'started' as const,
      description: '',
      order: -5,
    };
    expect(parseMediaWish({ ...wish, more: 1 } as UncheckedMediaWish)._unsafeUnwrap()).toEqual(wish);
  });

  test('needs a name or an id', () => {
    expect(fault({})).toBe('name-and-id-missing');
    expect(fault({ medium: 'film', order: 'x' })).toBe('name-and-id-missing');
    expect(fault({ id: undefined, name: undefined })).toBe('name-and-id-missing');
  });

  test.each(NO_INTEGERS)('takes %o for neither an id nor an order', (value) => {
    expect(fault({ id: value })).toBe('media-id-malformed');
    expect(fault({ name: 'x', order: value })).toBe('media-order-malformed');
  });

  test.each([0, -0, 3, 3.0, -7, 2 ** 31 - 1, -(2 ** 31)])('takes %o for an id and an order', (value) => {
    expect(fault({ id: value, order: value })).toBe('none');
  });

  test.each(NO_TEXTS)('takes %o for neither a name nor a description', (value) => {
    expect(fault({ name: value })).toBe('media-name-malformed');
    expect(fault({ name: 'x', description: value })).toBe('media-description-malformed');
  });

  test.each([null, '', 'Film', 'film ', 'not-started', 'toString', '__proto__', 1, ['film']])(
    'takes %o for neither a medium nor a state',
    (value) => {
      expect(fault({ name: 'x', medium: value })).toBe('medium-unknown');
      expect(fault({ name: 'x', consumedState: value })).toBe('consumed-state-unknown');
    },
  );

  test('has a name of 1 to 80 characters, whatever they are', () => {
    for (const name of ['x', ' ', '😀'.repeat(80), 'é'.repeat(80)]) expect(fault({ name })).toBe('none');
    for (const name of ['', 'x'.repeat(81), '😀'.repeat(81)]) expect(fault({ name })).toBe('media-name-out-of-bounds');
  });

  test('has a description of at most 500 characters', () => {
    for (const description of ['', 'x'.repeat(500), '😀'.repeat(500)])
      expect(fault({ id: 1, description })).toBe('none');
    for (const description of ['x'.repeat(501), '😀'.repeat(501), 'x'.repeat(1_000_000)]) {
      expect(fault({ id: 1, description })).toBe('media-description-too-long');
    }
  });

  test('is looked at field after field, and the first fault is told', () => {
    const wish: Record<string, unknown> = {
      id: 'x',
      name: 1,
      medium: 'x',
      consumedState: 'x',
      description: 1,
      order: 'x',
    };
    const order: readonly (readonly [MediaWishMalformed['kind'], object])[] = [
      ['media-id-malformed', { id: 3 }],
      ['media-name-malformed', { name: '' }],
      ['medium-unknown', { medium: 'film' }],
      ['consumed-state-unknown', { consumedState: 'started' }],
      ['media-description-malformed', { description: 'x'.repeat(501) }],
      ['media-description-too-long', { description: '' }],
      ['media-order-malformed', { order: 1 }],
      ['media-name-out-of-bounds', { name: 'x' }],
    ];
    for (const [kind, mended] of order) {
      expect(fault(wish)).toBe(kind);
      Object.assign(wish, mended);
    }
    expect(fault(wish)).toBe('none');
  });
});
