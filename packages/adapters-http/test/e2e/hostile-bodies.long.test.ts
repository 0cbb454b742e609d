import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stranger, type Sent } from '../support/client.ts';
import { expectRefused, makeGuarded, type Guarded } from '../support/guarded.ts';
import { startHere, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let guarded: Guarded;
beforeAll(async () => {
  server = await startHere();
  guarded = await makeGuarded(server);
});
afterAll(() => server?.stop());

/** The routes that take a body. */
const WRITES = (): string[] => [
  'POST /auth/register',
  'POST /auth/login',
  'POST /auth/reset/password',
  'POST /bucketlists',
  `PUT /bucketlists/${guarded.bucket}`,
  `POST /bucketlists/${guarded.bucket}/items`,
  `PUT /bucketlists/${guarded.bucket}/items/${guarded.item}`,
];

/** Sends the same to every route that takes a body; all must refuse it, and nothing may change. */
async function refusedEverywhere(sent: Sent, status?: number): Promise<void> {
  await guarded.unchanged(async () => {
    for (const route of WRITES()) {
      const answer = await guarded.client.ask(route, sent);
      expectRefused(answer);
      if (status !== undefined) expect([route, answer.status]).toEqual([route, status]);
    }
  });
}

describe('bodies that are no object are refused', () => {
  const bodies = [
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1e999',
    '""',
    '"name"',
    '[]',
    '[{}]',
    '[{"name":"Travel"}]',
    '[["name","Travel"]]',
  ];
  test.each(bodies)('%s', (text) => refusedEverywhere({ text }));
});

describe('bodies that are no JSON are refused', () => {
  const bodies: Record<string, string | Uint8Array<ArrayBuffer>> = {
    nothing: '',
    'a blank': ' ',
    'half an object': '{"name":"Travel"',
    'two objects': '{"name":"Travel"}{"name":"Travel"}',
    'a comma too many': '{"name":"Travel",}',
    'single quotes': "{'name':'Travel'}",
    'a comment': '{"name":"Travel"/**/}',
    NaN: '{"name":NaN}',
    'a raw line break in text': '{"name":"a\nb"}',
    'a raw NUL in text': '{"name":"a\0b"}',
    'NUL behind it': '{"name":"Travel"}\0',
    'an unknown escape': '{"name":"\\x41"}',
    'half an escape': '{"name":"\\u00"}',
    'a form': 'name=Travel',
    XML: '<?xml version="1.0"?><name>Travel</name>',
    'UTF-16': new Uint8Array(Buffer.from('{"name":"Travel"}', 'utf16le')),
    'bytes that are no UTF-8': bytes('{"name":"', 0xff, 0xfe, '","email":"a@b.co","password":"123', 0xff, '456"}'),
    'an overlong encoding': bytes('{"name":"', 0xc0, 0xaf, '","email":"a', 0xc0, 0xaf, '@b.co","password":"123456"}'),
    'half a surrogate pair in bytes': bytes(
      '{"name":"',
      0xed,
      0xa0,
      0x80,
      '","email":"a',
      0xed,
      0xa0,
      0x80,
      '@b.co","password":"123456"}',
    ),
    'UTF-8 cut off': bytes('{"name":"', 0xe2, 0x82, '","email":"a', 0xe2, '@b.co","password":"123456"}'),
    'many opened arrays': '['.repeat(500_000),
    'many opened objects': '{"name":'.repeat(100_000),
  };
  test.each(Object.entries(bodies))('%s', (_, text) => refusedEverywhere({ text }, 400));
});

describe('wrong types are refused', () => {
  const values: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    [],
    ['a'],
    {},
    { a: 1 },
    [[]],
    { length: 5 },
    { toString: 'x' },
  ];
  const attributes = ['email', 'password', 'oldPassword', 'newPassword', 'passwordConfirmation', 'name'];
  test.each(values)('%j for every attribute', async (value) => {
    await refusedEverywhere({ json: Object.fromEntries(attributes.map((name) => [name, value])) });
  });
  test.each(values.filter((value) => value !== null))('%j for a description', async (description) => {
    await guarded.unchanged(async () => {
      const path = `/bucketlists/${guarded.bucket}/items`;
      for (const route of [`POST ${path}`, `PUT ${path}/${guarded.item}`]) {
        expectRefused(await guarded.client.ask(route, { json: { name: 'Cake', description } }));
      }
      expectRefused(await guarded.client.ask(`PUT ${path}/${guarded.item}`, { json: { description } }));
    });
  });
});

describe('text that no database keeps is refused', () => {
  test.each(['a\0b', '\0', 'a\ud800', '\udc00b', '\ud800\ud800', '\udfff\ud83d'])('%j', async (text) => {
    const email = `${text}@example.com`;
    await refusedEverywhere({ json: { name: text, email, password: '123456' } });
    // a password is not kept, so that NUL does no harm there; half a surrogate pair has no bytes to hash
    if (!text.isWellFormed()) {
      await refusedEverywhere({ json: { name: text, email: 'ann@example.com', password: `1234${text}` } });
    }
    await guarded.unchanged(async () => {
      const path = `/bucketlists/${guarded.bucket}/items`;
      for (const route of [`POST ${path}`, `PUT ${path}/${guarded.item}`]) {
        expectRefused(await guarded.client.ask(route, { json: { name: 'Cake', description: text } }));
      }
    });
  });
});

describe('names of JavaScript', () => {
  test('as attributes do nothing', async () => {
    await refusedEverywhere({ text: '{"__proto__":{"name":"x","email":"a@b.co","password":"123456"}}' });
    await refusedEverywhere({ text: '{"constructor":{"prototype":{"name":"x"}}}' });
    await refusedEverywhere({ text: '{"toString":1,"valueOf":1,"hasOwnProperty":1}' });
    const { status, body } = await guarded.client.ask('POST /bucketlists', {
      text: '{"name":"Travel","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    });
    expect([status, body.name]).toEqual([201, 'Travel']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s as a value is text', async (name) => {
    expect((await guarded.client.ask('POST /bucketlists', { json: { name } })).body.name).toBe(name);
    expect((await guarded.client.ask(`GET /bucketlists?q=${name}`)).body.count).toBe(1);
    expectRefused(await guarded.client.ask(`GET /bucketlists/${name}`));
    expectRefused(await guarded.client.ask(`GET /${name}`));
    expect((await guarded.client.ask(`GET /bucketlists?${name}=1&page[${name}]=2`)).status).toBe(200);
  });
});

describe('large things', () => {
  test('arrays in arrays, and objects in objects, are refused', async () => {
    const depth = 100_000;
    await refusedEverywhere({ text: `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}` });
    await refusedEverywhere({ text: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` });
    await refusedEverywhere({ text: `${'['.repeat(depth)}${']'.repeat(depth)}` });
  });

  test('many attributes are refused or ignored', async () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`a${index}`, index]));
    await refusedEverywhere({ json: many });
  });

  test('long text is refused where there is a limit', async () => {
    const long = 'a'.repeat(900_000);
    await refusedEverywhere({ json: { name: long, email: `${long}@b.co`, password: long } });
  });

  test('an email that makes patterns go round in circles is refused at once', async () => {
    for (const email of [
      'a@'.repeat(100_000),
      `a@${'a.'.repeat(250_000)}`,
      `a@${'.'.repeat(500_000)}`,
      ' '.repeat(900_000),
    ]) {
      const start = Date.now();
      expectRefused(await stranger(server.base).ask('POST /auth/login', { json: { email, password: '123456' } }));
      expect(Date.now() - start).toBeLessThan(5_000);
    }
  });

  test('a search of many signs, and long addresses, are answered', async () => {
    for (const q of ['%'.repeat(5_000), '_'.repeat(5_000), '\\'.repeat(5_001), 'a%'.repeat(2_500)]) {
      const { status } = await guarded.client.ask(`GET /bucketlists?q=${encodeURIComponent(q)}`.slice(0, 12_000));
      expect([200, 414, 431]).toContain(status);
    }
  });

  test('a token of any length is refused', async () => {
    await guarded.unchanged(async () => {
      for (const length of [1, 1_000, 10_000, 15_000, 30_000, 200_000]) {
        for (const token of ['a'.repeat(length), `${'a'.repeat(length)}.${'b'.repeat(length)}.c`]) {
          expectRefused(await stranger(server.base, { token }).ask('POST /bucketlists', { json: { name: 'Travel' } }));
        }
      }
    });
  });
});

describe('encodings', () => {
  test.each(['gzip', 'deflate', 'br', 'zstd', 'compress', 'nonsense'])(
    'a body that is said to be %s is refused',
    async (encoding) => {
      const text = new Uint8Array(gzipSync('{"name":"Travel","email":"a@b.co","password":"123456"}'));
      await refusedEverywhere({ text, headers: { 'content-encoding': encoding } });
    },
  );

  test('a byte order mark before JSON is no reason to break', async () => {
    const { status } = await guarded.client.ask('POST /bucketlists', { text: '\ufeff{"name":"Travel"}' });
    expect([201, 400]).toContain(status);
  });

  test.each(['application/json; charset=utf-16', 'application/json; charset=latin1'])(
    '%s is answered',
    async (type) => {
      const { status } = await guarded.client.ask('POST /bucketlists', { text: '{"name":"Travel"}', type });
      expect(status).toBeLessThan(500);
    },
  );

  test.each([
    'application/json,text/plain',
    'json',
    '/',
    ';',
    'application/',
    'text/html;application/json',
    'x'.repeat(5_000),
  ])('a content type %s is not JSON', async (type) => {
    await guarded.unchanged(async () => {
      expect((await guarded.client.ask('POST /bucketlists', { text: '{"name":"Travel"}', type })).body.message).toBe(
        'Content-type must be json',
      );
    });
  });
});

/** Text and single bytes after each other. */
function bytes(...parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(typeof part === 'string' ? part : [part]))));
}
