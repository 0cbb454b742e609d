import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTexts } from '../../src/database/postgresql-settings.ts';

test.each<[string, readonly (string | null)[]]>([
  ['{}', []],
  ['{drama}', ['drama']],
  ['{drama,"science fiction",comedy}', ['drama', 'science fiction', 'comedy']],
  ['{"a,b","{c}",""}', ['a,b', '{c}', '']],
  [String.raw`{"say \"no\"","back\\slash",x}`, ['say "no"', String.raw`back\slash`, 'x']],
  ['{"NULL","null",NULL}', ['NULL', 'null', null]],
  ['[2:3]={a,b}', ['a', 'b']],
])('%s', (text, expected) => {
  expect(parseTexts(text)).toEqual(expected);
});

test('any texts that PostgreSQL writes', () => {
  const entry = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('null', 'NULL', ' ', '{', '"'));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (texts) => {
      expect(parseTexts(`{${texts.map(written).join(',')}}`)).toEqual(texts);
    }),
  );
});

/** Quoted where PostgreSQL quotes: the empty text, the word for what is missing, and characters with a meaning. */
function written(text: string): string {
  const plain = text !== '' && text.toUpperCase() !== 'NULL' && !/[{},"\\\s]/u.test(text);
  return plain ? text : `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
