import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAdapter } from '../../src/index.ts';
import { startChild } from '../support/child.ts';
import { makeDataDirectory } from '../support/pglite.ts';
import { aBucket, anAccount, named, type StartedAdapter } from '../support/on-postgresql.ts';
import { endOf, valueOf } from '../support/settled.ts';

const LONG = process.env['QUINTET_TEST_LONG'] === '1';
const WRITER = new URL('../support/write-buckets.ts', import.meta.url);

// A new PGlite takes seconds.
describe('PGlite in a directory', { timeout: 120_000 }, () => {
  let directory: string;
  let opened: StartedAdapter[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'quintet-test-'));
    await makeDataDirectory(directory);
    opened = [];
  });
  afterEach(async () => {
    for (const adapter of opened) await adapter.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const open = async (): Promise<StartedAdapter> => {
    const adapter = named(createAdapter({ dataDirectory: directory }));
    opened.push(adapter);
    await adapter.migrate();
    await adapter.start();
    return adapter;
  };

  test('keeps what was stored, and revoked, over a restart; leaves no lock behind', async () => {
    const first = await open();
    const account = await valueOf(first.accounts.add(anAccount()));
    const bucket = await valueOf(first.buckets.add(aBucket(account.id)));
    const token = { accountId: account.id, tokenId: '0.x', expiresAt: new Date(Date.now() + 60_000) };
    await valueOf(first.revocationList.revoke(token));
    expect((await readdir(directory)).toSorted()).toEqual(['database', 'database.lock']);
    await first.stop();
    expect(await readdir(directory)).toEqual(['database']);
    expect(await endOf(first.buckets.find(bucket))).toBe('unavailable');

    const second = await open();
    expect(await valueOf(second.accounts.findByUsername(account.username))).toEqual(account);
    expect(await valueOf(second.buckets.find(bucket))).toEqual(bucket);
    expect(await valueOf(second.revocationList.isRevoked(token))).toBe(true);
    expect(await second.health()).toEqual({ ok: true });
  });

  test('loses nothing that was acknowledged when the process is killed, and can be opened at once', async () => {
    let acknowledged = 0;
    for (let round = 0; round < (LONG ? 3 : 1); round += 1) {
      const child = startChild(WRITER, directory);
      const owner = Number(await child.nextLine());
      let last = 0;
      for (let count = 0; count < 20 + round * 13; count += 1) last = Number(await child.nextLine());
      await child.kill();
      // Lines that were written before the end and not yet read are acknowledged too.
      for (let more = true; more;) {
        const line = await child.nextLine().catch(() => undefined);
        if (line === undefined) more = false;
        else last = Number(line);
      }
      acknowledged = last;

      const adapter = await open();
      const found = await valueOf(adapter.buckets.find({ owner, id: acknowledged }));
      expect(found.id).toBe(acknowledged);
      const { total } = await valueOf(adapter.buckets.page(owner, { page: 1, limit: 1 }));
      expect(total).toBeGreaterThanOrEqual(20 + round * 13);
      await adapter.stop();
    }
  });

  test('refuses a second process, which is told who has it; the first goes on', async () => {
    const child = startChild(WRITER, directory);
    try {
      await child.nextLine();
      await expect(open()).rejects.toThrow(`The database is in use by the process ${child.process.pid}.`);
      await child.nextLine();
      expect(child.process.exitCode).toBe(null);
    } finally {
      await child.kill();
    }
  });

  test('refuses to be opened twice by one process', async () => {
    await open();
    await expect(open()).rejects.toThrow('The database is in use');
  });

  test('takes over the lock of a process that is no more, of an earlier one with its number, and one that is cut off', async () => {
    const lock = join(directory, 'database.lock');
    const ended = spawnSync(process.execPath, ['--version']);
    const stale = [
      JSON.stringify({ pid: ended.pid, started: '1' }),
      JSON.stringify({ pid: process.ppid, started: '1' }),
      JSON.stringify({ pid: process.pid, started: '1' }),
      '{"pid":',
      '',
    ];
    for (const content of stale) {
      await writeFile(lock, content);
      const adapter = await open();
      await adapter.stop();
      expect(existsSync(lock)).toBe(false);
    }
  });

  // It makes a database from nothing, twice.
  test.runIf(LONG)('a first start that was interrupted is begun again', async () => {
    await rm(join(directory, 'database'), { recursive: true });
    const child = startChild(WRITER, directory);
    while (!existsSync(join(directory, 'database.new', 'base')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    await child.kill();
    const adapter = await open();
    expect(await endOf(adapter.accounts.add(anAccount()))).toBe('ok');
  });
});
