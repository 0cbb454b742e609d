import type { BucketNotFound, Item, ItemNotFound, ItemRef, ItemRepository, Page } from '@quintet/core';
import { err, errAsync, ok, type Result } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { FIND_BUCKET } from './bucket-statements.ts';
import { offsetOf } from './buckets.ts';
import {
  ADD_ITEM,
  CHANGE_ITEM,
  FIND_ITEM,
  PAGE_OF_ITEMS,
  REMOVE_ITEM,
  SEARCH_ITEMS,
  type ItemPageRow,
  type ItemRowOfBucket,
  type StoredItem,
} from './item-statements.ts';
import { isRowId, searchable, searchFor } from './search.ts';

const BUCKET_NOT_FOUND: BucketNotFound = { kind: 'bucket-not-found' };
const ITEM_NOT_FOUND: ItemNotFound = { kind: 'item-not-found' };

/** The number of no row, for asking whether a bucket is there when its item can't be. */
const NO_ROW = 0;

/** Items of buckets in the database. */
export function databaseItems(store: Store): ItemRepository {
  return {
    add: ({ owner, id: bucketId }, { name, description, createdAt, modifiedAt }, transaction) => {
      if (!isRowId(bucketId)) return errAsync(BUCKET_NOT_FOUND);
      const times = [moment(createdAt), moment(modifiedAt)];
      return store
        .write(ADD_ITEM, [owner, bucketId, name, searchable(name), description, ...times], transaction)
        .andThen(([row]) =>
          row === undefined
            ? err(BUCKET_NOT_FOUND)
            : ok({ id: row.id, bucketId, name, description, createdAt, modifiedAt }),
        );
    },

    find: (ref) =>
      isRowId(ref.bucket.id)
        ? store.read(FIND_ITEM, valuesOf(ref)).andThen(([row]) => found(ref.bucket.id, row))
        : errAsync(BUCKET_NOT_FOUND),

    page: ({ owner, id: bucketId }, request) => {
      if (!isRowId(bucketId)) return errAsync(BUCKET_NOT_FOUND);
      const values = [owner, bucketId, request.limit, offsetOf(request)];
      if (request.search === undefined) {
        return store.read(PAGE_OF_ITEMS, values).andThen((rows) => pageOf(bucketId, rows));
      }
      const search = searchFor(request.search);
      if (search !== undefined) {
        const rows = store.search(SEARCH_ITEMS[search.by], [...values, search.text]);
        return rows.andThen((rows) => pageOf(bucketId, rows));
      }
      // Nothing can be found; whether there is a list to look in is to be told all the same.
      return store
        .read(FIND_BUCKET, [owner, bucketId])
        .andThen(([bucket]) => (bucket === undefined ? err(BUCKET_NOT_FOUND) : ok({ entries: [], total: 0 })));
    },

    change: (ref, { name, description, modifiedAt }, transaction) => {
      if (!isRowId(ref.bucket.id)) return errAsync(BUCKET_NOT_FOUND);
      const key = name === undefined ? null : searchable(name);
      const changes = [name ?? null, key, description ?? null, moment(modifiedAt)];
      return store
        .write(CHANGE_ITEM, [...valuesOf(ref), ...changes], transaction)
        .andThen(([row]) => found(ref.bucket.id, row));
    },

    remove: (ref, transaction) =>
      isRowId(ref.bucket.id)
        ? store.write(REMOVE_ITEM, valuesOf(ref), transaction).andThen(([row]) => {
            if (row === undefined) return err(BUCKET_NOT_FOUND);
            return row.removed ? ok(undefined) : err(ITEM_NOT_FOUND);
          })
        : errAsync(BUCKET_NOT_FOUND),
  };
}

function valuesOf({ bucket, id }: ItemRef): readonly number[] {
  return [bucket.owner, bucket.id, isRowId(id) ? id : NO_ROW];
}

function found(bucketId: number, row: ItemRowOfBucket | undefined): Result<Item, BucketNotFound | ItemNotFound> {
  if (row === undefined) return err(BUCKET_NOT_FOUND);
  return row.id === null ? err(ITEM_NOT_FOUND) : ok(itemOf(bucketId, row));
}

function itemOf(bucketId: number, row: StoredItem): Item {
  const { id, name, description, created_at: createdAt, modified_at: modifiedAt } = row;
  return { id, bucketId, name, description, createdAt, modifiedAt };
}

function pageOf(bucketId: number, rows: readonly ItemPageRow[]): Result<Page<Item>, BucketNotFound> {
  const [first] = rows;
  if (first === undefined) return err(BUCKET_NOT_FOUND);
  const entries: Item[] = [];
  for (const row of rows) if (row.id !== null) entries.push(itemOf(bucketId, row));
  return ok({ entries, total: first.total });
}
