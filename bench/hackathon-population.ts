import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { USERS } from './population.ts';
import { nameOf } from './words.ts';

export const TICKETS = 20_000;
/** Tickets that wait in the queue. */
export const OPEN_TICKETS = 50;
/** Announcements that are published; some more are to come. */
export const ANNOUNCEMENTS = 100;
const ANNOUNCEMENTS_TO_COME = 10;

/** Ids of tickets that are there to be claimed begin with it, and no others. */
const CLAIMABLE = 'c';

const CREATED = `timestamptz '2026-01-01 00:00:00.007Z' + n * interval '1 minute'`;

/** An SQL expression for the id with the number that another expression gives: 24 hex digits, in order. */
function idOf(first: string, number: string): string {
  return `'${first}' || lpad(to_hex(${number}), 23, '0')`;
}

/** The id of a ticket that is there to be claimed, from 1 on. */
export function claimableId(number: number): string {
  return CLAIMABLE + number.toString(16).padStart(23, '0');
}

/** What somebody needs a mentor for, where, and how they are found; and all of it in lower case, for searching. */
const WISH = `select n, 'We want to ' || ${nameOf('n')} || ' and our build is red' as description,
  'Table ' || n % 120 || ', main hall' as location, 'team' || n || '@example.com' as contact`;
const SEARCH_KEY = `lower(description || E'\\u0001' || location || E'\\u0001' || contact)`;

/**
 * Fills the hackathon's tables: of every four hundred tickets one is open, the others are in progress, expired and
 * closed in turn. No open one expires while there is a run.
 */
export async function populateHackathon(pool: Pool): Promise<void> {
  await pool.query(
    `insert into ticket (id, description, location, contact, search_key, owner_id, created_at, opened_at, expires_at,
       expired_at, claimed_by, claimed_at, closed_at, version)
     select id, description, location, contact, ${SEARCH_KEY}, 1 + n % ${USERS}, created, created,
       case when state = 0 then now() + interval '1 day' else created + interval '30 minutes' end,
       case when state = 2 then created + interval '30 minutes' end,
       case when state in (1, 3) then 1 + (n + 7) % ${USERS} end,
       case when state in (1, 3) then created + interval '5 minutes' end,
       case when state = 3 then created + interval '20 minutes' end,
       case state when 0 then 1 when 3 then 3 else 2 end
     from (
       select wish.*, ${idOf('1', 'n')} as id, ${CREATED} as created,
         case when n % ${TICKETS / OPEN_TICKETS} = 0 then 0 else 1 + n % 3 end as state
       from (${WISH} from generate_series(1, ${TICKETS}) as n) as wish
     ) as tickets
     order by n`,
  );
  await pool.query(
    `insert into announcement (id, message, "time", published_at)
     select ${idOf('2', 'n')}, 'Number ' || n || ': ' || ${nameOf('n')} || ' with us, at the stairs, in ten minutes.',
       time, case when time <= now() then time end
     from (
       select n, case when n > ${ANNOUNCEMENTS} then date_trunc('second', now()) + interval '1 day'
         else timestamptz '2026-01-01 09:00:00Z' + n * interval '10 minutes' end as time
       from generate_series(1, ${ANNOUNCEMENTS + ANNOUNCEMENTS_TO_COME}) as n
     ) as times
     order by n`,
  );
  const { rows } = await pool.query<{ readonly open: string; readonly told: string }>(
    `select (select count(*) from ticket where claimed_by is null and closed_at is null and expired_at is null) as open,
            (select count(*) from announcement where "time" <= now()) as told`,
  );
  if (Number(rows[0]?.open) !== OPEN_TICKETS || Number(rows[0]?.told) !== ANNOUNCEMENTS) {
    throw new Error(`the hackathon is not as it should be: ${JSON.stringify(rows)}`);
  }
}

/** Adds open tickets, of which each can be claimed once. */
export async function addClaimable(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `insert into ticket (id, description, location, contact, search_key, owner_id, created_at, opened_at, expires_at,
       version)
     select ${idOf(CLAIMABLE, 'n')}, description, location, contact, ${SEARCH_KEY}, 1 + n % ${USERS}, created, created,
       now() + interval '1 day', 1
     from (select wish.*, ${CREATED} as created from (${WISH} from generate_series(1, $1::int) as n) as wish) as tickets
     order by n`,
    [count],
  );
  await pool.query('vacuum (analyze) ticket');
}

/** Removes the tickets that were there to be claimed, and what was told of them, as soon as all of it was told. */
export async function removeClaimable(pool: Pool): Promise<void> {
  await pool.query('delete from ticket where id >= $1', [CLAIMABLE]);
  await forgetMessages(pool);
  await pool.query('vacuum (analyze) ticket');
  // An index that was once of many open tickets stays as large, and PostgreSQL would rather read the whole table.
  await pool.query('reindex table ticket');
}

/** The tickets that requests claimed: by whom, and whether just now. */
export async function writtenClaims(pool: Pool): Promise<string> {
  const { rows } = await pool.query(
    `select id, claimed_by, claimed_at between now() - interval '1 minute' and now() as lately,
       expired_at, closed_at, opened_at = created_at as as_opened, version
     from ticket where id >= $1 and version > 1 order by id`,
    [CLAIMABLE],
  );
  return JSON.stringify(rows);
}

/** Waits until all messages have their number, then forgets them. */
async function forgetMessages(pool: Pool): Promise<void> {
  const waiting = async (): Promise<boolean> => {
    const { rows } = await pool.query<{ readonly waiting: boolean }>(
      'select exists (select from push_outbox) as waiting',
    );
    return rows[0]?.waiting ?? false;
  };
  while (await waiting()) await delay(50);
  await pool.query('truncate push_log');
  await pool.query('vacuum (analyze) push_outbox, push_log, push_channel, push_head');
}
