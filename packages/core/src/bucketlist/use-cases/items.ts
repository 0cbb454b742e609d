import { Result, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
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
import type { BucketById } from './buckets.ts';

/** What an item is to be. */
export interface ItemDraft {
  readonly name: string;
  readonly description?: string | null;
}

/** Names an item in one of the actor's buckets. */
export interface ItemById extends BucketById {
  readonly itemId: number;
}

/** Puts an item into one of the actor's buckets. */
export type AddItem = (
  actor: Actor,
  input: BucketById & ItemDraft,
) => ResultAsync<Item, NameMissing | DescriptionMalformed | BucketNotFound | Unavailable>;

/** Lists a bucket's items, newest first. */
export type ListItems = (
  actor: Actor,
  input: BucketById & PageWish,
) => ResultAsync<Page<Item>, BucketNotFound | Unavailable>;

/** Shows one item. */
export type GetItem = (actor: Actor, input: ItemById) => ResultAsync<Item, BucketNotFound | ItemNotFound | Unavailable>;

/** Changes an item's name or description or both; what is absent stays. */
export type EditItem = (
  actor: Actor,
  input: ItemById & Partial<ItemDraft>,
) => ResultAsync<
  Item,
  NameMissing | DescriptionMalformed | NothingToChange | BucketNotFound | ItemNotFound | Unavailable
>;

/** Removes one item. */
export type DeleteItem = (
  actor: Actor,
  input: ItemById,
) => ResultAsync<void, BucketNotFound | ItemNotFound | Unavailable>;

export function addItem({ clock, items }: BucketlistPorts): AddItem {
  return ({ accountId }, { bucketId, ...input }) =>
    Result.combine([parseName(input.name), parseDescription(input.description)]).asyncAndThen(([name, description]) => {
      const now = clock.now();
      return items.add({ owner: accountId, id: bucketId }, { name, description, createdAt: now, modifiedAt: now });
    });
}

export function listItems({ items }: BucketlistPorts, { pageSize }: BucketlistSettings): ListItems {
  return ({ accountId }, { bucketId, ...wish }) =>
    items.page({ owner: accountId, id: bucketId }, pageRequest(wish, pageSize));
}

export function getItem({ items }: BucketlistPorts): GetItem {
  return ({ accountId }, input) => items.find(itemRef(accountId, input));
}

export function editItem({ clock, items }: BucketlistPorts): EditItem {
  return ({ accountId }, input) =>
    parseItemChanges(input).asyncAndThen((changes) =>
      items.change(itemRef(accountId, input), { ...changes, modifiedAt: clock.now() }),
    );
}

export function deleteItem({ items }: BucketlistPorts): DeleteItem {
  return ({ accountId }, input) => items.remove(itemRef(accountId, input));
}

function itemRef(owner: number, { bucketId, itemId }: ItemById): ItemRef {
  return { bucket: { owner, id: bucketId }, id: itemId };
}
