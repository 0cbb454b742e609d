import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement } from '../../src/database/statement.ts';
import {
  ANY_DESTINATION,
  CLAIM_DELIVERIES,
  DEAD_LETTERS,
  DESTINATIONS_OF_ACCOUNT,
  DESTINATIONS_OF_OPERATOR,
  NEXT_DUE,
  REMOVE_DESTINATION,
  SETTLE_DELIVERY,
  SPREAD_CHANNELS,
} from '../../src/push/delivery-statements.ts';
import {
  LOCK_HEAD,
  LOG_BOUNDS,
  MESSAGES_AFTER,
  MESSAGES_OF_CHANNELS_AFTER,
  NUMBER_MESSAGES,
  PURGE_MESSAGES,
} from '../../src/push/message-statements.ts';
import { JOIN_CHANNEL, KEEP_ALIVE, LEAVE_CHANNEL, MEMBERS_OF_CHANNEL, PURGE_MEMBERS } from '../../src/push/presence.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

/** Each statement, values for it as they stand in SQL, and the indexes that it is to use. */
const EXPECTED: readonly (readonly [Statement<unknown>, string, readonly string[]])[] = [
  [LOCK_HEAD, '', []],
  [NUMBER_MESSAGES, '100, 20000', ['push_outbox_pkey']],
  [MESSAGES_AFTER, '19000, 100', ['push_log_pkey']],
  [MESSAGES_OF_CHANNELS_AFTER, `19000, 100, '{channel-1,channel-2}'`, ['push_log_channel_position_idx']],
  [LOG_BOUNDS, '', ['push_log_pkey', 'push_outbox_pkey']],
  [
    PURGE_MESSAGES,
    `now() - interval '1 day', now() - interval '2 days'`,
    ['push_log_pkey', 'push_cursor_channel_position_idx'],
  ],
  [SPREAD_CHANNELS, '', ['push_channel_not_spread_idx', 'push_destination_patterns_idx']],
  [REMOVE_DESTINATION, `'test:7'`, ['push_destination_pkey']],
  [DESTINATIONS_OF_OPERATOR, `'test'`, ['push_destination_transport_id_idx']],
  [DESTINATIONS_OF_ACCOUNT, `'test', 1`, ['push_destination_account_id_idx']],
  [ANY_DESTINATION, `'{test}'`, ['push_destination_transport_id_idx']],
  [
    CLAIM_DELIVERIES,
    `'{test}', now(), 'me', now(), 10, 100`,
    ['push_cursor_channel_position_idx', 'push_log_channel_position_idx'],
  ],
  [NEXT_DUE, `'{test}'`, ['push_cursor_channel_position_idx']],
  [SETTLE_DELIVERY, `'test:7', 'channel-1', 'me', 1, 0, NULL, now(), NULL, NULL, '[]'`, ['push_cursor_pkey']],
  [DEAD_LETTERS, '100, 1000000', ['push_dead_letter_pkey']],
  [JOIN_CHANNEL, `'server-1', 'channel-1', '7.7', 'ann', '{}', now()`, []],
  [LEAVE_CHANNEL, `'server-1', 'channel-1', 'connection-1'`, ['push_connection_pkey', 'push_member_pkey']],
  [MEMBERS_OF_CHANNEL, `'channel-1'`, ['push_member_pkey']],
  [KEEP_ALIVE, `'server-1', now(), now() - interval '1 day'`, ['push_server_seen_at_idx', 'push_connection_pkey']],
  [PURGE_MEMBERS, '', ['push_member_absent_idx']],
];

describe.skipIf(!postgresqlIsThere)('plans of the statements of push (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();
    client = new pg.Client(connectionSettings(database.url));
    await client.connect();
    await client.query(`
      INSERT INTO push_log (position, id, channel, event, data, created_at)
      SELECT n, n::text, 'channel-' || n % 50, 'save', '{}', now() FROM generate_series(1, 20000) AS n;
      UPDATE push_head SET position = 20000;
      INSERT INTO push_channel (name, position, spread)
      SELECT channel, max(position), true FROM push_log GROUP BY channel;
      INSERT INTO push_outbox (id, channel, event, data, created_at)
      SELECT n::text, 'channel-' || n % 50, 'save', '{}', now() FROM generate_series(1, 5000) AS n;
      INSERT INTO push_destination (id, transport, address, channels, since)
      SELECT 'test:' || n, CASE WHEN n % 100 = 0 THEN 'test' ELSE 'other' END, '{}', '{channel-1}', 0
      FROM generate_series(1, 5000) AS n;
      INSERT INTO push_cursor (destination_id, channel, position)
      SELECT 'test:' || n, 'channel-' || n % 50, CASE WHEN n % 100 = 0 THEN 19000 ELSE 20000 END
      FROM generate_series(1, 5000) AS n;
      INSERT INTO push_dead_letter
        (destination_id, position, message_id, channel, event, data, created_at, attempts, reason, given_up_at)
      SELECT 'test:1', n, n::text, 'x', 'x', '{}', now(), 1, 'x', now() FROM generate_series(1, 2000) AS n;
      INSERT INTO push_server SELECT 'server-' || n, now() FROM generate_series(1, 500) AS n;
      INSERT INTO push_connection
      SELECT 'server-' || n % 500, 'channel-' || n % 50, 'connection-' || n, 'user ' || n FROM generate_series(1, 5000) AS n;
      INSERT INTO push_member SELECT 'channel-' || n % 50, 'user ' || n, '{}', 1 FROM generate_series(1, 5000) AS n`);
    await client.query('VACUUM ANALYZE');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its indexes', async ({ name, text }, values, indexes) => {
    await client.query('BEGIN');
    await client.query(`PREPARE ${name}_plan AS ${text}`);
    const { rows } = await client.query<{ readonly 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE) EXECUTE ${name}_plan${values === '' ? '' : `(${values})`}`,
    );
    await client.query('ROLLBACK');
    await client.query(`DEALLOCATE ${name}_plan`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    for (const index of indexes) expect(plan).toContain(index);
    // But for the head, which is one row, and channels, of which there are few, nothing is read from beginning to end.
    expect(plan.replaceAll(/Seq Scan on push_(head|channel)/gu, '')).not.toContain('Seq Scan');
  });
});
