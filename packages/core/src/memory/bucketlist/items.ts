import type { Result } from 'neverthrow';
import type { Item, ItemRef } from '../../bucketlist/item.ts';
import type { BucketNotFound, ItemNotFound, ItemRepository } from '../../bucketlist/ports.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { findBucket } from './buckets.ts';

const NOT_FOUND: ItemNotFound = { kind: 'item-not-found' };

/**
 * Items of buckets in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const items = memoryItems(database);
 * ```
 */
export function memoryItems(database: MemoryDatabase): ItemRepository {
  return {
    add: (bucket, { name, description, createdAt, modifiedAt }, transaction) =>
      database.write(transaction, (tables) =>
        findBucket(tables, bucket).map(({ id: bucketId }) => {
          const item: Item = { id: database.nextId('item'), bucketId, name, description, createdAt, modifiedAt };
          tables.items.put(item);
          return item;
        }),
      ),

    find: (ref) => settled(findItem(database.committed, ref)),

    page: (bucket, request) =>
      settled(
        findBucket(database.committed, bucket).map(({ id }) =>
          database.committed.items.page(id, request, 'newest-first'),
        ),
      ),

    change: (ref, { name, description, modifiedAt }, transaction) =>
      database.write(transaction, (tables) =>
        findItem(tables, ref).map((item) => {
          const changed: Item = {
            ...item,
            name: name ?? item.name,
            description: description ?? item.description,
            modifiedAt,
          };
          tables.items.put(changed);
          return changed;
        }),
      ),

    remove: (ref, transaction) =>
      database.write(transaction, (tables) => findItem(tables, ref).map((item) => tables.items.delete(item))),
  };
}

function findItem(tables: Tables, { bucket, id }: ItemRef): Result<Item, BucketNotFound | ItemNotFound> {
  return findBucket(tables, bucket).andThen(() => found(tables.items.get(bucket.id, id), NOT_FOUND));
}
