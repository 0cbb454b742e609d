import type { ResultAsync } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { AccountNotFound } from '../identity/ports.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { Bucket, BucketRef, NewBucket } from './bucket.ts';
import type { Item, ItemChanges, ItemRef, NewItem } from './item.ts';

/**
 * The owner has no such bucket.
 *
 * @example
 * ```ts
 * (await buckets.find({ owner: 1, id: 0 })).mapErr(({ kind }) => kind); // Err('bucket-not-found')
 * ```
 */
export interface BucketNotFound {
  readonly kind: 'bucket-not-found';
}

/**
 * The bucket is there and has no such item.
 *
 * @example
 * ```ts
 * (await items.find({ bucket, id: 0 })).mapErr(({ kind }) => kind); // Err('item-not-found')
 * ```
 */
export interface ItemNotFound {
  readonly kind: 'item-not-found';
}

/**
 * Where buckets are kept. A search finds `%`, `_` and `\` as they are. A number that no bucket can have (0, a negative
 * one, one beyond what the storage can hold) is one that is not found.
 *
 * @example
 * ```ts
 * const buckets: BucketRepository = memoryBuckets(new MemoryDatabase());
 * await buckets.page(actor.accountId, { page: 1, limit: 10, search: 'tra' });
 * ```
 */
export interface BucketRepository {
  /** Stores a bucket under a new number, higher than any before. Its owner must be an account. */
  add(bucket: NewBucket, transaction?: Transaction): ResultAsync<Bucket, AccountNotFound | Unavailable>;

  find(ref: BucketRef): ResultAsync<Bucket, BucketNotFound | Unavailable>;

  /** The owner's buckets in order of creation, which is that of their numbers. */
  page(owner: AccountId, request: PageRequest): ResultAsync<Page<Bucket>, Unavailable>;

  rename(
    ref: BucketRef,
    change: { readonly name: string; readonly modifiedAt: Date },
    transaction?: Transaction,
  ): ResultAsync<Bucket, BucketNotFound | Unavailable>;

  /** Removes a bucket and all its items, or nothing. */
  remove(ref: BucketRef, transaction?: Transaction): ResultAsync<void, BucketNotFound | Unavailable>;
}

/**
 * Where the items of buckets are kept. For searches and numbers the same holds as for buckets.
 *
 * @example
 * ```ts
 * const items: ItemRepository = memoryItems(database);
 * await items.change({ bucket, id: 12 }, { name: 'Swim', modifiedAt: clock.now() });
 * ```
 */
export interface ItemRepository {
  /** Stores an item under a new number, higher than any before; a bucket that is removed meanwhile gets none. */
  add(bucket: BucketRef, item: NewItem, transaction?: Transaction): ResultAsync<Item, BucketNotFound | Unavailable>;

  find(ref: ItemRef): ResultAsync<Item, BucketNotFound | ItemNotFound | Unavailable>;

  /** The bucket's items, newest first: from the highest number down. */
  page(bucket: BucketRef, request: PageRequest): ResultAsync<Page<Item>, BucketNotFound | Unavailable>;

  /** Changes the fields that are named, and no other: two changes of different fields at once lose neither. */
  change(
    ref: ItemRef,
    changes: ItemChanges & { readonly modifiedAt: Date },
    transaction?: Transaction,
  ): ResultAsync<Item, BucketNotFound | ItemNotFound | Unavailable>;

  remove(ref: ItemRef, transaction?: Transaction): ResultAsync<void, BucketNotFound | ItemNotFound | Unavailable>;
}
