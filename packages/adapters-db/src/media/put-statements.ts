import type { ConsumedState, Medium } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';
import type { StoredElement } from './statements.ts';

/** A new element, or a change of one, as the statement takes it; what is `undefined` is `null` there. */
export interface ElementInput {
  readonly position: number;
  /** Absent: a new element. */
  readonly id: number | undefined;
  readonly name: string | undefined;
  readonly name_key: string | undefined;
  readonly medium: Medium | undefined;
  readonly consumed_state: ConsumedState | undefined;
  readonly description: string | undefined;
  readonly order: number | undefined;
  readonly started_at: string | null | undefined;
  readonly finished_at: string | null | undefined;
}

/** What was refused, the number of an element that was added, or one that was changed. */
export type PutRow =
  | { readonly version: null; readonly owned: boolean; readonly expected: boolean; readonly complete: boolean }
  | { readonly version: number; readonly position: null; readonly id: number }
  | ({ readonly version: number; readonly position: number } & StoredElement);

/** Where the values of a change are found; what is absent is `NULL` there. */
type Source = Readonly<
  Record<'name' | 'nameKey' | 'medium' | 'state' | 'description' | 'order' | 'startedAt' | 'finishedAt', string>
>;

/** Carries a change out, as the core's `changeElement` does. */
function assignments(to: Source): string {
  const sameState = `coalesce(${to.state}, e.consumed_state) = e.consumed_state`;
  return `
       name = coalesce(${to.name}, e.name),
       name_key = coalesce(${to.nameKey}, e.name_key),
       medium = coalesce(${to.medium}, e.medium),
       consumed_state = coalesce(${to.state}, e.consumed_state),
       description = coalesce(${to.description}, e.description),
       "order" = coalesce(${to.order}, e."order"),
       started_at = CASE
         WHEN ${sameState} THEN e.started_at
         WHEN ${to.startedAt} IS NULL THEN NULL
         ELSE coalesce(e.started_at, ${to.startedAt})
       END,
       finished_at = CASE WHEN ${sameState} THEN e.finished_at ELSE ${to.finishedAt} END`;
}

/**
 * Values: owner, input as JSON, moment, the version that follows at the earliest, the version expected or `null`.
 * Gives the elements that were changed, with their positions, and the numbers of the new ones, which rise with theirs,
 * in any order;
 * or one row that says whether the owner is an account, the version the one expected, and all elements to be changed
 * are there.
 *
 * The library's lock is taken before those of elements, so that changes of one library wait for each other there: no
 * two of them can wait for each other's elements, and versions rise in the order of commits. The elements are locked
 * as well, to see them as they are by then. The state that was before is read under that lock.
 */
export const PUT_MEDIA: Statement<PutRow> = statement(
  'media_put',
  `WITH input AS MATERIALIZED (
     SELECT * FROM json_to_recordset($2::json) AS i (
       position integer, id bigint, name text, name_key text, medium text, consumed_state text, description text,
       "order" integer, started_at timestamptz, finished_at timestamptz
     )
   ), library AS MATERIALIZED (
     SELECT version FROM media_library WHERE owner_id = $1 FOR NO KEY UPDATE
   ), before AS MATERIALIZED (
     SELECT e.id, e.consumed_state FROM media_element AS e
     WHERE e.owner_id = $1 AND e.id = ANY (ARRAY(SELECT id FROM input WHERE id IS NOT NULL))
       AND (SELECT count(*) FROM library) >= 0
     FOR NO KEY UPDATE
   ), outset AS MATERIALIZED (
     SELECT EXISTS (SELECT FROM account WHERE id = $1) AS owned,
       (SELECT count(*) FROM before) = (SELECT count(id) FROM input) AS complete,
       $5::bigint IS NULL OR $5 = coalesce((SELECT version FROM library), 0) AS expected
   ), raised AS (
     INSERT INTO media_library AS l (owner_id, version)
     SELECT $1, $4::bigint FROM outset WHERE owned AND complete AND expected
     ON CONFLICT (owner_id) DO UPDATE SET version = greatest(l.version + 1, excluded.version)
     WHERE $5::bigint IS NULL OR l.version = $5
     RETURNING version
   ), changed AS (
     UPDATE media_element AS e SET ${assignments({
       name: 'i.name',
       nameKey: 'i.name_key',
       medium: 'i.medium',
       state: 'i.consumed_state',
       description: 'i.description',
       order: 'i."order"',
       startedAt: 'i.started_at',
       finishedAt: 'i.finished_at',
     })}
     FROM input AS i, before AS b, raised
     WHERE e.id = b.id AND i.id = b.id
     RETURNING i.position, b.consumed_state AS from_state, e.*
   ), added AS (
     INSERT INTO media_element (
       owner_id, name, name_key, medium, consumed_state, description, "order", started_at, finished_at, created_at
     )
     SELECT $1, i.name, i.name_key, i.medium, i.consumed_state, i.description, i."order", i.started_at, i.finished_at,
       $3::timestamptz
     FROM input AS i, raised
     WHERE i.id IS NULL
     ORDER BY i.position
     RETURNING id, consumed_state, started_at, finished_at
   ), entered AS (
     INSERT INTO media_state_change (element_id, from_state, to_state, at)
     SELECT id, from_state, consumed_state, $3::timestamptz FROM changed WHERE from_state <> consumed_state
     UNION ALL
     SELECT id, 'not started', consumed_state, coalesce(finished_at, started_at) FROM added
     WHERE consumed_state <> 'not started'
   ), stored AS (
     SELECT position, id, name, medium, consumed_state, description, "order", started_at, finished_at, created_at
     FROM changed
     UNION ALL
     SELECT NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM added
   )
   SELECT raised.version, outset.owned, outset.expected, outset.complete, stored.*
   FROM outset LEFT JOIN raised ON true LEFT JOIN stored ON raised.version IS NOT NULL`,
);

/** A stored element, with the version that the library is in by it. */
export type StoredRow = { readonly version: number } & StoredElement;

/**
 * One change alone, which costs half of what it does among many. Values: owner, id, the version that follows at the
 * earliest, moment, name, name key, medium, state, description, order, started, finished. No row: the owner does not
 * have the element. Takes the locks in the same order.
 */
export const CHANGE_MEDIA: Statement<StoredRow> = statement(
  'media_change',
  `WITH library AS MATERIALIZED (
     SELECT owner_id FROM media_library WHERE owner_id = $1 FOR NO KEY UPDATE
   ), before AS MATERIALIZED (
     SELECT e.id, e.consumed_state FROM library AS l, media_element AS e
     WHERE e.id = $2::bigint AND e.owner_id = l.owner_id
     FOR NO KEY UPDATE OF e
   ), raised AS (
     UPDATE media_library AS l SET version = greatest(l.version + 1, $3::bigint) FROM before WHERE l.owner_id = $1
     RETURNING version
   ), changed AS (
     UPDATE media_element AS e SET ${assignments({
       name: '$5',
       nameKey: '$6',
       medium: '$7',
       state: '$8',
       description: '$9',
       order: '$10::integer',
       startedAt: '$11::timestamptz',
       finishedAt: '$12::timestamptz',
     })}
     FROM before AS b
     WHERE e.id = b.id
     RETURNING b.consumed_state AS from_state, e.*
   ), entered AS (
     INSERT INTO media_state_change (element_id, from_state, to_state, at)
     SELECT id, from_state, consumed_state, $4::timestamptz FROM changed WHERE from_state <> consumed_state
   )
   SELECT raised.version, e.id, e.name, e.medium, e.consumed_state, e.description, e."order", e.started_at,
     e.finished_at, e.created_at
   FROM raised, changed AS e`,
);

/**
 * One new element alone. Values: owner, the version that follows at the earliest, moment, name, name key, medium, state,
 * description, order, started, finished. No row: the owner is no account.
 */
export const ADD_MEDIA: Statement<{ readonly version: number; readonly id: number }> = statement(
  'media_add',
  `WITH raised AS (
     INSERT INTO media_library AS l (owner_id, version) SELECT id, $2::bigint FROM account WHERE id = $1
     ON CONFLICT (owner_id) DO UPDATE SET version = greatest(l.version + 1, excluded.version)
     RETURNING owner_id, version
   ), added AS (
     INSERT INTO media_element (
       owner_id, name, name_key, medium, consumed_state, description, "order", started_at, finished_at, created_at
     )
     SELECT owner_id, $4, $5, $6, $7, $8, $9::integer, $10::timestamptz, $11::timestamptz, $3::timestamptz FROM raised
     RETURNING id, consumed_state, started_at, finished_at
   ), entered AS (
     INSERT INTO media_state_change (element_id, from_state, to_state, at)
     SELECT id, 'not started', consumed_state, coalesce(finished_at, started_at) FROM added
     WHERE consumed_state <> 'not started'
   )
   SELECT raised.version, added.id FROM raised, added`,
);

/** Values: owner, id, the version that follows at the earliest. A row: it was there. Takes the locks in the same order. */
export const REMOVE_MEDIA: Statement<{ readonly version: number }> = statement(
  'media_remove',
  `WITH library AS (
     SELECT owner_id FROM media_library WHERE owner_id = $1 FOR NO KEY UPDATE
   ), removed AS (
     DELETE FROM media_element AS e USING library AS l WHERE e.id = $2::bigint AND e.owner_id = l.owner_id
     RETURNING e.owner_id
   )
   UPDATE media_library AS l SET version = greatest(l.version + 1, $3::bigint)
   FROM removed WHERE l.owner_id = removed.owner_id
   RETURNING l.version`,
);
