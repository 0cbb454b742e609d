import { statement, type Statement } from '../database/statement.ts';
import type { NameSearch } from './search.ts';

/** An item as the statements give it. */
export interface StoredItem {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly created_at: Date;
  readonly modified_at: Date;
}

/** An item, or nothing where the bucket is there and the item is not. No row at all: there is no such bucket. */
export type ItemRowOfBucket = StoredItem | { readonly [Column in keyof StoredItem]: null };

/** A row of a page: an item, or nothing where the page is empty, with the total. */
export type ItemPageRow = { readonly total: number } & ItemRowOfBucket;

/**
 * Values: owner, bucket, name, name key, description, created, modified.
 * The bucket's counter is changed first: a bucket that is removed meanwhile has no row to change, and gets no item.
 */
export const ADD_ITEM: Statement<{ readonly id: number }> = statement(
  'item_add',
  `WITH counted AS (
     UPDATE bucket SET item_count = item_count + 1 WHERE id = $2 AND owner_id = $1 RETURNING id
   )
   INSERT INTO item (bucket_id, name, name_key, description, created_at, modified_at)
   SELECT id, $3, $4, $5, $6::timestamptz, $7::timestamptz FROM counted
   RETURNING id`,
);

/** Values: owner, bucket, id. */
export const FIND_ITEM: Statement<ItemRowOfBucket> = statement(
  'item_find',
  `SELECT i.id, i.name, i.description, i.created_at, i.modified_at
   FROM bucket AS b LEFT JOIN item AS i ON i.id = $3 AND i.bucket_id = b.id
   WHERE b.id = $2 AND b.owner_id = $1`,
);

/** Values: owner, bucket, limit, offset. As with buckets, read from the nearer end; the newest come first. */
export const PAGE_OF_ITEMS: Statement<ItemPageRow> = statement(
  'item_page',
  `SELECT list.item_count AS total, i.id, i.name, i.description, i.created_at, i.modified_at
   FROM bucket AS list
   LEFT JOIN LATERAL (
     (
       SELECT id, name, description, created_at, modified_at FROM item
       WHERE bucket_id = $2 AND $4::bigint * 2 + $3::bigint <= list.item_count
       ORDER BY id DESC
       LIMIT $3::bigint OFFSET $4::bigint
     )
     UNION ALL
     (
       SELECT id, name, description, created_at, modified_at FROM item
       WHERE bucket_id = $2 AND $4::bigint * 2 + $3::bigint > list.item_count
       ORDER BY id
       LIMIT least($3::bigint, greatest(list.item_count - $4::bigint, 0))
       OFFSET greatest(list.item_count - $4::bigint - $3::bigint, 0)
     )
   ) AS i ON true
   WHERE list.id = $2 AND list.owner_id = $1
   ORDER BY i.id DESC`,
);

/** Finds items by a condition on `name_key`, which is given the fifth value. Values: owner, bucket, limit, offset, text. */
function searchOfItems(name: string, condition: string): Statement<ItemPageRow> {
  return statement(
    name,
    `WITH found AS MATERIALIZED (
       SELECT id FROM item WHERE bucket_id = $2 AND ${condition}
     )
     SELECT list.total, i.id, i.name, i.description, i.created_at, i.modified_at
     FROM (
       SELECT (SELECT count(*) FROM found) AS total FROM bucket WHERE id = $2 AND owner_id = $1
     ) AS list
     LEFT JOIN (
       SELECT id, name, description, created_at, modified_at FROM item
       WHERE id = ANY (ARRAY(SELECT id FROM found ORDER BY id DESC LIMIT $3::bigint OFFSET $4::bigint))
     ) AS i ON true
     ORDER BY i.id DESC`,
  );
}

/** Searches for items, by the two ways of a `NameSearch`. */
export const SEARCH_ITEMS: Readonly<Record<NameSearch['by'], Statement<ItemPageRow>>> = {
  trigrams: searchOfItems('item_search', 'name_key LIKE $5'),
  list: searchOfItems('item_search_list', 'strpos(name_key, $5) > 0'),
};

/**
 * Values: owner, bucket, id, name, name key, description, moment; `null` leaves what is there.
 * The bucket is held, so that it is not removed between finding it and changing its item.
 */
export const CHANGE_ITEM: Statement<ItemRowOfBucket> = statement(
  'item_change',
  `WITH held AS (
     SELECT id FROM bucket WHERE id = $2 AND owner_id = $1 FOR KEY SHARE
   ), changed AS (
     UPDATE item AS i
     SET name = coalesce($4, i.name), name_key = coalesce($5, i.name_key),
       description = coalesce($6, i.description), modified_at = $7::timestamptz
     FROM held WHERE i.id = $3 AND i.bucket_id = held.id
     RETURNING i.id, i.name, i.description, i.created_at, i.modified_at
   )
   SELECT changed.* FROM held LEFT JOIN changed ON true`,
);

/**
 * Values: owner, bucket, id. Gives whether the item was there; no row: there is no such bucket.
 * The bucket's lock is taken before the item's, as removing the bucket does.
 */
export const REMOVE_ITEM: Statement<{ readonly removed: boolean }> = statement(
  'item_remove',
  `WITH held AS (
     SELECT id FROM bucket WHERE id = $2 AND owner_id = $1 FOR NO KEY UPDATE
   ), removed AS (
     DELETE FROM item AS i USING held WHERE i.id = $3 AND i.bucket_id = held.id RETURNING i.bucket_id
   ), counted AS (
     UPDATE bucket AS b SET item_count = b.item_count - 1 FROM removed WHERE b.id = removed.bucket_id
   )
   SELECT EXISTS (SELECT FROM removed) AS removed FROM held`,
);
