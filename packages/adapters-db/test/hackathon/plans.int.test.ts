import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement } from '../../src/database/statement.ts';
import {
  FIND_ANNOUNCEMENT,
  LIST_ANNOUNCEMENTS,
  REMOVE_ANNOUNCEMENT,
  SAVE_ANNOUNCEMENT,
} from '../../src/hackathon/announcement-statements.ts';
import { CHECK_IN, CHECK_OUT, GET_TIMES, PAGE_OF_PEOPLE, SET_TIMES } from '../../src/hackathon/people.ts';
import {
  EVENTS_OF_LOCATION,
  FIND_EVENT,
  FIND_LOCATION,
  FIND_PICTURE,
  LIST_EVENTS,
  LIST_LOCATIONS,
  REMOVE_EVENT,
  REMOVE_LOCATION,
  SAVE_EVENT,
  SAVE_LOCATION,
} from '../../src/hackathon/place-statements.ts';
import {
  ADD_TICKET,
  EXPIRE_TICKETS,
  FIND_TICKET,
  PAGE_OF_TICKETS,
  REOPEN_TICKET,
  SAVE_TICKET,
  TICKET_QUEUE,
  TICKETS_OF_MENTOR,
  TICKETS_OF_OWNER,
} from '../../src/hackathon/ticket-statements.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

const LIFE = `now(), now(), NULL, 1, now(), NULL, '[["a","b","c","{}",null,"2026-01-01"]]'`;

/** Each statement, values for it as they stand in SQL, and an index that it is to use; none where all rows are wanted. */
const EXPECTED: readonly (readonly [Statement<unknown>, string, string])[] = [
  [ADD_TICKET, `'x', 'x', 'x', 'x', 'x', 7, now(), now(), '[["a","b","c","{}",null,"2026-01-01"]]'`, 'account_pkey'],
  [FIND_TICKET, `'7'`, 'ticket_pkey'],
  [SAVE_TICKET, `'7', 1, ${LIFE}`, 'ticket_pkey'],
  [REOPEN_TICKET, `'7', 1, ${LIFE}, now(), NULL, NULL`, 'ticket_pkey'],
  [TICKET_QUEUE, 'now()', 'ticket_open_idx'],
  [TICKETS_OF_OWNER, '7', 'ticket_owner_id_created_at_id_idx'],
  [TICKETS_OF_MENTOR, '7', 'ticket_claimed_by_created_at_id_idx'],
  [EXPIRE_TICKETS, 'now(), 100', 'ticket_open_idx'],
  [PAGE_OF_TICKETS, `now(), 'open', 'x', 20, 40`, 'ticket_pkey'],
  [FIND_LOCATION, `'7'`, 'location_pkey'],
  [LIST_LOCATIONS, '', 'location_rank_name_id_idx'],
  [SAVE_LOCATION, `'7', 'x', 1`, 'location_pkey'],
  [REMOVE_LOCATION, `'7'`, 'scheduled_event_location_id_idx'],
  [FIND_PICTURE, `'7'`, 'location_picture_pkey'],
  [FIND_EVENT, `'7'`, 'scheduled_event_pkey'],
  [LIST_EVENTS, '', ''],
  [EVENTS_OF_LOCATION, `'7'`, 'scheduled_event_location_id_idx'],
  [SAVE_EVENT, `'7', 'x', 'x', '7', now(), now()`, 'scheduled_event_pkey'],
  [REMOVE_EVENT, `'7'`, 'scheduled_event_pkey'],
  [FIND_ANNOUNCEMENT, `'7'`, 'announcement_pkey'],
  [LIST_ANNOUNCEMENTS, 'NULL, now()', 'announcement_time_id_idx'],
  [SAVE_ANNOUNCEMENT, `'7', 'x', now(), NULL`, 'announcement_pkey'],
  [REMOVE_ANNOUNCEMENT, `'7'`, 'announcement_pkey'],
  [CHECK_IN, '7, now()', 'account_pkey'],
  [CHECK_OUT, '7', 'check_in_pkey'],
  [PAGE_OF_PEOPLE, `'x', 'x', 20, 40`, 'account_username_key_c_idx'],
  [GET_TIMES, '', 'hackathon_times_pkey'],
  [SET_TIMES, 'now(), now(), now(), now()', ''],
];

describe.skipIf(!postgresqlIsThere)('plans of the statements of a hackathon (QUINTET_TEST_POSTGRES)', () => {
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
      INSERT INTO account (username, username_key, display_name, password_hash, roles, generation, created_at, updated_at)
      SELECT n::text, n::text, '', '', '{}', 0, now(), now() FROM generate_series(1, 2000) AS n;
      INSERT INTO ticket (id, description, location, contact, search_key, owner_id, created_at, opened_at, expires_at,
        claimed_by, claimed_at, closed_at, version)
      SELECT n::text, 'x', 'x', 'x', 'x', 1 + n % 1000, now(), now(), now() + (n - 10000) * interval '1 s',
        CASE WHEN n % 10 > 0 THEN 1 + n % 999 END, CASE WHEN n % 10 > 0 THEN now() END,
        CASE WHEN n % 20 > 1 THEN now() END, 1
      FROM generate_series(1, 20000) AS n;
      INSERT INTO location (id, name, rank) SELECT n::text, 'x', n FROM generate_series(1, 2000) AS n;
      INSERT INTO location_picture SELECT n::text, 'image/png', 'x', 'x' FROM generate_series(1, 2000) AS n;
      INSERT INTO scheduled_event SELECT n::text, 'x', 'x', (1 + n % 999)::text, now(), now()
      FROM generate_series(1, 2000) AS n;
      INSERT INTO announcement SELECT n::text, 'x', now(), now() FROM generate_series(1, 2000) AS n;
      INSERT INTO check_in SELECT n, now() FROM generate_series(1, 2000) AS n`);
    await client.query('VACUUM ANALYZE');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its index', async ({ name, text }, values, index) => {
    await client.query('BEGIN');
    await client.query(`PREPARE ${name}_plan AS ${text}`);
    const { rows } = await client.query<{ readonly 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE) EXECUTE ${name}_plan${values === '' ? '' : `(${values})`}`,
    );
    await client.query('ROLLBACK');
    await client.query(`DEALLOCATE ${name}_plan`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    if (index !== '') expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`, 'u'));
    expect(plan).not.toMatch(/Seq Scan/u);
  });
});
