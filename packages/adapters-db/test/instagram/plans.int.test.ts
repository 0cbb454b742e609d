import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement } from '../../src/database/statement.ts';
import {
  CHANGE_CHANNEL,
  CHANNELS_OF,
  FILL_QUEUE,
  FIND_CHANNEL,
  FIRST_TARGETS,
  LIST_CHANNELS,
  SKIP_TARGETS,
} from '../../src/instagram/channel-statements.ts';
import {
  BUSY_UNTIL,
  FIND_INSTAGRAM,
  HOLD_LEASED,
  LIST_INSTAGRAMS,
  LOCK_PACE,
  RELEASE_LEASE,
  TAKE_INSTAGRAMS,
} from '../../src/instagram/instagram-statements.ts';
import {
  COUNT_LEADS,
  DAYS_OF_JOURNAL,
  FINISH_ACTION,
  MARK_LEADS,
  PACE,
  RECORD_ACTION,
  STRETCH_OF_JOURNAL,
} from '../../src/instagram/journal-statements.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

/** Each statement, values for it as they stand in SQL, and the indexes that it is to use. */
const EXPECTED: readonly (readonly [Statement<unknown>, string, readonly string[]])[] = [
  [TAKE_INSTAGRAMS, 'now(), now(), 8', ['instagram_due_at_idx']],
  [FIND_INSTAGRAM, '78, 77', ['instagram_(pkey|owner_id_id_idx)']],
  [LIST_INSTAGRAMS, '7', ['instagram_owner_id_id_idx']],
  [LOCK_PACE, '77', ['instagram_pkey']],
  [HOLD_LEASED, '77, 0, now()', ['instagram_pkey']],
  [RELEASE_LEASE, '77, 0, now(), NULL', ['instagram_pkey']],
  [BUSY_UNTIL, '77, NULL', ['instagram_journal_unknown_idx']],
  [FIND_CHANNEL, '78, 77, 77', ['instagram_(pkey|owner_id_id_idx)', 'instagram_channel_(pkey|instagram_id_id_idx)']],
  [LIST_CHANNELS, '78, 77', ['instagram_(pkey|owner_id_id_idx)', 'instagram_channel_instagram_id_id_idx']],
  [CHANNELS_OF, `'{77,78,79}'`, ['instagram_channel_instagram_id_id_idx']],
  [CHANGE_CHANNEL, `77, 77, NULL, NULL, 'other', NULL, now()`, ['instagram_channel_pkey']],
  [FIRST_TARGETS, '77, 10', ['instagram_target_channel_id_id_idx']],
  [FILL_QUEUE, `77, 0, 77, '{a,b}', NULL, false, now()`, ['instagram_journal_channel_id_target_key']],
  [SKIP_TARGETS, `77, 0, 77, '{1,2}', '{private,self}', now()`, ['instagram_target_channel_id_(target_key|id_idx)']],
  [PACE, `'77', now() - interval '1 day', 450, 250, 300, 300, 500`, ['instagram_pace_username_key_action_at_idx']],
  [
    RECORD_ACTION,
    `77, '77', 77, 'like', '5', 'k', now(), now(), now() - interval '1 day', 450, 500, now(), now() - interval '1 day'`,
    ['instagram_pace_username_key_action_at_idx', 'instagram_target_channel_id_target_key'],
  ],
  [FINISH_ACTION, `77, 'done', NULL, now()`, ['instagram_journal_pkey', 'instagram_pace_pkey']],
  [STRETCH_OF_JOURNAL, '77, 0, 100', ['instagram_journal_instagram_id_id_idx']],
  [DAYS_OF_JOURNAL, `77, now() - interval '3 days'`, ['instagram_journal_channel_id_at_idx']],
  [MARK_LEADS, `77, 0, 1, '{1,2,3}'`, ['instagram_journal_lead_idx']],
  [COUNT_LEADS, '77, 0, 1, now()', ['instagram_channel_instagram_id_id_idx']],
];

describe.skipIf(!postgresqlIsThere)('plans of the statements of the engine (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();
    client = new pg.Client(connectionSettings(database.url));
    await client.connect();
    await database.ask(`
      INSERT INTO account (username, username_key, display_name, password_hash, roles, generation, created_at, updated_at)
      SELECT n::text, n::text, '', '', '{}', 0, now(), now() FROM generate_series(1, 1000) AS n;
      INSERT INTO instagram (owner_id, username, username_key, password_key_id, password_sealed, info, state, trusted,
        hours_min, hours_max, speed, refreshed_at, due_at, created_at, updated_at)
      SELECT 1 + n % 1000, n::text, n::text, '', '', '{}', CASE WHEN n % 5 = 0 THEN 'stop' ELSE 'start' END, false,
        0, 0, '{}', now(), now() + (n - 10) * interval '1 s', now(), now()
      FROM generate_series(1, 5000) AS n;
      INSERT INTO instagram_channel (instagram_id, action, target, value, comments, state, created_at, updated_at)
      SELECT n, 'like', 'followers', 'natgeo', '{}', 'start', now(), now() FROM generate_series(1, 5000) AS n;
      INSERT INTO instagram_target (channel_id, target)
      SELECT 1 + n % 1000, (n / 1000)::text FROM generate_series(0, 9999) AS n;
      INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, target, action, key, outcome, busy_until)
      SELECT 1 + n % 1000, 1 + n % 1000, now() - n * interval '1 s', 'action', 'x' || n, 'like', n::text,
        CASE WHEN n % 100 = 0 THEN 'unknown' ELSE 'done' END, now() FROM generate_series(1, 15000) AS n;
      INSERT INTO instagram_pace SELECT id, instagram_id::text, action, at FROM instagram_journal`);
    await database.ask('VACUUM ANALYZE');
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its index', async ({ name, text }, values, indexes) => {
    const plan = await planOf(name, text, values);
    for (const index of indexes) expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`, 'u'));
    expect(plan).not.toMatch(/Seq Scan/u);
  });

  test('those that are due are found without a look at those that are not', async () => {
    const plan = await planOf('due', TAKE_INSTAGRAMS.text, 'now(), now(), 1000');
    // A dozen or two of five thousand are due.
    expect(plan).toMatch(
      /Index Scan using instagram_due_at_idx on instagram .*\(actual time=\S+ rows=\d{1,2} loops=1/u,
    );
    expect(plan).not.toMatch(/\(actual time=\S+ rows=\d{3,} loops/u);
  });

  async function planOf(name: string, text: string, values: string): Promise<string> {
    await client.query('BEGIN');
    await client.query(`PREPARE ${name}_plan AS ${text}`);
    const { rows } = await client.query<{ readonly 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE) EXECUTE ${name}_plan(${values})`,
    );
    await client.query('ROLLBACK');
    await client.query(`DEALLOCATE ${name}_plan`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }
});
