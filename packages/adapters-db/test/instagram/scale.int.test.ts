import { setTimeout as delay } from 'node:timers/promises';
import { createInstagramEngine, INSTAGRAM_DEFAULTS, PORTS, simulatedNetwork } from '@quintet/core';
import { memoryAdapters, systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdapter } from '../../src/index.ts';
import { startChild } from '../support/child.ts';
import { anAccount } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { resolveFrom } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';
const { followers, leads } = long ? { followers: 1_000_000, leads: 100_000 } : { followers: 5000, leads: 500 };

const COMPARE = new URL('../support/instagram-compare.ts', import.meta.url);
const ACCOUNT = 'much_followed';

describe.skipIf(!postgresqlIsThere)('much at once (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let owner: number;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = createAdapter({ databaseUrl: database.url, dataDirectory: 'memory' });
    await adapter.migrate?.();
    await adapter.start?.();
    const resolve = resolveFrom(adapter, memoryAdapters());
    owner = (await resolve(PORTS.accounts).add(anAccount()))._unsafeUnwrap().id;
    await adapter.stop?.();
  });
  afterAll(() => database?.drop());

  // How much memory a process takes depends on what else runs: the short run has other things to do.
  test.runIf(process.env['QUINTET_TEST_LONG'] === '1')(
    `${followers} followers are compared with ${leads} leads within 256 MB`,
    { timeout: 600_000 },
    async () => {
      const [account] = await addAccounts(1, 'now()', ACCOUNT);
      const channels = await database.ask<{ id: string }>(
        `INSERT INTO instagram_channel
         (instagram_id, action, target, value, comments, state, leads_count, created_at, updated_at)
       SELECT $1, 'like', 'followers', n::text, '{}', 'stop', $2, now(), now() FROM generate_series(1, 2) AS n
       RETURNING id`,
        [account, leads / 2],
      );
      // Every other lead is a follower; the first channel has most of these.
      const reached = await everyNth(Math.floor((2 * followers) / leads));
      const names = reached.flatMap((name, index) => [name, `stranger_${index}`]).slice(0, leads);
      await database.ask(
        `INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, target, action, key, outcome)
       SELECT $1, CASE WHEN n % 10 < 5 THEN $2::bigint ELSE $3::bigint END, now(), 'action', name, 'like', n::text, 'done'
       FROM unnest($4::text[]) WITH ORDINALITY AS l (name, n)`,
        [account, channels[0]?.id, channels[1]?.id, names],
      );
      await database.ask('ANALYZE');
      const expected = await database.ask<{ channel_id: string; count: number }>(
        `SELECT channel_id, count(*)::int AS count FROM instagram_journal WHERE target LIKE 'user%' GROUP BY 1 ORDER BY 1`,
      );

      const child = startChild(COMPARE, database.url, String(followers));
      const memory = Number(await child.nextLine()) / 1024;
      await child.kill();
      const counted = await database.ask<{ id: string; followers_count: number }>(
        'SELECT id, followers_count FROM instagram_channel WHERE instagram_id = $1 ORDER BY id',
        [account],
      );
      expect(counted).toEqual(expected.map(({ channel_id: id, count }) => ({ id, followers_count: count })));
      expect(expected.reduce((sum, { count }) => sum + count, 0)).toBe(leads / 2);
      process.stdout.write(`${followers} followers, ${leads} leads: ${Math.round(memory)} MB\n`);
      expect(memory).toBeLessThan(256);
    },
  );

  test.skipIf(!long)('10,000 accounts of which none is due take less than a tenth of a core', async () => {
    await database.ask('DELETE FROM instagram');
    await addAccounts(10_000, `now() + interval '1 hour'`, 'idle');
    const adapter = createAdapter({ databaseUrl: database.url, dataDirectory: 'memory' });
    await adapter.start?.();
    const resolve = resolveFrom(adapter, memoryAdapters());
    const engine = createInstagramEngine(
      {
        clock: systemClock,
        delay: resolve(PORTS.delay),
        random: resolve(PORTS.random),
        randomNumbers: resolve(PORTS.randomNumbers),
        leases: resolve(PORTS.leases),
        journal: resolve(PORTS.journal),
        targets: resolve(PORTS.targets),
        leads: resolve(PORTS.leads),
        passwordCipher: resolve(PORTS.passwordCipher),
        gateway: resolve(PORTS.gateway),
      },
      INSTAGRAM_DEFAULTS,
    );
    engine.start();
    await delay(1000);
    const before = process.cpuUsage();
    const begun = performance.now();
    await delay(30_000);
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 1000 / (performance.now() - begun);
    await engine.stop();
    await adapter.stop?.();
    process.stdout.write(`10,000 idle accounts: ${(share * 100).toFixed(2)} % of a core\n`);
    expect(share).toBeLessThan(0.1);
  });

  async function addAccounts(count: number, dueAt: string, prefix: string): Promise<readonly string[]> {
    const rows = await database.ask<{ id: string }>(
      `INSERT INTO instagram (owner_id, username, username_key, password_key_id, password_sealed, info, state, trusted,
         hours_min, hours_max, speed, refreshed_at, due_at, created_at, updated_at)
       SELECT $1, name, name, '', '', '{}', 'start', false, 0, 0,
         '{"like": 10, "comment": 10, "follow": 10, "unfollow": 10}', now() - interval '1 day', ${dueAt}, now(), now()
       FROM (SELECT CASE WHEN $2 = 1 THEN $3 ELSE $3 || n END AS name FROM generate_series(1, $2::int) AS n) AS names
       RETURNING id`,
      [owner, count, prefix],
    );
    return rows.map(({ id }) => id);
  }
});

/** The names of some followers of the account, from the first to the last. */
async function everyNth(step: number): Promise<readonly string[]> {
  const network = simulatedNetwork({
    clock: systemClock,
    seed: 7,
    readsPerMinute: Infinity,
    followersOf: () => followers,
  });
  const session = (await network.login({ username: ACCOUNT, password: 'secret' }))._unsafeUnwrap();
  const names: string[] = [];
  let index = 0;
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: Awaited<ReturnType<typeof network.followers>> = await network.followers(session, ACCOUNT, {
      cursor,
      limit: 10_000,
    });
    for (const { username } of page._unsafeUnwrap().entries) {
      if (index % step === 0) names.push(username);
      index += 1;
    }
    cursor = page._unsafeUnwrap().cursor;
  }
  return names;
}
