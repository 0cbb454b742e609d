import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';

interface Numbered {
  readonly id: number;
}

/** A list of all entries there are, in the order of a text and then of their numbers. */
interface TextOrderedList<Entry extends Numbered> {
  /** Adds an entry with this text. */
  readonly add: (text: string, seeking: boolean) => Promise<Entry>;
  readonly textOf: (entry: Entry) => string;
  readonly page: (request: {
    readonly page: number;
    readonly limit: number;
    readonly seeking?: boolean;
  }) => ResultAsync<readonly Entry[], Unavailable>;
  readonly stretch: (request: {
    readonly after?: { readonly text: string; readonly id: number };
    readonly limit: number;
    readonly seeking?: boolean;
  }) => ResultAsync<readonly Entry[], Unavailable>;
}

/** Texts in the order of their code points, which is not that of any language, nor that of UTF-16. */
const ORDERED: readonly string[] = [
  '',
  ' a',
  '-',
  '10',
  '9',
  'A',
  'Z',
  'a',
  'a ',
  'a b',
  'ab',
  'é',
  'ﬀ',
  '\uFFFD',
  '💃',
];

/** How a list is ordered, cut into pages, and read piece by piece. */
export function testLists<Entry extends Numbered>(
  runner: TestRunner,
  { add, textOf, page, stretch }: TextOrderedList<Entry>,
): void {
  /** Everything there is whose text begins so, in the order in which it is listed. */
  const listed = async (prefix: string, seeking?: boolean): Promise<readonly Entry[]> => {
    const entries: Entry[] = [];
    const wanted = seeking === undefined ? {} : { seeking };
    let after: { readonly text: string; readonly id: number } = { text: prefix, id: 0 };
    for (;;) {
      const piece = await valueOf(stretch({ after, limit: 7, ...wanted }));
      assert.ok(piece.length <= 7);
      for (const entry of piece) {
        if (!textOf(entry).startsWith(prefix)) return entries;
        entries.push(entry);
        after = { text: textOf(entry), id: entry.id };
      }
      if (piece.length < 7) return entries;
    }
  };

  runner.test('is in the order of the code points, then of the numbers', async () => {
    const prefix = `${randomUUID()}:`;
    for (const text of [...ORDERED].toReversed()) await add(prefix + text, true);
    const second = await add(`${prefix}A`, false);
    const entries = await listed(prefix);
    const expected = ORDERED.flatMap((text) => (text === 'A' ? [text, text] : [text]));
    assert.deepEqual(
      entries.map(textOf),
      expected.map((text) => prefix + text),
    );
    assert.deepEqual(
      entries.findLast((entry) => textOf(entry) === `${prefix}A`),
      second,
    );
  });

  runner.test('is the same in pages', async () => {
    const prefix = `${randomUUID()}:`;
    for (let number = 10; number < 35; number += 1) await add(`${prefix}${number}`, number % 3 === 0);
    const ours = (entries: readonly Entry[]): readonly Entry[] =>
      entries.filter((entry) => textOf(entry).startsWith(prefix));
    for (const wanted of [{}, { seeking: true }, { seeking: false }]) {
      const entries: Entry[] = [];
      for (let number = 1; ; number += 1) {
        const found = await valueOf(page({ page: number, limit: 10, ...wanted }));
        entries.push(...found);
        if (found.length < 10) break;
      }
      assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
      assert.deepEqual(ours(entries), await listed(prefix, wanted.seeking));
    }
    assert.equal((await listed(prefix)).length, 25);
    assert.equal((await listed(prefix, true)).length, 8);
    assert.equal((await listed(prefix, false)).length, 17);
  });

  runner.test('is empty on a page past its end', async () => {
    await add(randomUUID(), true);
    for (const number of [1_000_000, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      assert.deepEqual(await valueOf(page({ page: number, limit: 100 })), []);
    }
  });

  runner.test('goes on from a place where nothing is any more', async () => {
    const prefix = `${randomUUID()}:`;
    const last = await add(`${prefix}c`, true);
    await add(`${prefix}a`, true);
    const after = { text: `${prefix}b`, id: last.id };
    assert.deepEqual((await valueOf(stretch({ after, limit: 1 })))[0], last);
  });

  runner.test('begins with the first', async () => {
    const first = await add(`\u0001${randomUUID()}`, true);
    const [found] = await valueOf(stretch({ limit: 1 }));
    assert.ok(found !== undefined && textOf(found) <= textOf(first));
    assert.deepEqual((await valueOf(page({ page: 1, limit: 1 })))[0], found);
  });
}
