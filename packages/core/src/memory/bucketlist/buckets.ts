import { err, ok, type Result } from 'neverthrow';
import type { Bucket, BucketRef } from '../../bucketlist/bucket.ts';
import type { BucketNotFound, BucketRepository } from '../../bucketlist/ports.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';

const NOT_FOUND: BucketNotFound = { kind: 'bucket-not-found' };

/**
 * Buckets in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const buckets = memoryBuckets(database);
 * ```
 */
export function memoryBuckets(database: MemoryDatabase): BucketRepository {
  return {
    add: ({ owner, name, createdAt, modifiedAt }, transaction) =>
      database.write(transaction, ({ accounts, buckets }) => {
        if (accounts.get(owner) === undefined) return err({ kind: 'account-not-found' as const });
        const bucket: Bucket = { id: database.nextId('bucket'), owner, name, createdAt, modifiedAt };
        buckets.put(bucket);
        return ok(bucket);
      }),

    find: (ref) => settled(findBucket(database.committed, ref)),

    page: (owner, request) => settled(ok(database.committed.buckets.page(owner, request, 'oldest-first'))),

    rename: (ref, { name, modifiedAt }, transaction) =>
      database.write(transaction, (tables) =>
        findBucket(tables, ref).map((bucket) => {
          const renamed: Bucket = { ...bucket, name, modifiedAt };
          tables.buckets.put(renamed);
          return renamed;
        }),
      ),

    remove: (ref, transaction) =>
      database.write(transaction, (tables) =>
        findBucket(tables, ref).map((bucket) => {
          tables.buckets.delete(bucket);
          tables.items.drop(bucket.id);
        }),
      ),
  };
}

/** One of an owner's buckets, as the tables have it. */
export function findBucket({ buckets }: Tables, { owner, id }: BucketRef): Result<Bucket, BucketNotFound> {
  return found(buckets.get(owner, id), NOT_FOUND);
}
