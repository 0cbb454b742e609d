import { err, ok, type Result } from 'neverthrow';
import { isText } from '../kernel/text.ts';
import { parseName, type BucketRef, type NameMissing } from './bucket.ts';

/**
 * One thing that the owner of a bucket wants to do.
 *
 * @example
 * ```ts
 * const item: Item = {
 *   id: 12,
 *   bucketId: 3,
 *   name: 'See the sea',
 *   description: null,
 *   createdAt: new Date('2017-08-24T19:56:07.942Z'),
 *   modifiedAt: new Date('2017-08-24T19:56:07.942Z'),
 * };
 * ```
 */
export interface Item {
  readonly id: number;
  readonly bucketId: number;
  /** 1 to 255 characters, without blanks at its ends. */
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/**
 * An item that has no number yet.
 *
 * @example
 * ```ts
 * const now = clock.now();
 * const wanted: NewItem = { name: 'See the sea', description: null, createdAt: now, modifiedAt: now };
 * ```
 */
export type NewItem = Omit<Item, 'id' | 'bucketId'>;

/**
 * Names an item in one of an owner's buckets.
 *
 * @example
 * ```ts
 * items.find({ bucket: { owner: actor.accountId, id: 3 }, id: 12 });
 * ```
 */
export interface ItemRef {
  readonly bucket: BucketRef;
  readonly id: number;
}

/**
 * What is to be different about an item; what is absent stays.
 *
 * @example
 * ```ts
 * const changes: ItemChanges = { description: 'the northern one' }; // the name stays
 * ```
 */
export interface ItemChanges {
  readonly name?: string;
  readonly description?: string;
}

/**
 * A description is text, or `null` where there is none.
 *
 * @example
 * ```ts
 * parseDescription(7); // Err({ kind: 'description-malformed' })
 * ```
 */
export interface DescriptionMalformed {
  readonly kind: 'description-malformed';
}

/**
 * The change names neither a name nor a description with a value.
 *
 * @example
 * ```ts
 * parseItemChanges({ name: '' }); // Err({ kind: 'nothing-to-change' })
 * ```
 */
export interface NothingToChange {
  readonly kind: 'nothing-to-change';
}

/**
 * Checks a description; absent is `null`.
 *
 * @example
 * ```ts
 * parseDescription(undefined); // Ok(null)
 * parseDescription(7); // Err({ kind: 'description-malformed' })
 * ```
 */
export function parseDescription(value: unknown): Result<string | null, DescriptionMalformed> {
  if (value === undefined || value === null) return ok(null);
  return isText(value) ? ok(value) : err({ kind: 'description-malformed' });
}

/**
 * Checks what is to be changed about an item. An absent, `null` or blank name, and an absent or `null` description,
 * leave what is there. An empty description removes the text, together with a name.
 *
 * @example
 * ```ts
 * parseItemChanges({ name: ' Swim ', description: null }); // Ok({ name: 'Swim' })
 * parseItemChanges({}); // Err({ kind: 'nothing-to-change' })
 * ```
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
