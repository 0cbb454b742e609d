import { beforeAll, describe, expect, test } from 'vitest';
import { newUser, send, inForm, type AnswerBody, type Client } from '../../support/client.ts';
import type { RunningServer } from '../../support/server.ts';

/** Pages, links and searches of buckets and of items, which follow the same rules. */
export function describePages(running: () => RunningServer): void {
  describe.each(['buckets', 'items'] as const)('pages of %s', (kind) => {
    const names = Array.from({ length: 23 }, (_, index) => `Entry ${String(index + 1).padStart(2, '0')}`);
    // buckets come in order of creation, items newest first
    const inOrder = kind === 'buckets' ? names : names.toReversed();
    let ann: Client;
    let path: string;

    beforeAll(async () => {
      ann = await newUser(running().base);
      path = await makeList(ann, kind, names);
    });

    const page = async (query: string): Promise<AnswerBody> => (await ann.ask(`GET ${path}${query}`)).body;
    const shown = (body: AnswerBody): string[] => (body[kind] ?? []).map(({ name }) => name);
    const link = (query: string): string => `${running().base}${path}/?${query}`;

    const rows: [query: string, from: number, to: number, previous: string | null, next: string | null][] = [
      ['', 0, 10, null, 'page=2'],
      ['?page=1', 0, 10, null, 'page=2'],
      ['?page=2', 10, 20, 'page=1', 'page=3'],
      ['?page=3', 20, 23, 'page=2', null],
      ['?page=4', 23, 23, 'page=3', null],
      ['?page=1000000', 23, 23, 'page=999999', null],
      // a page that is no whole number from 1 is page 1
      ['?page=0', 0, 10, null, 'page=2'],
      ['?page=-1', 0, 10, null, 'page=2'],
      ['?page=abc', 0, 10, null, 'page=2'],
      ['?page=1.5', 0, 10, null, 'page=2'],
      ['?page=', 0, 10, null, 'page=2'],
      ['?page=2x', 0, 10, null, 'page=2'],
      ['?page=0x2', 0, 10, null, 'page=2'],
      ['?page=NaN', 0, 10, null, 'page=2'],
      ['?page=Infinity', 0, 10, null, 'page=2'],
      // a limit outside of 1 to 100 is the nearest of them
      ['?limit=23', 0, 23, null, null],
      ['?limit=22', 0, 22, null, 'limit=22&page=2'],
      ['?limit=5&page=2', 5, 10, 'limit=5&page=1', 'limit=5&page=3'],
      ['?page=2&limit=5', 5, 10, 'limit=5&page=1', 'limit=5&page=3'],
      ['?limit=100', 0, 23, null, null],
      ['?limit=101', 0, 23, null, null],
      ['?limit=1000000000000', 0, 23, null, null],
      // searches
      ['?q=entry', 0, 10, null, 'q=entry&page=2'],
      ['?q=ENTRY&limit=8&page=2', 8, 16, 'q=ENTRY&limit=8&page=1', 'q=ENTRY&limit=8&page=3'],
      ['?page=2&q=try&limit=8', 8, 16, 'q=try&limit=8&page=1', 'q=try&limit=8&page=3'],
      // what is not ours is not kept
      ['?colour=red&page=2', 10, 20, 'page=1', 'page=3'],
    ];
    for (const [query, from, to, previous, next] of rows) {
      for (const slash of ['', '/']) {
        test(`${slash}${query} shows ${from} to ${to}, previous ${previous}, next ${next}`, async () => {
          expect(await page(`${slash}${query}`)).toEqual({
            status: 'success',
            count: 23,
            previous: previous && link(previous),
            next: next && link(next),
            [kind]: inOrder.slice(from, to).map((name) => expect.objectContaining({ name }) as unknown),
          });
        });
      }
    }

    test.each(['?limit=0', '?limit=-5', '?limit=-1000000000000000000000'])('%s shows one', async (query) => {
      expect(shown(await page(query))).toEqual(inOrder.slice(0, 1));
    });

    test.each([2n ** 31n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 60n, 2n ** 63n, 2n ** 64n, 10n ** 30n])(
      'page %s lies past the end',
      async (number) => {
        expect(await page(`?page=${number}`)).toEqual({
          status: 'success',
          count: 23,
          previous: link(`page=${number - 1n}`),
          next: null,
          [kind]: [],
        });
      },
    );

    test('whoever follows next sees everything once, and back again by previous', async () => {
      const forth = await follow(ann, `${running().base}${path}?limit=4`, 'next');
      expect(forth.flatMap(shown)).toEqual(inOrder);
      expect(forth.every(({ count }) => count === 23)).toBe(true);
      const back = await follow(ann, link('limit=4&page=6'), 'previous');
      expect(back).toEqual(forth.toReversed());
    });

    test.each(['?q=', '?q=%20%20', '?q', '?q=+'])('an empty search, %s, lists all', async (query) => {
      const body = await page(query);
      expect(body.count).toBe(23);
      const all = await follow(ann, `${running().base}${path}${query}`, 'next');
      expect(all.flatMap(shown)).toEqual(inOrder);
    });

    test('a search that finds nothing has no pages', async () => {
      expect(await page('?q=nothing')).toEqual({ status: 'success', count: 0, previous: null, next: null, [kind]: [] });
    });

    describe('searches', () => {
      const odd = [
        '100% sure',
        '100 sure',
        'snake_case',
        'snakeXcase',
        'back\\slash',
        'École',
        "O'Neil",
        'a+b',
        'ΣΊΣΥΦΟΣ',
        '#1&2=3',
      ];
      let bob: Client;
      let list: string;
      beforeAll(async () => {
        bob = await newUser(running().base);
        list = await makeList(bob, kind, odd);
      });

      const searches: [q: string, found: string[]][] = [
        ['SURE', ['100% sure', '100 sure']],
        ['  sure  ', ['100% sure', '100 sure']],
        ['%', ['100% sure']],
        ['0%', ['100% sure']],
        ['0% S', ['100% sure']],
        ['_', ['snake_case']],
        ['e_c', ['snake_case']],
        ['\\', ['back\\slash']],
        ['\\s', ['back\\slash']],
        ['\\%', []],
        ['écol', ['École']],
        ['ÉCOLE', ['École']],
        ['σίσυ', ['ΣΊΣΥΦΟΣ']],
        ["'", ["O'Neil"]],
        ['a+b', ['a+b']],
        ['#1&2=3', ['#1&2=3']],
        ['.*', []],
        ['\0', []],
        ['\ufffd', []],
        ["' OR 1=1 --", []],
        ['x'.repeat(2000), []],
      ];
      test.each(searches)('%j finds %j', async (q, found) => {
        const { body } = await bob.ask(`GET ${list}?${new URLSearchParams({ q }).toString()}`);
        expect(shown(body).toSorted()).toEqual(found.toSorted());
        expect(body.count).toBe(found.length);
        const one = await follow(
          bob,
          `${running().base}${list}?${new URLSearchParams({ q, limit: '1' }).toString()}`,
          'next',
        );
        expect(one.flatMap(shown).toSorted()).toEqual(found.toSorted());
      });
    });
  });

  test('buckets stay in order of creation when they are edited', async () => {
    const ann = await newUser(running().base);
    await makeList(ann, 'buckets', ['one', 'two', 'three']);
    const { body } = await ann.ask('GET /bucketlists');
    await ann.ask(`PUT /bucketlists/${body.buckets?.[0]?.id}`, { json: { name: 'zero' } });
    const { body: after } = await ann.ask('GET /bucketlists');
    expect(after.buckets?.map(({ name }) => name)).toEqual(['zero', 'two', 'three']);
  });
}

/** Makes a list of a user, and gives its path. */
async function makeList(client: Client, kind: 'buckets' | 'items', names: readonly string[]): Promise<string> {
  let path = '/bucketlists';
  if (kind === 'items') {
    const { body } = await client.ask('POST /bucketlists', { json: { name: 'Travel' } });
    path = `/bucketlists/${body.id}/items`;
  }
  for (const name of names) await client.ask(`POST ${path}`, { json: { name } });
  return path;
}

/** Every page from one on, by its links as they are. */
async function follow(client: Client, url: string, direction: 'next' | 'previous'): Promise<AnswerBody[]> {
  const pages: AnswerBody[] = [];
  for (let at: string | null = url; at !== null; at = pages.at(-1)?.[direction] ?? null) {
    const response = await send('GET', at, { authorization: `Bearer ${client.token}` });
    pages.push((await inForm(response)).body);
    expect(pages.length).toBeLessThan(50);
  }
  return pages;
}
