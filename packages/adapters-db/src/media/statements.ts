import type { ConsumedState, Medium } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';

/** An element as the statements give it. */
export interface StoredElement {
  readonly id: number;
  readonly name: string;
  readonly medium: Medium;
  readonly consumed_state: ConsumedState;
  readonly description: string;
  readonly order: number;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly created_at: Date;
}

/** An element, or nothing where there is none to give. */
type MaybeElement = StoredElement | { readonly [Column in keyof StoredElement]: null };

/** A row of a list: the library's version, with an element if the list has any. */
export type MediaListRow = { readonly version: number } & MaybeElement;

/** A row of a page: as of a list, with the number of elements on all pages. */
export type MediaPageRow = MediaListRow & { readonly total: number };

const ELEMENT =
  'e.id, e.name, e.medium, e.consumed_state, e.description, e."order", e.started_at, e.finished_at, e.created_at';

const VERSION = 'coalesce((SELECT version FROM media_library WHERE owner_id = $1), 0)';

/** Which of an owner's elements are wanted: `null` makes no condition. */
function conditions(medium: string, state: string, finished: string): string {
  return `(${medium}::text IS NULL OR e.medium = ${medium})
    AND (${state}::text IS NULL OR e.consumed_state = ${state})
    AND (${finished}::boolean IS NULL OR (e.consumed_state = 'finished') = ${finished})`;
}

/** Values: owner, the version that the caller has or `null`, medium, state, finished. */
export const LIST_MEDIA: Statement<MediaListRow> = statement(
  'media_list',
  `SELECT l.version, ${ELEMENT}
   FROM (SELECT ${VERSION} AS version) AS l
   LEFT JOIN media_element AS e
     ON e.owner_id = $1 AND l.version IS DISTINCT FROM $2::bigint AND ${conditions('$3', '$4', '$5')}
   ORDER BY e."order", e.id`,
);

/** A page of what a condition on elements finds. Values: as of {@link LIST_MEDIA}, then limit, offset. */
function page(condition: string): string {
  return `WITH library AS MATERIALIZED (
     SELECT ${VERSION} AS version
   ), found AS MATERIALIZED (
     SELECT e.id, e."order" FROM media_element AS e
     WHERE (SELECT version FROM library) IS DISTINCT FROM $2::bigint
       AND e.owner_id = $1 AND ${conditions('$3', '$4', '$5')}${condition}
   )
   SELECT l.version, (SELECT count(*) FROM found) AS total, ${ELEMENT}
   FROM library AS l
   LEFT JOIN (
     SELECT e.* FROM media_element AS e
     WHERE e.id = ANY (ARRAY(SELECT id FROM found ORDER BY "order", id LIMIT $6::bigint OFFSET $7::bigint))
   ) AS e ON true
   ORDER BY e."order", e.id`;
}

/** Values: as of {@link LIST_MEDIA}, then limit, offset. */
export const PAGE_OF_MEDIA: Statement<MediaPageRow> = statement('media_page', page(''));

/** Values: as of {@link LIST_MEDIA}, then limit or `null`, offset, pattern. */
export const SEARCH_MEDIA: Statement<MediaPageRow> = statement('media_search', page(' AND e.name_key LIKE $8'));

/** Values: as of {@link LIST_MEDIA}, then limit or `null`, offset, text; `null` is in no name. */
export const SCAN_MEDIA: Statement<MediaPageRow> = statement(
  'media_scan',
  page(' AND position($8::text IN e.name_key) > 0'),
);

/** A row of a history: an element with its changes of state, each as from, to, and the moment in milliseconds. */
export type MediaHistoryRow = { readonly total: number } & MaybeElement & {
    readonly changes: readonly (readonly [from: ConsumedState, to: ConsumedState, at: number])[] | null;
  };

/** Values: owner, id or `null`, medium, state, finished, limit or `null`, offset, text or `null`. */
export const HISTORY_OF_MEDIA: Statement<MediaHistoryRow> = statement(
  'media_history',
  `WITH found AS MATERIALIZED (
     SELECT e.id, e."order" FROM media_element AS e
     WHERE e.owner_id = $1 AND ($2::bigint IS NULL OR e.id = $2)
       AND ${conditions('$3', '$4', '$5')} AND ($8::text IS NULL OR position($8 IN e.name_key) > 0)
   )
   SELECT list.total, ${ELEMENT}, (
     SELECT json_agg(json_build_array(from_state, to_state, (extract(epoch FROM at) * 1000)::bigint) ORDER BY c.id)
     FROM media_state_change AS c WHERE c.element_id = e.id
   ) AS changes
   FROM (SELECT count(*) AS total FROM found) AS list
   LEFT JOIN (
     SELECT e.* FROM media_element AS e
     WHERE e.id = ANY (ARRAY(SELECT id FROM found ORDER BY "order", id LIMIT $6::bigint OFFSET $7::bigint))
   ) AS e ON true
   ORDER BY e."order", e.id`,
);

/** How many elements there are of a medium in a state, and, if they are finished, of a month. */
export interface MediaCountRow {
  readonly medium: Medium;
  readonly consumed_state: ConsumedState;
  readonly month: string | null;
  readonly count: number;
}

/** Values: owner. */
export const COUNT_MEDIA: Statement<MediaCountRow> = statement(
  'media_count',
  `SELECT e.medium, e.consumed_state, to_char(e.finished_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS count
   FROM media_element AS e WHERE e.owner_id = $1
   GROUP BY 1, 2, 3 ORDER BY 3`,
);

/** Values: owner. */
export const VERSION_OF_LIBRARY: Statement<{ readonly version: number }> = statement(
  'media_version',
  `SELECT ${VERSION} AS version`,
);
