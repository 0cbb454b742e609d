import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, type Sent } from '../support/client.ts';
import { newMediaUser, type MediaClient } from '../support/media.ts';
import { startHere, type RunningServer } from '../support/server.ts';
import { claimsOf, damaged, resign, unsigned, withHeader } from '../support/tokens.ts';

const RUNS = process.env['QUINTET_TEST_LONG'] === '1' ? 10_000 : 200;
const MEDIA = '/user/{user}/media';

let server: RunningServer;
let user: MediaClient;
let id: number;
beforeAll(async () => {
  server = await startHere({ QUINTET_APIS: 'media' });
  user = await newMediaUser(`${server.url}/media`);
  ({ id } = await user.put({ name: 'Dune', description: 'kept' }));
});
afterAll(() => server?.stop());

const ROUTES = ['POST /register', 'POST /login', `PUT ${MEDIA}`, `DELETE ${MEDIA}`, `POST ${MEDIA}/import`];

/** Sends the same to every route that takes a body; all must refuse it, and nothing may change. */
async function refusedEverywhere(sent: Sent, status?: number): Promise<void> {
  const state = async () => [await user.list(), await server.database?.digest()];
  const before = await state();
  for (const route of ROUTES) {
    const answer = await user.ask(route, sent);
    expect([route, answer.body.success]).toEqual([route, false]);
    expect([route, answer.status >= 400 && answer.status < 500]).toEqual([route, true]);
    if (status !== undefined) expect([route, answer.status]).toEqual([route, status]);
  }
  expect(await state()).toEqual(before);
}

describe('bodies that no route takes', () => {
  const bytes = (...parts: (string | number)[]): Uint8Array<ArrayBuffer> =>
    new Uint8Array(
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part)))),
    );
  const bodies: Record<string, string | Uint8Array<ArrayBuffer>> = {
    nothing: '',
    null: 'null',
    true: 'true',
    'a number': '1e999',
    'a text': '"name"',
    'an array of numbers': '[1,2]',
    'half an object': '{"name":"x"',
    'two objects': '{"name":"x"}{"name":"x"}',
    'a comma too many': '{"name":"x",}',
    NaN: '{"id":NaN}',
    'a raw NUL': '{"name":"a\0b"}',
    'a form': 'name=x&id=1',
    'UTF-16': new Uint8Array(Buffer.from('{"name":"x"}', 'utf16le')),
    'bytes that are no UTF-8': bytes('{"name":"', 0xff, 0xfe, '"}'),
    'half a surrogate pair in bytes': bytes('{"name":"', 0xed, 0xa0, 0x80, '"}'),
    'many opened arrays': '['.repeat(500_000),
    'many arrays': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'many objects': `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  };
  test.each(Object.entries(bodies))('%s', (_, text) => refusedEverywhere({ text }, 422));

  test('10 MB', () => refusedEverywhere({ text: `{"name":"${'x'.repeat(10_000_000)}"}` }, 413));

  const values: readonly unknown[] = [null, true, 1.5, 1e308, [], ['a'], {}, { toString: 'x' }, { length: 5 }, ''];
  test.each(values)('%j for every field', async (value) => {
    const fields = ['username', 'password', 'id', 'name', 'medium', 'consumed_state', 'description', 'order'];
    await refusedEverywhere({ json: Object.fromEntries(fields.map((field) => [field, value])) }, 422);
  });

  test('what an object inherits is no field', async () => {
    const inherited = '{"__proto__":{"username":"x","password":"y","id":1,"name":"x"}}';
    await refusedEverywhere({ text: inherited }, 422);
    await refusedEverywhere({ text: '{"constructor":{"prototype":{"name":"x","id":1}}}' }, 422);
    expect(({} as { readonly name?: string }).name).toBeUndefined();
  });

  test.each(['a\0b', '\ud800', 'a\udc00b'])('%j as a text', async (text) => {
    await refusedEverywhere({ json: { username: text, password: 'x', name: text } }, 422);
    const json = { id, name: 'x', description: text };
    const { status, body } = await user.ask(`PUT ${MEDIA}`, { json });
    expect([status, body.message]).toEqual([422, 'description parameter must be type string']);
  });
});

describe('texts that a careless storage changes', () => {
  const texts = [
    `'; DROP TABLE media_element; --`,
    '$1 %s {{name}} ${name}',
    '\\ \\\\ "quoted" \\u0000',
    'two\nlines\tand a tab',
    '\u202Eright to left\uFEFF\u2028',
    '👩‍🚀 東京',
    '</script><script>alert(1)</script>',
    '=1+1',
  ];
  test.each(texts)('%j is kept as it is', async (text) => {
    const own = await newMediaUser(user.base);
    const element = await own.put({ name: text, description: text });
    expect([element.name, element.description]).toEqual([text, text]);
    expect(await own.list()).toEqual([element]);
    const { body } = await own.ask(`GET ${MEDIA}?q=${encodeURIComponent(text.slice(0, 5))}`);
    expect(body.data).toEqual([element]);
    for (const format of ['csv', 'json']) {
      const url = `${own.base}/user/${own.username}/media/export?format=${format}`;
      const file = await (await send('GET', url, { authorization: `JWT ${own.token}` })).text();
      const again = await own.ask(`POST ${MEDIA}/import?format=${format}`, { text: file });
      expect(again.body.data).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
    }
  });
});

describe('numbers and searches beyond all', () => {
  const queries = [
    '?page=0',
    '?page=-1',
    '?page=99999999999999999999',
    '?page=1e9',
    '?limit=0',
    '?limit=-5',
    '?limit=999999999999',
    '?page=9007199254740993&limit=100',
    `?q=${'x'.repeat(5000)}`,
    '?q=%00',
    '?q=%ED%A0%80',
    '?q=%FF',
    '?q[]=x&page[]=2&__proto__=x',
  ];
  test.each(queries)('%s is answered', async (query) => {
    for (const path of ['', '/history']) {
      expect((await user.ask(`GET ${MEDIA}${path}${query}`)).status).toBe(200);
    }
  });

  test('a tag of any form is answered', async () => {
    for (const tag of ['"', '""', 'W/', '"99999999999999999999"', '*, *', '"1"'.repeat(1000)]) {
      expect((await user.ask(`GET ${MEDIA}`, { headers: { 'if-none-match': tag } })).status).toBe(200);
    }
  });
});

describe('tokens that are none of ours', () => {
  test('are invalid, and change nothing', async () => {
    const other = await newMediaUser(user.base);
    const forged = [
      unsigned(user.token),
      await resign(user.token, {}, 'another secret of more than 32 bytes'),
      await resign(user.token, { iss: 'other' }),
      await resign(user.token, { aud: 'other' }),
      withHeader(user.token, { alg: 'none' }),
      withHeader(user.token, { alg: 'RS256' }),
      damaged(user.token, 0),
      damaged(user.token, 1),
      damaged(user.token, 2),
      `${user.token}.`,
      '..',
    ];
    for (const token of forged) {
      const sent = { json: { name: 'x' }, authorization: `JWT ${token}` };
      const { status, body } = await user.ask(`PUT ${MEDIA}`, sent);
      expect([status, body.message]).toEqual([401, 'invalid token']);
    }
    // a token of another user, for this user's path
    const sent = { json: { name: 'x' }, authorization: `JWT ${other.token}` };
    expect((await user.ask(`PUT ${MEDIA}`, sent)).body.message).toBe('not logged in as this user');
    expect(claimsOf(user.token)['sub']).not.toBe(claimsOf(other.token)['sub']);
    expect(await user.list()).toEqual([expect.objectContaining({ id, name: 'Dune' })]);
  });
});

test('anything at all is answered in the envelope, and never with a 500', async () => {
  const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800', '__proto__'));
  const element = fc.record(
    {
      id: fc.oneof(fc.constant(id), fc.integer(), fc.double(), anyText),
      name: fc.oneof(anyText, fc.jsonValue()),
      medium: fc.oneof(fc.constantFrom('film', 'other'), fc.jsonValue()),
      consumed_state: fc.oneof(fc.constantFrom('started', 'finished'), fc.jsonValue()),
      description: fc.oneof(anyText, fc.jsonValue()),
      order: fc.oneof(fc.integer(), fc.jsonValue()),
      started_at: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.jsonValue(),
      ),
      username: anyText,
      password: anyText,
    },
    { requiredKeys: [] },
  );
  const json = fc.oneof(element, fc.array(element, { maxLength: 4 }), fc.jsonValue());
  const query = fc
    .array(
      fc.tuple(
        fc.constantFrom('consumed-state', 'medium', 'consumed', 'q', 'page', 'limit', 'id', 'format', 'dry-run', 'ids'),
        fc.oneof(anyText, fc.constantFrom('film', 'started', 'yes', 'no', 'csv', 'json'), fc.bigInt().map(String)),
      ),
      { maxLength: 3 },
    )
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&'));
  const route = fc.constantFrom(
    ...ROUTES,
    `GET ${MEDIA}`,
    `GET ${MEDIA}/stats`,
    `GET ${MEDIA}/history`,
    `PATCH ${MEDIA}`,
    'GET /user/%FF/media',
  );
  await fc.assert(
    fc.asyncProperty(route, query, json, async (request, search, value) => {
      const sent = request.startsWith('GET') ? {} : { json: value };
      const { status } = await user.ask(`${request}?${search}`, sent);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: RUNS },
  );
}, 120_000);
