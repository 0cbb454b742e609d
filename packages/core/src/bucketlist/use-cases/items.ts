import { Result, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import { lookupNumber } from '../../kernel/number.ts';
import { parseName, type NameMissing } from '../bucket.ts';
import {
  parseDescription,
  parseItemChanges,
  type DescriptionMalformed,
  type Item,
  type ItemRef,
  type NothingToChange,
} from '../item.ts';
import type { BucketNotFound, ItemNotFound } from '../ports.ts';
import type { BucketlistPorts, BucketlistSettings } from '../settings.ts';
import { bucketRef, type BucketById } from './buckets.ts';

/**
 * What an item is to be.
 *
 * @example
 * ```ts
 * const draft: ItemDraft = { name: 'See the sea', description: 'the northern one' };
 * ```
 */
export interface ItemDraft {
  readonly name: string;
  readonly description?: string | null;
}

/**
 * Names an item in one of the actor's buckets.
 *
 * @example
 * ```ts
 * const item: ItemById = { bucketId: 3, itemId: 12 };
 * ```
 */
export interface ItemById extends BucketById {
  readonly itemId: number;
}

/**
 * Puts an item into one of the actor's buckets.
 *
 * @example
 * ```ts
 * await bucketlist.addItem(actor, { bucketId: 3, name: 'See the sea' });
 * ```
 */
export type AddItem = (
  actor: Actor,
  input: BucketById & ItemDraft,
) => ResultAsync<Item, NameMissing | DescriptionMalformed | BucketNotFound | Unavailable>;

/**
 * Lists a bucket's items, newest first.
 *
 * @example
 * ```ts
 * await bucketlist.listItems(actor, { bucketId: 3, page: 1, limit: 100 });
 * ```
 */
export type ListItems = (
  actor: Actor,
  input: BucketById & PageWish,
) => ResultAsync<Page<Item>, BucketNotFound | Unavailable>;

/**
 * Shows one item.
 *
 * @example
 * ```ts
 * await bucketlist.getItem(actor, { bucketId: 3, itemId: 12 });
 * ```
 */
export type GetItem = (actor: Actor, input: ItemById) => ResultAsync<Item, BucketNotFound | ItemNotFound | Unavailable>;

/**
 * Changes an item's name or description or both; what is absent stays.
 *
 * @example
 * ```ts
 * await bucketlist.editItem(actor, { bucketId: 3, itemId: 12, description: 'the northern one' });
 * ```
 */
export type EditItem = (
  actor: Actor,
  input: ItemById & Partial<ItemDraft>,
) => ResultAsync<
  Item,
  NameMissing | DescriptionMalformed | NothingToChange | BucketNotFound | ItemNotFound | Unavailable
>;

/**
 * Removes one item.
 *
 * @example
 * ```ts
 * await bucketlist.deleteItem(actor, { bucketId: 3, itemId: 12 });
 * ```
 */
export type DeleteItem = (
  actor: Actor,
  input: ItemById,
) => ResultAsync<void, BucketNotFound | ItemNotFound | Unavailable>;

export function addItem({ clock, items }: BucketlistPorts): AddItem {
  return (actor, input) =>
    Result.combine([parseName(input.name), parseDescription(input.description)]).asyncAndThen(([name, description]) => {
      const now = clock.now();
      return items.add(bucketRef(actor, input), { name, description, createdAt: now, modifiedAt: now });
    });
}

export function listItems({ items }: BucketlistPorts, { pageSize }: BucketlistSettings): ListItems {
  return (actor, input) => items.page(bucketRef(actor, input), pageRequest(input, pageSize));
}

export function getItem({ items }: BucketlistPorts): GetItem {
  return (actor, input) => items.find(itemRef(actor, input));
}

export function editItem({ clock, items }: BucketlistPorts): EditItem {
  return (actor, input) =>
    parseItemChanges(input).asyncAndThen((changes) =>
      items.change(itemRef(actor, input), { ...changes, modifiedAt: clock.now() }),
    );
}

export function deleteItem({ items }: BucketlistPorts): DeleteItem {
  return (actor, input) => items.remove(itemRef(actor, input));
}

function itemRef(actor: Actor, input: ItemById): ItemRef {
  return { bucket: bucketRef(actor, input), id: lookupNumber(input.itemId) };
}
