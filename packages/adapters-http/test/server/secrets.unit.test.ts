import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from '../../src/server/configuration/secrets.ts';
import { readConfiguration } from '../../src/server/configuration/configuration.ts';
import { signingKeysOf } from '../../src/server/signing.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quintet-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('is made once, for its owner alone, in a directory that is its owner’s alone', async () => {
  const directory = join(root, 'a', 'data');
  const made = (await keptSecret(directory, 'secret'))._unsafeUnwrap();
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(await modeOf(directory)).toBe(0o700);
  expect(await modeOf(join(directory, 'secret'))).toBe(0o600);
  expect((await keptSecret(directory, 'secret'))._unsafeUnwrap()).toBe(made);
  expect((await keptSecret(directory, 'another'))._unsafeUnwrap()).not.toBe(made);
});

test('of many that make it at once, all use the same, and nothing else is left', async () => {
  const all = await Promise.all(Array.from({ length: 16 }, () => keptSecret(root, 'secret')));
  const secrets = new Set(all.map((secret) => secret._unsafeUnwrap()));
  expect(secrets.size).toBe(1);
  expect(await readdir(root)).toEqual(['secret']);
  expect((await readFile(join(root, 'secret'), 'utf8')).trim()).toBe([...secrets][0]);
});

test('one that was written by hand counts, but for one that is too short', async () => {
  const path = join(root, 'secret');
  await writeFile(path, `${'x'.repeat(32)}\n`);
  expect((await keptSecret(root, 'secret'))._unsafeUnwrap()).toBe('x'.repeat(32));
  await writeFile(path, 'too short');
  const { reason } = (await keptSecret(root, 'secret'))._unsafeUnwrapErr();
  expect(reason).toContain(path);
  expect(reason).toContain('fewer than 32 bytes');
  expect(reason).not.toContain('too short');
  expect(await readFile(path, 'utf8')).toBe('too short');
});

test('a place that can not be used is said, in one line', async () => {
  await writeFile(join(root, 'file'), '');
  const inFile = (await keptSecret(join(root, 'file'), 'secret'))._unsafeUnwrapErr();
  expect(inFile.reason).toMatch(/file\/secret can't be used: ENOTDIR/);
  await mkdir(join(root, 'directory', 'secret'), { recursive: true });
  const isDirectory = (await keptSecret(join(root, 'directory'), 'secret'))._unsafeUnwrapErr();
  expect(isDirectory.reason).toMatch(/EISDIR/);
  for (const { reason } of [inFile, isDirectory]) expect(reason).not.toContain('\n');
});

test('tokens are signed with what is configured, else with what is kept, else with what nobody will know', async () => {
  const secret = 'x'.repeat(32);
  const keysOf = async (env: Record<string, string>): Promise<readonly object[]> =>
    (await signingKeysOf(readConfiguration({ env, flags: {} })._unsafeUnwrap()))._unsafeUnwrap();

  expect(await keysOf({ QUINTET_DATA_DIR: root, QUINTET_JWT_SECRET: `new:${secret},old:${secret}y` })).toEqual([
    { kid: 'new', secret },
    { kid: 'old', secret: `${secret}y` },
  ]);
  expect(await readdir(root)).toEqual([]);
  const kept = await keysOf({ QUINTET_DATA_DIR: root });
  expect(await keysOf({ QUINTET_DATA_DIR: root })).toEqual(kept);
  expect(await readdir(root)).toEqual(['jwt-secret']);
  for (const env of [{ QUINTET_DATA_DIR: 'memory' }, { DATABASE_URL: 'postgres://db/x' }]) {
    expect(await keysOf(env)).not.toEqual(await keysOf(env));
  }
});

// A directory that denies both that another is in it and that one can be made.
test.runIf(process.platform === 'linux')('where no directory can be made, it says so and ends', async () => {
  const kept = await keptSecret('/proc/nowhere/at/all', 'secret');
  expect(kept._unsafeUnwrapErr().reason).toContain("the secret in /proc/nowhere/at/all/secret can't be used");
});
