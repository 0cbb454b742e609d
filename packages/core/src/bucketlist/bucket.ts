import { err, ok, type Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import { isText, lengthOf } from '../kernel/text.ts';

/** A list of things that its owner wants to do. */
export interface Bucket {
  readonly id: number;
  readonly owner: AccountId;
  /** 1 to 255 characters, without blanks at its ends. */
  readonly name: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/** A bucket that has no number yet. */
export type NewBucket = Omit<Bucket, 'id'>;

/** Names one of an owner's buckets. Another owner's bucket is one that does not exist. */
export type BucketRef = Pick<Bucket, 'owner' | 'id'>;

/** A name is missing, no text, blank, or longer than {@link LONGEST_NAME} characters. */
export interface NameMissing {
  readonly kind: 'name-missing';
}

/** The longest name of a bucket or an item, in characters. */
export const LONGEST_NAME = 255;

/** Checks the name of a bucket or an item, and takes the blanks off its ends. */
export function parseName(value: unknown): Result<string, NameMissing> {
  const name = isText(value) ? value.trim() : '';
  return name !== '' && lengthOf(name) <= LONGEST_NAME ? ok(name) : err({ kind: 'name-missing' });
}
