import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchable, searchFor } from '../../src/bucketlist/search.ts';

test.each([
  ['Lisbon', { by: 'trigrams', text: '%lisbon%' }],
  ['50% a_b\\c abc', { by: 'trigrams', text: String.raw`%50\% a\_b\\c abc%` }],
  ['li', { by: 'list', text: 'li' }],
  ['a b c', { by: 'list', text: 'a b c' }],
  ['%', { by: 'list', text: '%' }],
  ['ЯРО', { by: 'list', text: 'яро' }],
  ['\0', undefined],
  ['\uD800abc', undefined],
  ['x'.repeat(5000), undefined],
])('%j', (search, expected) => {
  expect(searchFor(search)).toEqual(expected);
});

test('every part of every name can be found', () => {
  const parts = fc
    .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), fc.nat(), fc.nat())
    .map(([name, from, length]) => Array.from(name).slice(from % 255, (from % 255) + 1 + (length % 255)))
    .map((characters) => characters.join(''))
    .filter((part) => part !== '' && !part.includes('\0'));
  fc.assert(fc.property(parts, (part) => searchFor(part) !== undefined));
});

test('a pattern stands for its text alone', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z%_\\]{3,12}$/), (text) => {
      const search = searchFor(text);
      if (search?.by !== 'trigrams') return;
      const unescaped = search.text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
      expect(unescaped).toBe(searchable(text));
      expect(search.text.slice(1, -1).replaceAll(/\\./g, '')).not.toMatch(/[%_\\]/);
    }),
  );
});
