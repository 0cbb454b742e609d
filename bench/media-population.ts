import type { Pool } from 'pg';
import { USERS } from './population.ts';
import { nameOf } from './words.ts';

export const MEDIA = 100_000;

/** Elements of each user. */
export const MEDIA_EACH: number = MEDIA / USERS;

const OWNER = `1 + n % ${USERS}`;
const MEDIUM = `(array['film', 'audio', 'literature', 'other'])[1 + n / 7 % 4]`;
const STATE = `(array['not started', 'started', 'finished'])[1 + n / ${USERS} % 3]`;
const CREATED = `timestamptz '2026-01-01 00:00:00.007Z' + n * interval '1 second'`;

/** The number of one of a user's elements, from 0 on. */
export function mediaIdOf(account: number, index: number): number {
  return index * USERS + (account === 1 ? USERS : account - 1);
}

/** Gives every user as many elements, which are spread over the table; each that is begun has a change in its history. */
export async function populateMedia(pool: Pool): Promise<void> {
  await pool.query(`insert into media_library (owner_id, version) select n, 1 from generate_series(1, ${USERS}) as n`);
  await pool.query(
    `insert into media_element
       (owner_id, name, name_key, medium, consumed_state, description, "order", started_at, finished_at, created_at)
     select owner, name, lower(name), medium, state,
            case when n % 2 = 0 then 'Recommended by a friend, before the end of the year' else '' end, n / ${USERS} % 10,
            case when state <> 'not started' then created end, case when state = 'finished' then created end, created
     from (
       select n, ${OWNER} as owner, ${nameOf('n')} as name, ${MEDIUM} as medium, ${STATE} as state, ${CREATED} as created
       from generate_series(1, ${MEDIA}) as n
     ) as elements
     order by n`,
  );
  await pool.query(
    `insert into media_state_change (element_id, from_state, to_state, at)
     select id, 'not started', consumed_state, created_at from media_element
     where consumed_state <> 'not started' order by id`,
  );
  await pool.query('create table media_element_before as select * from media_element');
  await pool.query('alter table media_element_before add primary key (id)');
  const { rows } = await pool.query<{ readonly owner: string; readonly count: string }>(
    `select owner_id as owner, count(*) from media_element group by 1
     having count(*) <> ${MEDIA_EACH} or min(id) not in (owner_id - 1, ${USERS})`,
  );
  if (rows.length > 0) throw new Error(`the media are not as they should be: ${JSON.stringify(rows)}`);
}

/** Takes back what measurements did to elements, and what that left in the tables' files. */
export async function restoreMedia(pool: Pool): Promise<void> {
  await pool.query('delete from media_element where id > $1', [MEDIA]);
  await pool.query(
    `update media_element as e
     set "order" = b."order", consumed_state = b.consumed_state, started_at = b.started_at, finished_at = b.finished_at
     from media_element_before as b
     where e.id = b.id and (e."order", e.consumed_state, e.started_at, e.finished_at)
       is distinct from (b."order", b.consumed_state, b.started_at, b.finished_at)`,
  );
  await pool.query(
    `delete from media_state_change
     where id > (select count(*) from media_element where consumed_state <> 'not started')`,
  );
  await pool.query('update media_library set version = 1 where version <> 1');
  await pool.query('vacuum (analyze) media_element, media_state_change, media_library');
}

/** What requests left in the tables, but for numbers and times: the same whoever answered them. */
export async function writtenMedia(pool: Pool): Promise<string> {
  const { rows } = await pool.query(
    `select
       (select json_agg(json_build_array(
          e.owner_id, e.name, e.name_key, e.medium, e.consumed_state, e.description, e."order",
          e.started_at = b.started_at, e.started_at is null, e.finished_at is null, e.created_at = b.created_at
        ) order by e.id)
        from media_element as e left join media_element_before as b using (id)
        where b.id is null or (e.*) is distinct from (b.*)) as elements,
       (select json_agg(json_build_array(owner_id, name, from_state, to_state, at >= now() - interval '1 minute') order by c.id)
        from media_state_change as c join media_element as e on e.id = element_id
        where c.id > (select count(*) from media_element_before where consumed_state <> 'not started')) as changes,
       (select json_agg(owner_id order by owner_id) from media_library
        where version >= extract(epoch from now() - interval '1 minute') * 1000) as libraries`,
  );
  return JSON.stringify(rows[0]);
}
