import assert from 'node:assert/strict';
import type { ResultAsync } from 'neverthrow';
import type { Page, PageRequest } from '../../kernel/page.ts';
import { valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';

type Named = { readonly name: string };

/** A kind of list that is served in pages. */
export interface PagedList {
  readonly order: 'oldest-first' | 'newest-first';
  /** Makes a list whose entries are added with these names, and gives what reads its pages. */
  readonly list: (names: readonly string[]) => Promise<(request: PageRequest) => ResultAsync<Page<Named>, unknown>>;
}

/** How a list is cut into pages. */
export function testPages({ test }: TestRunner, { order, list }: PagedList): void {
  const added = Array.from({ length: 25 }, (_, index) => `name ${index}`);
  const listed = order === 'oldest-first' ? added : added.toReversed();

  test(`is in order, ${order}, and counts all pages together`, async () => {
    const page = await list(added);
    const read = async (number: number, limit: number): Promise<[string[], number]> => {
      const { entries, total } = await valueOf(page({ page: number, limit }));
      return [entries.map(({ name }) => name), total];
    };
    assert.deepEqual(await read(1, 10), [listed.slice(0, 10), 25]);
    assert.deepEqual(await read(2, 10), [listed.slice(10, 20), 25]);
    assert.deepEqual(await read(3, 10), [listed.slice(20), 25]);
    assert.deepEqual(await read(5, 5), [listed.slice(20), 25]);
    assert.deepEqual(await read(25, 1), [listed.slice(24), 25]);
    assert.deepEqual(await read(1, 25), [listed, 25]);
    assert.deepEqual(await read(1, 100), [listed, 25]);
  });

  test('is empty past the end, however far, and counts all the same', async () => {
    const page = await list(added);
    for (const number of [4, 1000, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      for (const limit of [10, 100]) {
        assert.deepEqual(await valueOf(page({ page: number, limit })), { entries: [], total: 25 });
        const wanted = { page: number, limit, search: 'name' };
        assert.deepEqual(await valueOf(page(wanted)), { entries: [], total: 25 });
      }
    }
  });
}

/** What a search finds. */
export function testSearch({ test }: TestRunner, { order, list }: PagedList): void {
  const search = async (names: readonly string[], text: string): Promise<readonly string[]> => {
    const { entries, total } = await valueOf((await list(names))({ page: 1, limit: 100, search: text }));
    assert.equal(total, entries.length);
    const found = entries.map(({ name }) => name);
    return order === 'oldest-first' ? found : found.toReversed();
  };

  test('finds any part of a name, in any case', async () => {
    const names = ['Travel', 'unravelled', 'TRAVAIL', 'Cooking', 'by tram'];
    assert.deepEqual(await search(names, 'rav'), ['Travel', 'unravelled', 'TRAVAIL']);
    assert.deepEqual(await search(names, 'TRAV'), ['Travel', 'TRAVAIL']);
    assert.deepEqual(await search(names, 'l'), ['Travel', 'unravelled', 'TRAVAIL']);
    assert.deepEqual(await search(names, 'by tram'), ['by tram']);
    assert.deepEqual(await search(names, 'train'), []);
  });

  test('finds letters beyond ASCII in any case', async () => {
    const names = ['Zürich', 'ZÜRICH', 'Zurich', 'Ярославль', 'ΑΘΗΝΑ', '東京'];
    assert.deepEqual(await search(names, 'ZÜR'), ['Zürich', 'ZÜRICH']);
    assert.deepEqual(await search(names, 'ü'), ['Zürich', 'ZÜRICH']);
    assert.deepEqual(await search(names, 'ЯРО'), ['Ярославль']);
    assert.deepEqual(await search(names, 'αθη'), ['ΑΘΗΝΑ']);
    assert.deepEqual(await search(names, '京'), ['東京']);
  });

  test('takes every character for itself', async () => {
    const names = ['100 %', '100 x', 'a_b', 'acb', 'back\\slash', 'back/slash', "it's", '(a|b)*.+?[c]^$', '🏔️ hike'];
    for (const name of names) assert.deepEqual(await search(names, name), [name]);
    assert.deepEqual(await search(names, '%'), ['100 %']);
    assert.deepEqual(await search(names, '_'), ['a_b']);
    assert.deepEqual(await search(names, '\\'), ['back\\slash']);
    assert.deepEqual(await search(names, '\\%'), []);
    assert.deepEqual(await search(names, '.'), ['(a|b)*.+?[c]^$']);
    assert.deepEqual(await search(names, "'"), ["it's"]);
    assert.deepEqual(await search(names, '🏔️'), ['🏔️ hike']);
  });

  test('is served in pages, and counts what it finds', async () => {
    const names = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? `even ${index}` : `odd ${index}`));
    const page = await list(names);
    const even = names.filter((name) => name.startsWith('even'));
    const listed = order === 'oldest-first' ? even : even.toReversed();
    const second = await valueOf(page({ page: 2, limit: 10, search: 'EVEN' }));
    assert.deepEqual([second.entries.map(({ name }) => name), second.total], [listed.slice(10), 15]);
    assert.deepEqual(await valueOf(page({ page: 3, limit: 10, search: 'even' })), { entries: [], total: 15 });
    assert.deepEqual(await valueOf(page({ page: 1, limit: 10, search: 'prime' })), { entries: [], total: 0 });
  });

  test('may be for longer text than any name', async () => {
    assert.deepEqual(await search(['x', 'x'.repeat(255)], 'x'.repeat(5000)), []);
    assert.deepEqual(await search(['x', 'x'.repeat(255)], 'x'.repeat(255)), ['x'.repeat(255)]);
  });
}
