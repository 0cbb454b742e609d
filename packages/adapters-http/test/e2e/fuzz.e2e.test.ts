import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkForm, newUser, send, type Client } from '../support/client.ts';
import { startHere, type RunningServer } from '../support/server.ts';
import { fillBucket, type Filled } from '../support/world.ts';

const RUNS = process.env['QUINTET_TEST_LONG'] === '1' ? 10_000 : 200;

let server: RunningServer;
let ann: Client;
let filled: Filled;
beforeAll(async () => {
  server = await startHere();
  ann = await newUser(server.base);
  filled = await fillBucket(ann);
});
afterAll(() => server?.stop());

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', ' ', '__proto__', 'a'.repeat(256)),
);

/** Parts of a path that an API may stumble over. */
const segment = fc.oneof(
  fc.constantFrom(
    'bucketlists',
    'items',
    'auth',
    'register',
    'login',
    'logout',
    'reset',
    'password',
    'x',
    '0',
    '-1',
    '1e9',
    '2147483648',
    '9007199254740993',
    '%00',
    '%FF',
    '%2F',
    '..',
    '',
    '__proto__',
    'constructor',
  ),
  fc.constant('{bucket}'),
  fc.constant('{item}'),
  fc.nat({ max: 2 ** 31 - 1 }).map(String),
  anyText.map((text) => encodeURIComponent(text.toWellFormed())),
);
const path = fc.oneof(
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/auth/register',
      '/auth/login',
      '/auth/reset/password',
      '/bucketlists',
      '/bucketlists/{bucket}',
      '/bucketlists/{bucket}/items',
      '/bucketlists/{bucket}/items/{item}',
      '/bucketlists/{bucket}/items/9007199254740993',
    ),
  },
);
const query = fc.oneof(
  fc.constant(''),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('page', 'limit', 'q', 'page[]', '__proto__'),
        fc.oneof(anyText, fc.bigInt().map(String), fc.double().map(String)),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map(
      (pairs) => `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&')}`,
    ),
);
const attribute = fc.constantFrom(
  'name',
  'description',
  'email',
  'password',
  'oldPassword',
  'newPassword',
  'passwordConfirmation',
  '__proto__',
  'constructor',
  'id',
);
const value = fc.oneof(anyText, fc.jsonValue(), fc.constantFrom('a@b.co', '123456'));
const body = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(attribute, value).map((object) => JSON.stringify(object)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText.map((text) => text.toWellFormed()) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)) },
);
const type = fc.oneof(
  { weight: 5, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-8',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      null,
    ),
  },
);
const authorization = fc.oneof(
  { weight: 8, arbitrary: fc.constant('Bearer {token}') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      null,
      'Bearer',
      'Bearer x',
      'bearer  {token}',
      'JWT {token}',
      '{token}',
      'Bearer {token} more',
      'Bearer {token}.',
      'Bearer .{token}',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: fc.constantFrom('a', 'Z', '0', ' ', '.', '-', '_', '=', ',', ';', '"', '\t') })
      .map((text) => `Bearer ${text}`),
  },
);

test(`of ${RUNS} requests of any kind none is answered with a 500, and all in the API's form`, async () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH');
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      query,
      body,
      type,
      authorization,
      async (method, path, query, body, type, authorization) => {
        const address = fill(path) + query;
        const { pathname } = new URL(server.base + address);
        const prefix = new URL(server.base).pathname;
        // what is not the API's, and what would leave nothing to stumble over
        const own = [
          `/bucketlists/${filled.bucket}`,
          `/bucketlists/${filled.bucket}/items/${filled.item}`,
          '/auth/logout',
        ];
        const isOwn =
          ['DELETE', 'POST'].includes(method) && own.includes(pathname.slice(prefix.length).replace(/\/+$/u, ''));
        fc.pre(!isOwn && pathname.startsWith(`${prefix}/`));

        const response = await send(method, server.base + address, {
          ...(method === 'GET' ? {} : { text: body, type }),
          authorization: authorization === null ? null : fill(authorization),
        });
        checkForm(response.status, response.headers.get('content-type'), await response.text());
        expect(response.status).toBeLessThan(500);
        // nobody could have known the password, or the email of an account
        if (address.startsWith('/auth/reset')) expect(response.status).not.toBe(200);
      },
    ),
    { numRuns: RUNS },
  );
  // and after all that, everything is as it should be
  expect((await ann.ask('GET /bucketlists')).status).toBe(200);
  expect((await ann.ask(`GET /bucketlists/${filled.bucket}/items/${filled.item}`)).status).toBe(200);
});

function fill(pattern: string): string {
  return pattern
    .replaceAll('{bucket}', String(filled.bucket))
    .replaceAll('{item}', String(filled.item))
    .replaceAll('{token}', ann.token);
}
