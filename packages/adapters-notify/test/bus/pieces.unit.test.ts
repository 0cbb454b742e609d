import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutter, joiner } from '../../src/bus/pieces.ts';

test('whatever is cut is joined again, whoever else sends in between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 600 }), { maxLength: 8 }),
      fc.integer({ min: 81, max: 300 }),
      fc.infiniteStream(fc.boolean()),
      (texts, largest, turns) => {
        const [one, other] = ['one', 'other'].map((sender) => {
          const cut = cutter(sender);
          return texts.flatMap((text) => [...cut(text, largest)]);
        }) as [Uint8Array[], Uint8Array[]];
        expect([...one, ...other].every((piece) => piece.length <= largest)).toBe(true);
        const join = joiner();
        const heard: string[] = [];
        while (one.length > 0 || other.length > 0) {
          const [turn, rest] = turns.next().value ? [one, other] : [other, one];
          const piece = turn.shift() ?? rest.shift();
          const text = piece && join(piece);
          if (text !== undefined) heard.push(text);
        }
        expect(heard.toSorted()).toEqual([...texts, ...texts].toSorted());
      },
    ),
  );
});

test('a text of which a piece is lost is lost, and the next is heard', () => {
  const cut = cutter('one');
  for (const lost of [0, 1, 2]) {
    const join = joiner();
    const pieces = cut('abc', 81).toSpliced(lost, 1);
    expect(pieces.map(join)).toEqual([undefined, undefined]);
    expect(cut('def', 81).map(join)).toEqual([undefined, undefined, 'def']);
  }
});

test.each(['', '\n', 'hello', 'a b c d\n', 'one 1 1 2\nx', `${'x'.repeat(40)} 1 0 1\n`])('%j is no piece', (text) => {
  expect(joiner()(Buffer.from(text))).toBeUndefined();
});
