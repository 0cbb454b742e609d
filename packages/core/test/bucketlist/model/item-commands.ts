import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  actorOf,
  aDescription,
  aLimit,
  aName,
  aPage,
  aPosition,
  aSearch,
  anOwner,
  aUser,
  nameOf,
  pageOf,
  pickBucket,
  pickItem,
  refuses,
  storedName,
  userOf,
  USERS,
  valueOf,
  type Command,
} from './system.ts';

const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
const isBlank = (text: string | null | undefined): boolean => (text ?? '').trim() === '';

const addItem = fc
  .tuple(aUser, anOwner, aPosition, aName, aDescription)
  .map(([user, owner, position, name, description]): Command => ({
    toString: () =>
      `addItem(${USERS[user]}, ${nameOf(owner)} ${position}, ${JSON.stringify(name)}, ${JSON.stringify(description)})`,
    check: (model) => userOf(model, user).signedIn,
    run: async (model, real) => {
      const { id, own } = pickBucket(model, user, owner, position);
      const input = { bucketId: id, name, description };
      const outcome = real.quintet.bucketlist.addItem(await actorOf(user, real), input);
      const stored = storedName(name);
      if (stored === undefined) return refuses(outcome, 'name-missing');
      if (description !== null && !isText(description)) return refuses(outcome, 'description-malformed');
      if (own === undefined) return refuses(outcome, 'bucket-not-found');

      const item = valueOf(await outcome);
      assert.deepEqual([item.bucketId, item.name, item.description], [id, stored, description]);
      for (const older of own.items) assert.ok(item.id > older.id, 'numbers rise');
      own.items.push(item);
    },
  }));

const editItem = fc
  .tuple(aUser, anOwner, aPosition, aPosition, fc.option(aName, { nil: undefined }), aDescription)
  .map(([user, owner, position, itemPosition, name, description]): Command => ({
    toString: () =>
      `editItem(${USERS[user]}, ${nameOf(owner)} ${position}, ${itemPosition}, ` +
      `${JSON.stringify(name)}, ${JSON.stringify(description)})`,
    check: (model) => userOf(model, user).signedIn,
    run: async (model, real) => {
      const { id: bucketId, own } = pickBucket(model, user, owner, position);
      const { id: itemId, item } = pickItem(own, itemPosition);
      const input = { bucketId, itemId, description, ...(name === undefined ? {} : { name }) };
      const outcome = real.quintet.bucketlist.editItem(await actorOf(user, real), input);

      if (isBlank(name) && isBlank(description)) return refuses(outcome, 'nothing-to-change');
      if (description !== null && !isText(description)) return refuses(outcome, 'description-malformed');
      if (name !== undefined && !isBlank(name) && storedName(name) === undefined) {
        return refuses(outcome, 'name-missing');
      }
      if (own === undefined) return refuses(outcome, 'bucket-not-found');
      if (item === undefined) return refuses(outcome, 'item-not-found');

      const edited = valueOf(await outcome);
      assert.ok(edited.modifiedAt >= item.modifiedAt);
      assert.deepEqual(edited, {
        ...item,
        name: storedName(name ?? '') ?? item.name,
        description: description ?? item.description,
        modifiedAt: edited.modifiedAt,
      });
      own.items[own.items.indexOf(item)] = edited;
    },
  }));

const deleteItem = fc
  .tuple(aUser, anOwner, aPosition, aPosition)
  .map(([user, owner, position, itemPosition]): Command => ({
    toString: () => `deleteItem(${USERS[user]}, ${nameOf(owner)} ${position}, ${itemPosition})`,
    check: (model) => userOf(model, user).signedIn,
    run: async (model, real) => {
      const { id: bucketId, own } = pickBucket(model, user, owner, position);
      const { id: itemId, item } = pickItem(own, itemPosition);
      const outcome = real.quintet.bucketlist.deleteItem(await actorOf(user, real), { bucketId, itemId });
      if (own === undefined) return refuses(outcome, 'bucket-not-found');
      if (item === undefined) return refuses(outcome, 'item-not-found');

      valueOf(await outcome);
      own.items.splice(own.items.indexOf(item), 1);
    },
  }));

const getItem = fc
  .tuple(aUser, anOwner, aPosition, aPosition, aUser, aPosition)
  .map(([user, owner, position, itemPosition, otherOwner, otherPosition]): Command => ({
    toString: () =>
      `getItem(${USERS[user]}, ${nameOf(owner)} ${position}, ${itemPosition} ` +
      `of ${nameOf(otherOwner)} ${otherPosition})`,
    check: (model) => userOf(model, user).signedIn,
    run: async (model, real) => {
      const actor = await actorOf(user, real);
      const { id: bucketId, own } = pickBucket(model, user, owner, position);
      // Often an item of this bucket, else one of another: it is not to be had through this one.
      const other = pickBucket(model, otherOwner, otherOwner, otherPosition).own;
      const from = otherPosition === 0 ? other : own;
      const { id: itemId, item } = pickItem(from, itemPosition);
      const outcome = real.quintet.bucketlist.getItem(actor, { bucketId, itemId });
      if (own === undefined) return refuses(outcome, 'bucket-not-found');
      if (item === undefined || from !== own) return refuses(outcome, 'item-not-found');
      assert.deepEqual(valueOf(await outcome), item);
    },
  }));

const listItems = fc
  .tuple(aUser, anOwner, aPosition, aPage, aLimit, aSearch)
  .map(([user, owner, position, page, limit, search]): Command => ({
    toString: () =>
      `listItems(${USERS[user]}, ${nameOf(owner)} ${position}, ${page}, ${limit}, ${JSON.stringify(search)})`,
    check: (model) => userOf(model, user).signedIn,
    run: async (model, real) => {
      const { id: bucketId, own } = pickBucket(model, user, owner, position);
      const actor = await actorOf(user, real);
      const outcome = real.quintet.bucketlist.listItems(actor, { bucketId, page, limit, search });
      if (own === undefined) return refuses(outcome, 'bucket-not-found');
      assert.deepEqual(valueOf(await outcome), pageOf(own.items.toReversed(), page, limit, search));
    },
  }));

export const itemCommands: readonly fc.Arbitrary<Command>[] = [
  addItem,
  addItem,
  addItem,
  addItem,
  addItem,
  addItem,
  addItem,
  editItem,
  editItem,
  deleteItem,
  getItem,
  listItems,
  listItems,
];
