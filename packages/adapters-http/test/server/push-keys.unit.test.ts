import { createECDH } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfiguration } from '../../src/server/configuration/configuration.ts';
import { pushConfigurationOf, type PushConfiguration } from '../../src/server/push-keys.ts';
import { signingKeysOf } from '../../src/server/signing.ts';

const SECRET = 'x'.repeat(32);
const DATABASE = { DATABASE_URL: 'postgres://db/x' };

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quintet-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function configured(env: Record<string, string>): Promise<PushConfiguration> {
  const configuration = readConfiguration({ env, flags: {} })._unsafeUnwrap();
  const keys = (await signingKeysOf(configuration))._unsafeUnwrap();
  return (await pushConfigurationOf(configuration, keys))._unsafeUnwrap();
}

test('servers on one database that share a signing secret have the same keys, others have others', async () => {
  const one = await configured({ ...DATABASE, QUINTET_JWT_SECRET: SECRET });
  expect(await configured({ ...DATABASE, QUINTET_JWT_SECRET: SECRET })).toEqual(one);
  const other = await configured({ ...DATABASE, QUINTET_JWT_SECRET: `${SECRET}y` });
  expect(other.pusherApp.secret).not.toBe(one.pusherApp.secret);
  expect(other.vapid.privateKey).not.toBe(one.vapid.privateKey);
  expect(JSON.stringify(one)).not.toContain(SECRET);
});

test('they have the forms that clients and services know', async () => {
  const { pusherApp, vapid, transports } = await configured({ ...DATABASE, QUINTET_JWT_SECRET: SECRET });
  expect(transports).toEqual(['embedded', 'sse']);
  expect(pusherApp).toEqual({
    id: 'quintet',
    key: 'quintet',
    secret: expect.stringMatching(/^[\da-f]{40}$/),
  });
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(vapid.privateKey, 'base64url'));
  expect(pair.getPublicKey('base64url')).toBe(vapid.publicKey);
  expect(vapid.subject).toMatch(/^mailto:/);
});

test('beside a database in the data directory they outlive a change of the signing secret', async () => {
  const one = await configured({ QUINTET_DATA_DIR: root });
  expect(await readdir(root)).toEqual(['jwt-secret', 'push-secret']);
  expect(await configured({ QUINTET_DATA_DIR: root, QUINTET_JWT_SECRET: SECRET })).toEqual(one);
});

test('what is configured goes before what is made', async () => {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const { pusherApp, vapid } = await configured({
    QUINTET_DATA_DIR: 'memory',
    QUINTET_PUSH: 'pusher,web-push',
    QUINTET_PUSHER_APP_ID: '17',
    QUINTET_PUSHER_KEY: 'key',
    QUINTET_PUSHER_SECRET: 'secret',
    QUINTET_PUSHER_CLUSTER: 'eu',
    QUINTET_PUSHER_HOST: 'soketi.example',
    QUINTET_VAPID_PUBLIC_KEY: pair.getPublicKey('base64'),
    QUINTET_VAPID_PRIVATE_KEY: pair.getPrivateKey('base64'),
    QUINTET_PUBLIC_URL: 'https://hack.example.com',
  });
  expect(pusherApp).toEqual({ id: '17', key: 'key', secret: 'secret', cluster: 'eu', host: 'soketi.example' });
  expect(vapid).toEqual({
    publicKey: pair.getPublicKey('base64url'),
    privateKey: pair.getPrivateKey('base64url'),
    subject: 'https://hack.example.com',
  });
});

test('two halves of different pairs are refused where browsers are pushed to', async () => {
  const [one, other] = [createECDH('prime256v1'), createECDH('prime256v1')];
  one.generateKeys();
  other.generateKeys();
  const env = {
    QUINTET_DATA_DIR: 'memory',
    QUINTET_PUSH: 'web-push',
    QUINTET_VAPID_PUBLIC_KEY: one.getPublicKey('base64'),
    QUINTET_VAPID_PRIVATE_KEY: other.getPrivateKey('base64'),
  };
  const configuration = readConfiguration({ env, flags: {} })._unsafeUnwrap();
  const keys = (await signingKeysOf(configuration))._unsafeUnwrap();
  const { reason } = (await pushConfigurationOf(configuration, keys))._unsafeUnwrapErr();
  expect(reason).toMatch(/^QUINTET_VAPID_PUBLIC_KEY is not the public key of QUINTET_VAPID_PRIVATE_KEY/);
  expect(reason).not.toContain(env.QUINTET_VAPID_PRIVATE_KEY);
});
