import type { Pool } from 'pg';

/** A row of `media_element`. */
export interface MediaRow {
  readonly id: number;
  readonly name: string;
  readonly medium: string;
  readonly consumed_state: string;
  readonly description: string;
  readonly order: number;
}

/** What an element is to be; what is absent is `null`. */
export type MediaChange = { readonly [Field in keyof MediaRow]: MediaRow[Field] | null };

const FIELDS = 'id, name, medium, consumed_state, description, "order"';

/** A user's elements; `undefined` where the account is not of that name. */
export async function mediaOf(pool: Pool, owner: number, username: string): Promise<readonly MediaRow[] | undefined> {
  const { rows } = await pool.query<MediaRow | { readonly id: null }>({
    name: 'list of media',
    text: `select e.id, e.name, e.medium, e.consumed_state, e.description, e."order"
           from account as a left join media_element as e on e.owner_id = a.id
           where a.id = $1 and a.username_key = $2
           order by e."order", e.id`,
    values: [owner, username.toLowerCase()],
  });
  return rows.length === 0 ? undefined : rows.filter((row) => row.id !== null);
}

/** Makes an element, with its history and the library's version. */
export async function addMedia(
  pool: Pool,
  owner: number,
  username: string,
  { name, medium, consumed_state: state, description, order }: Omit<MediaRow, 'id'>,
  now: Date,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ readonly id: number }>({
    name: 'add an element',
    text: `with raised as (
             insert into media_library as l (owner_id, version)
             select id, $3::bigint from account where id = $1 and username_key = $2
             on conflict (owner_id) do update set version = greatest(l.version + 1, excluded.version)
             returning owner_id
           ), added as (
             insert into media_element
               (owner_id, name, name_key, medium, consumed_state, description, "order", started_at, finished_at, created_at)
             select owner_id, $5, $6, $7, $8, $9, $10,
                    case when $8 <> 'not started' then $4::timestamptz end,
                    case when $8 = 'finished' then $4::timestamptz end, $4::timestamptz
             from raised
             returning id
           ), entered as (
             insert into media_state_change (element_id, from_state, to_state, at)
             select id, 'not started', $8, $4::timestamptz from added where $8 <> 'not started'
           )
           select id from added`,
    values: [
      owner,
      username.toLowerCase(),
      now.getTime(),
      now,
      name,
      name.toLowerCase(),
      medium,
      state,
      description,
      order,
    ],
  });
  return rows[0]?.id;
}

/** Changes an element, with its history and the library's version. */
export async function changeMedia(
  pool: Pool,
  owner: number,
  username: string,
  { id, name, medium, consumed_state: state, description, order }: MediaChange,
  now: Date,
): Promise<MediaRow | undefined> {
  const { rows } = await pool.query<MediaRow>({
    name: 'change an element',
    text: `with before as (
             select e.id, e.owner_id, e.consumed_state
             from media_element as e join account as a on a.id = e.owner_id
             where e.id = $5 and a.id = $1 and a.username_key = $2
             for no key update of e
           ), raised as (
             update media_library as l set version = greatest(l.version + 1, $3::bigint)
             from before where l.owner_id = before.owner_id
           ), changed as (
             update media_element as e set
               name = coalesce($6, e.name), name_key = coalesce($7, e.name_key), medium = coalesce($8, e.medium),
               consumed_state = coalesce($9, e.consumed_state), description = coalesce($10, e.description),
               "order" = coalesce($11, e."order"),
               started_at = case coalesce($9, e.consumed_state)
                 when e.consumed_state then e.started_at
                 when 'not started' then null
                 else coalesce(e.started_at, $4::timestamptz)
               end,
               finished_at = case coalesce($9, e.consumed_state)
                 when e.consumed_state then e.finished_at
                 when 'finished' then $4::timestamptz
               end
             from before where e.id = before.id
             returning e.id, name, medium, e.consumed_state, description, "order", before.consumed_state as from_state
           ), entered as (
             insert into media_state_change (element_id, from_state, to_state, at)
             select id, from_state, consumed_state, $4::timestamptz from changed where from_state <> consumed_state
           )
           select ${FIELDS} from changed`,
    values: [
      owner,
      username.toLowerCase(),
      now.getTime(),
      now,
      id,
      name,
      name?.toLowerCase(),
      medium,
      state,
      description,
      order,
    ],
  });
  return rows[0];
}
