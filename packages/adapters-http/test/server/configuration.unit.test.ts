import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  problemsOfServing,
  readConfiguration,
  type Configuration,
} from '../../src/server/configuration/configuration.ts';
import { masked } from '../../src/server/configuration/mask.ts';
import { nearest } from '../../src/server/configuration/problem.ts';
import type { Texts } from '../../src/server/configuration/settings.ts';
import type { VariableName } from '../../src/server/configuration/values.ts';
import { flagOf, VARIABLE_NAMES, VARIABLES } from '../../src/server/configuration/variables.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const ED25519 = generateKeyPairSync('ed25519');
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });
const privatePem = (pair: { readonly privateKey: typeof ED25519.privateKey }): string =>
  pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (pair: { readonly publicKey: typeof ED25519.publicKey }): string =>
  pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const bytes = (count: number): string => Buffer.alloc(count, 7).toString('base64');

function configured(env: Texts, flags: Texts = {}): Configuration {
  return readConfiguration({ env, flags })._unsafeUnwrap();
}

function problemsOf(env: Texts, flags: Texts = {}): readonly string[] {
  return readConfiguration({ env, flags })._unsafeUnwrapErr();
}

/** For every variable: what is allowed, and what is not. Those with company are tried together with it. */
const EXAMPLES: {
  readonly [Name in VariableName]: {
    readonly good: readonly string[];
    readonly bad: readonly string[];
    readonly beside?: Texts;
  };
} = {
  PORT: { good: ['0', '3000', '65535'], bad: ['65536', '-1', '3000.5', '0x10', '1e3', 'http', '3000 3001'] },
  HOST: {
    good: ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'a-b.example'],
    bad: ['http://x', 'a b', '-a', 'a/'],
  },
  DATABASE_URL: {
    good: ['postgres://ann:hush@db:5432/lists', 'postgresql://localhost/quintet?sslmode=require'],
    bad: ['mysql://ann:hush@db/lists', 'db:5432', 'postgres', 'postgres:///'],
  },
  QUINTET_DATABASE_REPLICAS: {
    good: ['postgres://one/x', 'postgres://one/x, postgres://two/x'],
    bad: ['one', 'postgres://one/x,', 'postgres://one/x,postgres://one/x'],
    beside: { DATABASE_URL: 'postgres://db/x' },
  },
  QUINTET_DATA_DIR: { good: ['./here', '/var/lib/quintet', 'memory'], bad: ['a\0b', 'a\nb'] },
  QUINTET_ADAPTERS: { good: ['@quintet/adapters-db', 'a,./b.js,/c.js'], bad: [',', 'a,,b', 'a,a'] },
  QUINTET_APIS: { good: ['bucketlist', 'media,hackathon'], bad: ['bucketlists', 'media,', 'media,media', 'Media'] },
  QUINTET_MOUNT_MEDIA: { good: ['/', '/m', '/m/'], bad: ['m', '//m', '/m//n', '/m n', '/m?', '/../m'] },
  QUINTET_MOUNT_BUCKETLIST: { good: ['/', '/a/b.c/'], bad: ['', '/livez', '/metrics', '/readyz/x'].slice(1) },
  QUINTET_MOUNT_CASTING: { good: ['/casting'], bad: ['casting'] },
  QUINTET_MOUNT_INSTAGRAM: { good: ['/instagram'], bad: ['instagram/'] },
  QUINTET_MOUNT_HACKATHON: { good: ['/hackathon'], bad: ['/hack:athon'] },
  QUINTET_PUBLIC_URL: {
    good: ['https://lists.example.com', 'http://localhost:8080/base/'],
    bad: ['lists.example.com', 'ftp://x', 'https://x/?q', 'https://ann:hush@x', 'https://x/#a'],
  },
  QUINTET_TRUSTED_PROXIES: {
    good: ['10.0.0.1', '10.0.0.0/8,::1', 'loopback,uniquelocal'],
    bad: ['10.0.0', '10.0.0.0/33', 'proxy.example', 'true'],
  },
  QUINTET_JWT_SECRET: {
    good: [SECRET, `new:${SECRET},old:${SECRET}x`, 'ü'.repeat(16)],
    bad: ['short', `new:${SECRET},old:short`, `${SECRET}:x`, `${SECRET},${SECRET}`, `a:${SECRET},a:${SECRET}x`],
  },
  QUINTET_JWT_PRIVATE_KEY: {
    good: [
      privatePem(ED25519),
      privatePem(ED25519).replaceAll('\n', '\\n'),
      privatePem(RSA) + publicPem(RSA),
      privatePem(ED25519) + privatePem(generateKeyPairSync('ed25519')),
    ],
    bad: ['key', publicPem(ED25519), privatePem(WEAK), privatePem(RSA) + privatePem(ED25519), `${privatePem(RSA)}x`],
  },
  QUINTET_TOKEN_TTL: { good: ['1', '86400'], bad: ['0', '1h', '-5', '31536001'] },
  QUINTET_OIDC_ISSUER: {
    good: ['https://tenant.eu.auth0.com/', 'http://127.0.0.1:9000', 'http://localhost:9000/oidc', 'http://[::1]:1'],
    bad: ['http://issuer.example', 'issuer.example'],
    beside: { QUINTET_OIDC_AUDIENCE: 'casting' },
  },
  QUINTET_OIDC_AUDIENCE: { good: ['casting'], bad: ['a\nb'] },
  QUINTET_OIDC_CLIENT_ID: { good: ['AbC123'], bad: ['a\tb'] },
  QUINTET_OIDC_CALLBACK_URI: {
    good: ['https://app.example/callback', 'http://localhost:4200/a,https://app.example/b'],
    bad: ['http://app.example/callback', '/callback'],
  },
  QUINTET_LOGIN_LIMIT: { good: ['10/900', '1/1', 'off'], bad: ['10', '0/900', '10/0', '10/900s', 'none'] },
  QUINTET_LOGIN_LIMIT_ADDRESS: { good: ['100/900', 'off'], bad: ['-1/900'] },
  QUINTET_CORS_ORIGINS: {
    good: ['*', 'https://app.example', 'https://a.example,http://localhost:4200'],
    bad: ['app.example', 'https://app.example/', 'null', 'https://*.example/x'],
  },
  QUINTET_BUCKETLIST_PAGE_SIZE: { good: ['1', '100'], bad: ['0', '101', 'ten'] },
  QUINTET_HACKATHON_TICKET_TTL: { good: ['1800'], bad: ['0', '30m'] },
  QUINTET_HACKATHON_TIME_ZONE: { good: ['UTC', 'Europe/Berlin'], bad: ['Mars/Olympus', '+25:00', 'berlin time'] },
  QUINTET_HACKATHON_CHANNEL_MENTOR: { good: ['com.viverev.mentor.update'], bad: ['a b', 'x'.repeat(165)] },
  QUINTET_HACKATHON_CHANNEL_ANNOUNCEMENT: { good: ['a'], bad: ['a/b'] },
  QUINTET_HACKATHON_CHANNEL_EVENT: { good: ['a'], bad: ['#a'] },
  QUINTET_INSTAGRAM_GATEWAY: { good: ['simulated', 'http://bridge:8000'], bad: ['simulator', 'bridge:8000'] },
  QUINTET_INSTAGRAM_KEY: {
    good: [bytes(32), `new:${bytes(32)},old:${bytes(32)}`],
    bad: [bytes(31), 'key', `new:${bytes(32)},old:`],
  },
  QUINTET_INSTAGRAM_LIMITS: {
    good: ['{"untrusted":{"like":10},"trusted":{"total":0}}', '{}'],
    bad: ['10', '[]', 'null', '{likes:10}', '{"like":10}', '{"trusted":{"likes":10}}', '{"trusted":{"like":-1}}'],
  },
  QUINTET_INSTAGRAM_TIMES: {
    good: ['{"lease":60,"action":20}', '{"window":0.5}', '{}'],
    bad: ['60', '[60]', '{"lease":10}', '{"action":30}', '{"lease":0,"action":0}', '{"pause":1}', '{"window":90000}'],
  },
  QUINTET_PUSH: {
    good: ['embedded', 'embedded,sse,pusher,web-push,webhook'],
    bad: ['websocket', 'sse,sse'],
    beside: { QUINTET_PUSHER_APP_ID: '123', QUINTET_PUSHER_KEY: 'abc', QUINTET_PUSHER_SECRET: 'abc' },
  },
  QUINTET_PUSH_RETENTION: { good: ['60', '86400'], bad: ['0', '59', 'a day', '31536001'] },
  QUINTET_PUSH_GIVE_UP: { good: ['1', '3600'], bad: ['0', '-1', 'never', '2592001'] },
  QUINTET_PUSH_PRIVATE_NETWORKS: { good: ['true', 'false'], bad: ['yes', '10.0.0.0/8'] },
  QUINTET_PUSHER_APP_ID: { good: ['123'], bad: ['1\n2'] },
  QUINTET_PUSHER_KEY: { good: ['abc'], bad: ['a\nb'] },
  QUINTET_PUSHER_SECRET: { good: ['abc'], bad: ['a\nb'] },
  QUINTET_PUSHER_HOST: {
    good: ['soketi.example', '127.0.0.1:6001', 'http://127.0.0.1:6001', '[::1]'],
    bad: [
      'ws://soketi.example',
      'https://soketi.example/apps',
      'soketi.example?a',
      'https://a:b@soketi.example',
      '::1',
    ],
  },
  QUINTET_PUSHER_CLUSTER: { good: ['eu'], bad: ['e\nu'] },
  QUINTET_VAPID_PUBLIC_KEY: {
    good: [Buffer.alloc(65, 4).toString('base64url')],
    bad: [bytes(64), 'key'],
    beside: { QUINTET_VAPID_PRIVATE_KEY: bytes(32) },
  },
  QUINTET_VAPID_PRIVATE_KEY: {
    good: [Buffer.alloc(32, 4).toString('base64url')],
    bad: [bytes(33)],
    beside: { QUINTET_VAPID_PUBLIC_KEY: bytes(65) },
  },
  QUINTET_VAPID_SUBJECT: {
    good: ['mailto:ann@example.com', 'https://example.com'],
    bad: ['ann@example.com', 'http://x'],
  },
  QUINTET_BUS: {
    good: ['memory', 'redis://ann:hush@bus:6379', 'rediss://bus', 'nats://bus:4222', 'tls://bus'],
    bad: ['kafka://bus', 'redis', 'bus:6379'],
  },
  QUINTET_TWILIO_AUTH_TOKEN: { good: ['abc'], bad: ['a\nb'] },
  QUINTET_TWILIO_NUMBERS: { good: ['+15005550006', '+15005550006,+4915112345678'], bad: ['15005550006', '+1-500'] },
  QUINTET_LOG_LEVEL: { good: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], bad: ['INFO', 'verbose'] },
  QUINTET_LOG_PRETTY: { good: ['true', 'false'], bad: ['yes', '1', 'True'] },
};

describe.each(VARIABLE_NAMES)('%s', (name) => {
  const { good, bad, beside = {} } = EXAMPLES[name];

  test.each(good)('may be %j', (text) => {
    const read = readConfiguration({ env: { ...beside, [name]: text }, flags: {} });
    expect(
      read.match(
        () => [],
        (problems) => problems,
      ),
    ).toEqual([]);
    expect(read._unsafeUnwrap().values[name]).toBeDefined();
  });

  test.each(bad)('may not be %j: one line names it and what is allowed', (text) => {
    const problems = problemsOf({ ...beside, [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toMatch(/allowed is \S/);
    expect(problems[0]).not.toContain('\n');
  });

  test('is not set where it is empty', () => {
    expect(configured({ [name]: ' ' }).values[name]).toEqual(configured({}).values[name]);
  });
});

describe('where settings come from', () => {
  let directory: string;
  let file: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'quintet-test-'));
    file = join(directory, 'settings.json');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('a flag wins over the environment, that over the file, that over the default', () => {
    writeFileSync(file, JSON.stringify({ PORT: 1, HOST: '0.0.0.0', QUINTET_TOKEN_TTL: '60' }));
    const { port, host, tokenLifetime, loginLimitOfAccount, settings } = configured(
      { QUINTET_CONFIG: file, PORT: '2', HOST: '::1' },
      { PORT: '3' },
    );
    expect({ port, host, tokenLifetime, loginLimitOfAccount }).toEqual({
      port: 3,
      host: '::1',
      tokenLifetime: 60,
      loginLimitOfAccount: { failures: 10, window: 900 },
    });
    const sources = Object.fromEntries(settings.map(({ name, source }) => [name, source]));
    expect(sources).toMatchObject({
      PORT: 'flag --port',
      HOST: 'environment',
      QUINTET_TOKEN_TTL: `file ${file}`,
      QUINTET_LOGIN_LIMIT: 'default',
    });
  });

  test('a file may write numbers, booleans, lists and objects as JSON has them', () => {
    const settings = {
      PORT: 0,
      QUINTET_LOG_PRETTY: false,
      QUINTET_APIS: ['media', 'bucketlist'],
      QUINTET_INSTAGRAM_LIMITS: { trusted: { like: 1 } },
      HOST: null,
    };
    writeFileSync(file, JSON.stringify(settings));
    const { port, host, logPretty, apis, values } = configured({}, { QUINTET_CONFIG: file });
    expect({ port, host, logPretty, apis }).toEqual({
      port: 0,
      host: '127.0.0.1',
      logPretty: false,
      apis: ['media', 'bucketlist'],
    });
    expect(values.QUINTET_INSTAGRAM_LIMITS).toEqual({ trusted: { like: 1 } });
  });

  test('a file with unknown names and bad values: one line each, which names the file', () => {
    writeFileSync(file, JSON.stringify({ PROT: 1, QUINTET_CONFIG: 'x', PORT: true, QUINTET_APIS: [1], HOST: {} }));
    const problems = problemsOf({ QUINTET_CONFIG: file });
    expect(problems).toHaveLength(5);
    for (const problem of problems) expect(problem).toContain(file);
    expect(problems).toContain(`PROT is not known (file ${file}): did you mean PORT?`);
  });

  test.each([
    ['no JSON', `{"QUINTET_JWT_SECRET": "${SECRET}"`],
    ['no object', '[]'],
  ])('a file that is %s: one line, without what is in it', (_what, content) => {
    writeFileSync(file, content);
    const problems = problemsOf({ QUINTET_CONFIG: file });
    expect(problems).toEqual([expect.stringContaining(`QUINTET_CONFIG is "${file}"`)]);
    expect(problems[0]).not.toContain(SECRET);
  });

  test('a file that is not there is a problem', () => {
    expect(problemsOf({ QUINTET_CONFIG: join(directory, 'none') })).toEqual([expect.stringContaining('ENOENT')]);
  });
});

describe('problems', () => {
  test('all of them are told, one line each', () => {
    expect(problemsOf({ PORT: 'x', QUINTET_TOKEN_TTL: 'x', QUINTET_LOG_LEVEL: 'x' })).toHaveLength(3);
  });

  test('an unknown name is one, with the nearest that is known, and without its value', () => {
    const problems = problemsOf({
      QUINTET_JWT_SECRT: SECRET,
      QUINTET_BANANA_PEEL: 'x',
      OTHER_NAME: 'x',
      QUINTET_TEST_LONG: '1',
    });
    expect(problems).toEqual([
      'QUINTET_JWT_SECRT is not known (environment): did you mean QUINTET_JWT_SECRET?',
      'QUINTET_BANANA_PEEL is not known (environment): docs/configuration.md lists those that are',
    ]);
  });

  test.each([
    ['QUINTET_TOKN_TTL', 'QUINTET_TOKEN_TTL'],
    ['QUINTET_LOGLEVEL', 'QUINTET_LOG_LEVEL'],
    ['QUINTET_MOUNT_BUCKETLISTS', 'QUINTET_MOUNT_BUCKETLIST'],
    ['QUINTET_COLOUR', undefined],
  ])('the nearest name to %s is %s', (name, expected) => {
    expect(nearest(name, VARIABLE_NAMES)).toBe(expected);
  });

  test.each(VARIABLE_NAMES.filter((name) => 'secret' in VARIABLES[name]))(
    'a bad %s is told without its secret',
    (name) => {
      const text = VARIABLES[name].secret === 'whole' ? 'hush\nhush' : 'wrong://ann:hush@db/x?password=hush';
      for (const problem of problemsOf({ [name]: text })) {
        expect(problem).toContain('********');
        expect(problem).not.toContain('hush');
      }
    },
  );

  test.each<[string, Texts, string]>([
    [
      'both a secret and a key',
      { QUINTET_JWT_SECRET: SECRET, QUINTET_JWT_PRIVATE_KEY: privatePem(ED25519) },
      'one of the two',
    ],
    ['an issuer without an audience', { QUINTET_OIDC_ISSUER: 'https://x' }, 'QUINTET_OIDC_AUDIENCE is not set'],
    ['replicas without a database', { QUINTET_DATABASE_REPLICAS: 'postgres://x/y' }, 'without DATABASE_URL'],
    ['a bus in a database that there is not', { QUINTET_BUS: 'postgres' }, 'without DATABASE_URL'],
    [
      'a Pusher service without an app there',
      { QUINTET_PUSH: 'pusher', QUINTET_PUSHER_APP_ID: '123', QUINTET_PUSHER_KEY: 'abc' },
      'QUINTET_PUSHER_SECRET is not set',
    ],
    ['half a pair of keys', { QUINTET_VAPID_PUBLIC_KEY: bytes(65) }, 'both, or neither'],
  ])('%s', (_what, env, words) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(words)]);
  });

  test('an API that is not mounted may share a path with one that is', () => {
    const env = { QUINTET_APIS: 'bucketlist', QUINTET_MOUNT_BUCKETLIST: '/', QUINTET_MOUNT_INSTAGRAM: '/' };
    expect(configured(env).mounts.bucketlist).toBe('');
  });

  test('a database elsewhere needs a secret that its servers share, to serve', () => {
    const elsewhere = { DATABASE_URL: 'postgres://db/x' };
    expect(problemsOfServing(configured(elsewhere))).toEqual([
      expect.stringContaining('QUINTET_JWT_SECRET is not set'),
    ]);
    expect(problemsOfServing(configured({ ...elsewhere, QUINTET_JWT_SECRET: SECRET }))).toEqual([]);
    expect(problemsOfServing(configured({}))).toEqual([]);
  });
});

describe('what is in force', () => {
  test('secrets that rotate: the first signs', () => {
    expect(configured({ QUINTET_JWT_SECRET: `new:${SECRET}, old:${SECRET}x` }).signing).toEqual({
      kind: 'secrets',
      secrets: [
        { id: 'new', secret: SECRET },
        { id: 'old', secret: `${SECRET}x` },
      ],
    });
    expect(configured({ QUINTET_JWT_SECRET: SECRET }).signing).toEqual({
      kind: 'secrets',
      secrets: [{ secret: SECRET }],
    });
  });

  test('paths are absolute, base paths without a closing slash, limits may be off', () => {
    const { dataDirectory, mounts, loginLimitOfAccount, publicUrl } = configured({
      QUINTET_DATA_DIR: './here',
      QUINTET_MOUNT_BUCKETLIST: '/lists/',
      QUINTET_LOGIN_LIMIT: 'off',
      QUINTET_PUBLIC_URL: 'https://lists.example.com/',
    });
    expect({ dataDirectory, mount: mounts.bucketlist, loginLimitOfAccount, publicUrl }).toEqual({
      dataDirectory: resolve('here'),
      mount: '/lists',
      loginLimitOfAccount: undefined,
      publicUrl: 'https://lists.example.com',
    });
    expect(configured({ QUINTET_DATA_DIR: 'memory' }).dataDirectory).toBe('memory');
  });

  test.each([
    ['postgres://ann:hush@db/lists', 'postgres://ann:********@db/lists'],
    ['postgres://one:a@x/y,postgres://two:b@x/y', 'postgres://one:********@x/y,postgres://two:********@x/y'],
    [
      'postgres://db/lists?user=ann&password=hush&sslmode=require',
      'postgres://db/lists?user=ann&password=********&sslmode=require',
    ],
    ['redis://:hush@bus:6379', 'redis://:********@bus:6379'],
    ['nats://hush@bus:4222', 'nats://********@bus:4222'],
    ['postgres://ann@db:5432/lists', 'postgres://ann@db:5432/lists'],
    ['ann:hush@db/lists', 'ann:********@db/lists'],
    ['postgres://ann:hu/sh@db/lists', 'postgres://ann:********@db/lists'],
    ['postgres://db:5432/lists', 'postgres://db:5432/lists'],
    ['postgres://ann:p%40ss:w@rd@db/lists', 'postgres://ann:********@db/lists'],
    ['postgres:/ann:hush@db/lists', 'postgres:/ann:********@db/lists'],
  ])('%s is shown as %s', (text, shown) => {
    expect(masked(text, 'password')).toBe(shown);
  });

  test('flags are named after variables', () => {
    expect([flagOf('PORT'), flagOf('QUINTET_MOUNT_BUCKETLIST'), flagOf('QUINTET_CONFIG')]).toEqual([
      '--port',
      '--mount-bucketlist',
      '--config',
    ]);
  });

  test('no secret has a flag', () => {
    expect(VARIABLE_NAMES.filter((name) => 'secret' in VARIABLES[name] && 'flag' in VARIABLES[name])).toEqual([]);
  });
});
