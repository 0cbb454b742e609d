import { err, ok, type Result } from 'neverthrow';
import { isText } from '../kernel/text.ts';
import { parseName, type BucketRef, type NameMissing } from './bucket.ts';

/** One thing that the owner of a bucket wants to do. */
export interface Item {
  readonly id: number;
  readonly bucketId: number;
  /** 1 to 255 characters, without blanks at its ends. */
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/** An item that has no number yet. */
export type NewItem = Omit<Item, 'id' | 'bucketId'>;

/** Names an item in one of an owner's buckets. */
export interface ItemRef {
  readonly bucket: BucketRef;
  readonly id: number;
}

/** What is to be different about an item; what is absent stays. */
export interface ItemChanges {
  readonly name?: string;
  readonly description?: string;
}

/** A description is text, or `null` where there is none. */
export interface DescriptionMalformed {
  readonly kind: 'description-malformed';
}

/** The change names neither a name nor a description with a value. */
export interface NothingToChange {
  readonly kind: 'nothing-to-change';
}

/** Checks a description; absent is `null`. */
export function parseDescription(value: unknown): Result<string | null, DescriptionMalformed> {
  if (value === undefined || value === null) return ok(null);
  return isText(value) ? ok(value) : err({ kind: 'description-malformed' });
}

/**
 * Checks what is to be changed about an item. An absent, `null` or blank name, and an absent or `null` description,
 * leave what is there. An empty description removes the text, together with a name.
 */
export function parseItemChanges(input: {
  readonly name?: unknown;
  readonly description?: unknown;
}): Result<ItemChanges, NameMissing | DescriptionMalformed | NothingToChange> {
  const named = !isAbsent(input.name);
  if (!named && isAbsent(input.description)) return err({ kind: 'nothing-to-change' });
  return parseDescription(input.description).andThen((description) => {
    const described = description === null ? {} : { description };
    return named
      ? parseName(input.name).map((name) => ({ name, ...described }))
      : ok<ItemChanges, NameMissing>(described);
  });
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
