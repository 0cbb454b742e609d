import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorBody, movieBody, type Received, type Sending } from '../support/agency.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';
import { damaged, resign, unsigned, withHeader } from '../support/tokens.ts';

const RUNS = process.env['QUINTET_TEST_LONG'] === '1' ? 10_000 : 200;

let agency: RunningAgency;
let token: string;
let ids: { readonly actor: number; readonly movie: number; readonly casting: number };

beforeAll(async () => {
  agency = await startAgency();
  token = await agency.tokenOf('executive-producer');
  const actor = Number((await ask('POST /actors/create', { json: actorBody() })).body['actor_id']);
  const movie = Number((await ask('POST /movies/create', { json: movieBody() })).body['movie_id']);
  const made = await ask(`POST /movies/${movie}/castings`, { json: { actor_id: actor, role: 'x' } });
  ids = { actor, movie, casting: Number(made.body['casting_id']) };
});
afterAll(() => agency?.stop());

const ask = (request: string, sending: Sending = {}): Promise<Received> => agency.call(request, { token, ...sending });

const WRITES = (): string[] => [
  'POST /actors/create',
  'POST /movies/create',
  `POST /movies/${ids.movie}/castings`,
  `PATCH /actors/${ids.actor}`,
  `PATCH /movies/${ids.movie}`,
  `PATCH /castings/${ids.casting}`,
];

/** All that there is, to be compared. */
async function state(): Promise<unknown> {
  const lists = ['/actors', '/movies', `/movies/${ids.movie}/castings`];
  return Promise.all(lists.map(async (list) => (await ask(`GET ${list}`)).body));
}

async function unchanged(attack: () => Promise<void>): Promise<void> {
  const before = await state();
  await attack();
  expect(await state(), 'nothing has changed').toEqual(before);
}

function expectRefused({ status, body, text }: Received): void {
  expect([status >= 400 && status < 500, body], text.slice(0, 300)).toEqual([
    true,
    { success: false, error: status, message: expect.stringMatching(/\S/u) },
  ]);
}

const FIELDS = [...Object.keys(actorBody()), ...Object.keys(movieBody()), 'actor_id', 'role', 'status'];

describe('what is sent in the place of every field is refused', () => {
  const values: readonly unknown[] = [
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    [],
    ['a', 1],
    {},
    { a: 1 },
    [[]],
    { length: 5, 0: 'a' },
    { toString: 'x' },
    '',
    ' \0 ',
    '\ud800',
    'x'.repeat(100_000),
  ];
  test.each(values)('%j', (value) =>
    unchanged(async () => {
      const json = Object.fromEntries(FIELDS.map((field) => [field, value]));
      for (const route of WRITES()) expectRefused(await ask(route, { json }));
      // and field by field
      for (const field of FIELDS) {
        if (Array.isArray(value) && value.length === 0 && field === 'genres') continue;
        for (const route of WRITES().slice(3)) expectRefused(await ask(route, { json: { [field]: value } }));
      }
    }),
  );
});

describe('names that objects have of themselves are no fields', () => {
  test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'])('%s', (name) =>
    unchanged(async () => {
      const text = `{${JSON.stringify(name)}:${JSON.stringify({ ...actorBody(), ...movieBody(), actor_id: 1, role: 'x' })}}`;
      for (const route of WRITES()) expectRefused(await ask(route, { text }));
    }),
  );
});

describe('bodies that are too large or too deep are refused', () => {
  test('10 MB', () =>
    unchanged(async () => {
      for (const route of WRITES()) {
        const answer = await ask(route, { text: `{"name":"${'x'.repeat(10_000_000)}"}` });
        expect(answer.status).toBe(413);
        expectRefused(answer);
      }
    }));

  test.each(['['.repeat(400_000), '{"name":'.repeat(100_000), `${'['.repeat(200_000)}${']'.repeat(200_000)}`])(
    'nested: %.12s',
    (text) =>
      unchanged(async () => {
        for (const route of WRITES()) expectRefused(await ask(route, { text }));
      }),
  );
});

describe('tokens that are not good are refused', () => {
  const tokens: Readonly<Record<string, () => string | Promise<string>>> = {
    'without a signature': () => unsigned(token),
    'with alg none': () => withHeader(token, { alg: 'none' }),
    'with alg None': () => withHeader(token, { alg: 'None' }),
    'with another algorithm': () => withHeader(token, { alg: 'HS512' }),
    'with a key of its own': () => withHeader(token, { alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } }),
    'with a changed header': () => damaged(token, 0),
    'with changed claims': () => damaged(token, 1),
    'with a changed signature': () => damaged(token, 2),
    'with another secret': () => resign(token, {}, 'another secret of more than thirty-two bytes'),
    'with an empty subject': () => resign(token, { sub: '' }),
    'for somebody who is no number': () => resign(token, { sub: 'admin' }),
    'with permissions that are no list': () => resign(token, { permissions: 'get:actors' }),
    'with permissions that are no texts': () => resign(token, { permissions: [{}] }),
    'without an end': () => resign(token, { exp: undefined }),
    'of the distant past': () => resign(token, { exp: 1 }),
    'not yet good': () => resign(token, { nbf: 4_000_000_000 }),
    'of another issuer': () => resign(token, { iss: 'https://elsewhere.example.com/' }),
    'of 100 kB': () => `${token}${'A'.repeat(8000)}`,
  };
  test.each(Object.entries(tokens))('%s', (_, make) =>
    unchanged(async () => {
      const bad = await make();
      for (const route of ['GET /actors', `DELETE /movies/${ids.movie}`, 'POST /actors/create']) {
        expectRefused(await agency.call(route, { token: bad }));
      }
    }),
  );
});

test('whatever is asked is answered in the form of the API, and never with a 500', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      fc.oneof(
        fc.constantFrom(
          '/actors',
          '/movies',
          '/actors/create',
          '/movies/create',
          '/castings/0',
          '/actors/0',
          '/movies/0',
        ),
        fc
          .array(
            fc.oneof(
              fc.constantFrom('actors', 'movies', 'castings', 'create', '0', '1e9', '2147483648', '%00', '%FF', ''),
              fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
            ),
            { maxLength: 4 },
          )
          // A client takes these out of the path before it sends it.
          .filter((parts) => !parts.some((part) => /^(?:\.|%2e){1,2}$/i.test(part)))
          .map((parts) => `/x/${parts.join('/')}`),
      ),
      fc.dictionary(
        fc.constantFrom('page', 'limit', 'seeking', 'q', '__proto__'),
        fc.oneof(fc.string(), fc.nat().map(String)),
      ),
      fc.oneof(
        fc.json(),
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue()).map((body) => JSON.stringify(body)),
      ),
      async (method, path, query, text) => {
        const search = new URLSearchParams(
          Object.entries(query).map(([key, value]): [string, string] => [key, value.toWellFormed()]),
        );
        const hasBody = method !== 'GET';
        const answer = await ask(
          `${method} ${path}?${search.toString()}`,
          hasBody ? { text: text.toWellFormed() } : {},
        );
        expect(answer.headers.get('content-type'), `${method} ${path}`).toBe('application/json');
        expect(answer.body['success']).toBe(answer.status === 200);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: RUNS },
  ));
