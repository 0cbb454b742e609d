import { statement, type Statement } from '../database/statement.ts';
import type { NameSearch } from './search.ts';

/** A bucket as the statements give it. */
export interface StoredBucket {
  readonly id: number;
  readonly name: string;
  readonly created_at: Date;
  readonly modified_at: Date;
}

/** A row of a page: a bucket, or nothing where the page is empty, with the total. */
export type BucketPageRow = { readonly total: number } & (
  | StoredBucket
  | { readonly [Column in keyof StoredBucket]: null }
);

/**
 * Values: owner, name, name key, created, modified. Gives no row where the owner is no account.
 * The owner's counter is changed first, so that changes of one owner's list wait for each other there: numbers rise in
 * the order of commits, and whoever changes several takes the locks in the same order.
 */
export const ADD_BUCKET: Statement<{ readonly id: number }> = statement(
  'bucket_add',
  `WITH counted AS (
     INSERT INTO bucket_owner AS o (account_id, bucket_count) SELECT id, 1 FROM account WHERE id = $1
     ON CONFLICT (account_id) DO UPDATE SET bucket_count = o.bucket_count + 1
     RETURNING account_id
   )
   INSERT INTO bucket (owner_id, name, name_key, created_at, modified_at)
   SELECT account_id, $2, $3, $4::timestamptz, $5::timestamptz FROM counted
   RETURNING id`,
);

/** Values: owner, id. */
export const FIND_BUCKET: Statement<StoredBucket> = statement(
  'bucket_find',
  'SELECT id, name, created_at, modified_at FROM bucket WHERE id = $2 AND owner_id = $1',
);

/**
 * Values: owner, limit, offset. Reads from the end of the list that is nearer, so that the last page costs what the
 * first does. `OFFSET 0` has the counter read once and not for each time that it is named.
 */
export const PAGE_OF_BUCKETS: Statement<BucketPageRow> = statement(
  'bucket_page',
  `SELECT list.total, b.id, b.name, b.created_at, b.modified_at
   FROM (
     SELECT coalesce((SELECT bucket_count FROM bucket_owner WHERE account_id = $1), 0) AS total OFFSET 0
   ) AS list
   LEFT JOIN LATERAL (
     (
       SELECT id, name, created_at, modified_at FROM bucket
       WHERE owner_id = $1 AND $3::bigint * 2 + $2::bigint <= list.total
       ORDER BY id
       LIMIT $2::bigint OFFSET $3::bigint
     )
     UNION ALL
     (
       SELECT id, name, created_at, modified_at FROM bucket
       WHERE owner_id = $1 AND $3::bigint * 2 + $2::bigint > list.total
       ORDER BY id DESC
       LIMIT least($2::bigint, greatest(list.total - $3::bigint, 0))
       OFFSET greatest(list.total - $3::bigint - $2::bigint, 0)
     )
   ) AS b ON true
   ORDER BY b.id`,
);

/** Finds buckets by a condition on `name_key`, which is given the fourth value. Values: owner, limit, offset, text. */
function searchOfBuckets(name: string, condition: string): Statement<BucketPageRow> {
  return statement(
    name,
    `WITH found AS MATERIALIZED (
       SELECT id FROM bucket WHERE owner_id = $1 AND ${condition}
     )
     SELECT list.total, b.id, b.name, b.created_at, b.modified_at
     FROM (SELECT count(*) AS total FROM found) AS list
     LEFT JOIN (
       SELECT id, name, created_at, modified_at FROM bucket
       WHERE id = ANY (ARRAY(SELECT id FROM found ORDER BY id LIMIT $2::bigint OFFSET $3::bigint))
     ) AS b ON true
     ORDER BY b.id`,
  );
}

/** Searches for buckets, by the two ways of a `NameSearch`. */
export const SEARCH_BUCKETS: Readonly<Record<NameSearch['by'], Statement<BucketPageRow>>> = {
  trigrams: searchOfBuckets('bucket_search', 'name_key LIKE $4'),
  list: searchOfBuckets('bucket_search_list', 'strpos(name_key, $4) > 0'),
};

/** Values: owner, id, name, name key, moment. */
export const RENAME_BUCKET: Statement<StoredBucket> = statement(
  'bucket_rename',
  `UPDATE bucket SET name = $3, name_key = $4, modified_at = $5::timestamptz
   WHERE id = $2 AND owner_id = $1
   RETURNING id, name, created_at, modified_at`,
);

/** Values: owner, id. Takes the owner's lock before the bucket's, as adding does; the items go with the bucket. */
export const REMOVE_BUCKET: Statement<{ readonly account_id: number }> = statement(
  'bucket_remove',
  `WITH held AS (
     SELECT account_id FROM bucket_owner WHERE account_id = $1 FOR NO KEY UPDATE
   ), removed AS (
     DELETE FROM bucket USING held WHERE id = $2 AND owner_id = held.account_id RETURNING owner_id
   )
   UPDATE bucket_owner AS o SET bucket_count = o.bucket_count - 1
   FROM removed WHERE o.account_id = removed.owner_id
   RETURNING o.account_id`,
);
