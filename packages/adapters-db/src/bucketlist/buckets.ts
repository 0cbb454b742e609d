import type {
  AccountNotFound,
  Bucket,
  BucketNotFound,
  BucketRef,
  BucketRepository,
  Page,
  PageRequest,
} from '@quintet/core';
import { err, errAsync, ok, okAsync, type Result } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_BUCKET,
  FIND_BUCKET,
  PAGE_OF_BUCKETS,
  REMOVE_BUCKET,
  RENAME_BUCKET,
  SEARCH_BUCKETS,
  type BucketPageRow,
  type StoredBucket,
} from './bucket-statements.ts';
import { isRowId, searchable, searchFor } from './search.ts';

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const NOT_FOUND: BucketNotFound = { kind: 'bucket-not-found' };

/** Buckets in the database. */
export function databaseBuckets(store: Store): BucketRepository {
  return {
    add: ({ owner, name, createdAt, modifiedAt }, transaction) =>
      store
        .write(ADD_BUCKET, [owner, name, searchable(name), moment(createdAt), moment(modifiedAt)], transaction)
        .andThen(([row]) =>
          row === undefined ? err(NO_ACCOUNT) : ok({ id: row.id, owner, name, createdAt, modifiedAt }),
        ),

    find: ({ owner, id }) =>
      isRowId(id) ? store.read(FIND_BUCKET, [owner, id]).andThen(([row]) => found(owner, row)) : errAsync(NOT_FOUND),

    page: (owner, request) => {
      const values = [owner, request.limit, offsetOf(request)];
      if (request.search === undefined) {
        return store.read(PAGE_OF_BUCKETS, values).map((rows) => pageOf(owner, rows));
      }
      const search = searchFor(request.search);
      if (search === undefined) return okAsync({ entries: [], total: 0 });
      return store.search(SEARCH_BUCKETS[search.by], [...values, search.text]).map((rows) => pageOf(owner, rows));
    },

    rename: ({ owner, id }, { name, modifiedAt }, transaction) =>
      isRowId(id)
        ? store
            .write(RENAME_BUCKET, [owner, id, name, searchable(name), moment(modifiedAt)], transaction)
            .andThen(([row]) => found(owner, row))
        : errAsync(NOT_FOUND),

    remove: ({ owner, id }, transaction) =>
      isRowId(id)
        ? store
            .write(REMOVE_BUCKET, [owner, id], transaction)
            .andThen(([row]) => (row === undefined ? err(NOT_FOUND) : ok(undefined)))
        : errAsync(NOT_FOUND),
  };
}

/** How many entries come before a page. */
export function offsetOf({ page, limit }: PageRequest): number {
  return Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
}

function found(owner: BucketRef['owner'], row: StoredBucket | undefined): Result<Bucket, BucketNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(bucketOf(owner, row));
}

function bucketOf(owner: BucketRef['owner'], row: StoredBucket): Bucket {
  return { id: row.id, owner, name: row.name, createdAt: row.created_at, modifiedAt: row.modified_at };
}

function pageOf(owner: BucketRef['owner'], rows: readonly BucketPageRow[]): Page<Bucket> {
  const entries: Bucket[] = [];
  for (const row of rows) if (row.id !== null) entries.push(bucketOf(owner, row));
  return { entries, total: rows[0]?.total ?? 0 };
}
