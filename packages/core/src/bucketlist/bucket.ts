import { err, ok, type Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import { isText, lengthOf } from '../kernel/text.ts';

/**
 * A list of things that its owner wants to do.
 *
 * @example
 * ```ts
 * const bucket: Bucket = {
 *   id: 3,
 *   owner: 1,
 *   name: 'Travel',
 *   createdAt: new Date('2017-08-24T19:56:07.942Z'),
 *   modifiedAt: new Date('2017-08-24T19:56:07.942Z'),
 * };
 * ```
 */
export interface Bucket {
  readonly id: number;
  readonly owner: AccountId;
  /** 1 to 255 characters, without blanks at its ends. */
  readonly name: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/**
 * A bucket that has no number yet.
 *
 * @example
 * ```ts
 * const now = clock.now();
 * const wanted: NewBucket = { owner: actor.accountId, name: 'Travel', createdAt: now, modifiedAt: now };
 * ```
 */
export type NewBucket = Omit<Bucket, 'id'>;

/**
 * Names one of an owner's buckets. Another owner's bucket is one that does not exist.
 *
 * @example
 * ```ts
 * buckets.find({ owner: actor.accountId, id: 3 });
 * ```
 */
export type BucketRef = Pick<Bucket, 'owner' | 'id'>;

/**
 * A name is missing, no text, blank, or longer than {@link LONGEST_NAME} characters.
 *
 * @example
 * ```ts
 * (await bucketlist.createBucket(actor, { name: '  ' })).mapErr(({ kind }) => kind); // Err('name-missing')
 * ```
 */
export interface NameMissing {
  readonly kind: 'name-missing';
}

/**
 * The longest name of a bucket or an item, in characters.
 *
 * @example
 * ```ts
 * parseName('x'.repeat(LONGEST_NAME + 1)); // Err({ kind: 'name-missing' })
 * ```
 */
export const LONGEST_NAME = 255;

/**
 * Checks the name of a bucket or an item, and takes the blanks off its ends.
 *
 * @example
 * ```ts
 * parseName('  Travel '); // Ok('Travel')
 * parseName('  '); // Err({ kind: 'name-missing' })
 * ```
 */
export function parseName(value: unknown): Result<string, NameMissing> {
  const name = isText(value) ? value.trim() : '';
  return name !== '' && lengthOf(name) <= LONGEST_NAME ? ok(name) : err({ kind: 'name-missing' });
}
