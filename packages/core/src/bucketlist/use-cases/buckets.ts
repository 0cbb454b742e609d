import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import { parseName, type Bucket, type NameMissing } from '../bucket.ts';
import type { BucketNotFound } from '../ports.ts';
import type { BucketlistPorts, BucketlistSettings } from '../settings.ts';

/** What a bucket is called. */
export interface BucketName {
  readonly name: string;
}

/** Names one of the actor's buckets. */
export interface BucketById {
  readonly bucketId: number;
}

/** Makes a bucket for the actor. */
export type CreateBucket = (actor: Actor, input: BucketName) => ResultAsync<Bucket, NameMissing | Unavailable>;

/** Lists the actor's buckets in order of creation. */
export type ListBuckets = (actor: Actor, wish?: PageWish) => ResultAsync<Page<Bucket>, Unavailable>;

/** Shows one of the actor's buckets. */
export type GetBucket = (actor: Actor, input: BucketById) => ResultAsync<Bucket, BucketNotFound | Unavailable>;

/** Gives one of the actor's buckets another name. */
export type RenameBucket = (
  actor: Actor,
  input: BucketById & BucketName,
) => ResultAsync<Bucket, NameMissing | BucketNotFound | Unavailable>;

/** Removes one of the actor's buckets with its items. */
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
  return ({ accountId }, { bucketId }) => buckets.find({ owner: accountId, id: bucketId });
}

export function renameBucket({ clock, buckets }: BucketlistPorts): RenameBucket {
  return ({ accountId }, { bucketId, name }) =>
    parseName(name).asyncAndThen((name) =>
      buckets.rename({ owner: accountId, id: bucketId }, { name, modifiedAt: clock.now() }),
    );
}

export function deleteBucket({ buckets }: BucketlistPorts): DeleteBucket {
  return ({ accountId }, { bucketId }) => buckets.remove({ owner: accountId, id: bucketId });
}
