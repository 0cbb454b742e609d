import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import { lookupNumber } from '../../kernel/number.ts';
import type { AccountNotFound } from '../../identity/index.ts';
import { parseName, type Bucket, type BucketRef, type NameMissing } from '../bucket.ts';
import type { BucketNotFound } from '../ports.ts';
import type { BucketlistPorts, BucketlistSettings } from '../settings.ts';

/**
 * What a bucket is called.
 *
 * @example
 * ```ts
 * const name: BucketName = { name: 'Travel' };
 * ```
 */
export interface BucketName {
  readonly name: string;
}

/**
 * Names one of the actor's buckets.
 *
 * @example
 * ```ts
 * const bucket: BucketById = { bucketId: 3 };
 * ```
 */
export interface BucketById {
  readonly bucketId: number;
}

/**
 * Makes a bucket for the actor. There may be no account, where a token outlived the database that it was made on.
 *
 * @example
 * ```ts
 * const created = await bucketlist.createBucket(actor, { name: 'Travel' });
 * created.map(({ id }) => id);
 * ```
 */
export type CreateBucket = (
  actor: Actor,
  input: BucketName,
) => ResultAsync<Bucket, NameMissing | AccountNotFound | Unavailable>;

/**
 * Lists the actor's buckets in order of creation.
 *
 * @example
 * ```ts
 * const listed = await bucketlist.listBuckets(actor, { page: 2, search: 'tra' });
 * listed.map(({ entries, total }) => `${entries.length} of ${total}`);
 * ```
 */
export type ListBuckets = (actor: Actor, wish?: PageWish) => ResultAsync<Page<Bucket>, Unavailable>;

/**
 * Shows one of the actor's buckets.
 *
 * @example
 * ```ts
 * await bucketlist.getBucket(actor, { bucketId: 3 });
 * ```
 */
export type GetBucket = (actor: Actor, input: BucketById) => ResultAsync<Bucket, BucketNotFound | Unavailable>;

/**
 * Gives one of the actor's buckets another name.
 *
 * @example
 * ```ts
 * await bucketlist.renameBucket(actor, { bucketId: 3, name: 'Voyages' });
 * ```
 */
export type RenameBucket = (
  actor: Actor,
  input: BucketById & BucketName,
) => ResultAsync<Bucket, NameMissing | BucketNotFound | Unavailable>;

/**
 * Removes one of the actor's buckets with its items.
 *
 * @example
 * ```ts
 * await bucketlist.deleteBucket(actor, { bucketId: 3 });
 * ```
 */
export type DeleteBucket = (actor: Actor, input: BucketById) => ResultAsync<void, BucketNotFound | Unavailable>;

export function createBucket({ clock, buckets }: BucketlistPorts): CreateBucket {
  return ({ accountId }, input) =>
    parseName(input.name).asyncAndThen((name) => {
      const now = clock.now();
      return buckets.add({ owner: accountId, name, createdAt: now, modifiedAt: now });
    });
}

export function listBuckets({ buckets }: BucketlistPorts, { pageSize }: BucketlistSettings): ListBuckets {
  return ({ accountId }, wish = {}) => buckets.page(accountId, pageRequest(wish, pageSize));
}

export function getBucket({ buckets }: BucketlistPorts): GetBucket {
  return (actor, input) => buckets.find(bucketRef(actor, input));
}

export function renameBucket({ clock, buckets }: BucketlistPorts): RenameBucket {
  return (actor, input) =>
    parseName(input.name).asyncAndThen((name) =>
      buckets.rename(bucketRef(actor, input), { name, modifiedAt: clock.now() }),
    );
}

export function deleteBucket({ buckets }: BucketlistPorts): DeleteBucket {
  return (actor, input) => buckets.remove(bucketRef(actor, input));
}

/** One of the actor's own buckets, whatever number the caller gave. */
export function bucketRef({ accountId }: Actor, { bucketId }: BucketById): BucketRef {
  return { owner: accountId, id: lookupNumber(bucketId) };
}
