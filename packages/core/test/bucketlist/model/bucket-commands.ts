import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  actorOf,
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
  refuses,
  storedName,
  userOf,
  USERS,
  valueOf,
  type Command,
} from './system.ts';

const createBucket = fc.tuple(aUser, aName).map(([user, name]): Command => ({
  toString: () => `createBucket(${USERS[user]}, ${JSON.stringify(name)})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const outcome = real.quintet.bucketlist.createBucket(await actorOf(user, real), { name });
    const stored = storedName(name);
    if (stored === undefined) return refuses(outcome, 'name-missing');

    const bucket = valueOf(await outcome);
    assert.equal(bucket.name, stored);
    assert.deepEqual(bucket.createdAt, bucket.modifiedAt);
    for (const { buckets } of model.users) {
      for (const { bucket: older } of buckets) assert.ok(bucket.id > older.id, 'numbers rise');
    }
    for (const id of model.gone) assert.ok(bucket.id > id, 'no number is given out again');
    userOf(model, user).buckets.push({ bucket, items: [] });
  },
}));

const renameBucket = fc.tuple(aUser, anOwner, aPosition, aName).map(([user, owner, position, name]): Command => ({
  toString: () => `renameBucket(${USERS[user]}, ${nameOf(owner)} ${position}, ${JSON.stringify(name)})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const { id, own } = pickBucket(model, user, owner, position);
    const outcome = real.quintet.bucketlist.renameBucket(await actorOf(user, real), { bucketId: id, name });
    const stored = storedName(name);
    if (stored === undefined) return refuses(outcome, 'name-missing');
    if (own === undefined) return refuses(outcome, 'bucket-not-found');

    const renamed = valueOf(await outcome);
    assert.ok(renamed.modifiedAt >= own.bucket.modifiedAt);
    assert.deepEqual(renamed, { ...own.bucket, name: stored, modifiedAt: renamed.modifiedAt });
    own.bucket = renamed;
  },
}));

const deleteBucket = fc.tuple(aUser, anOwner, aPosition).map(([user, owner, position]): Command => ({
  toString: () => `deleteBucket(${USERS[user]}, ${nameOf(owner)} ${position})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const { id, own } = pickBucket(model, user, owner, position);
    const outcome = real.quintet.bucketlist.deleteBucket(await actorOf(user, real), { bucketId: id });
    if (own === undefined) return refuses(outcome, 'bucket-not-found');

    valueOf(await outcome);
    const { buckets } = userOf(model, user);
    buckets.splice(buckets.indexOf(own), 1);
    model.gone.push(id);
  },
}));

const getBucket = fc.tuple(aUser, anOwner, aPosition).map(([user, owner, position]): Command => ({
  toString: () => `getBucket(${USERS[user]}, ${nameOf(owner)} ${position})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const { id, own } = pickBucket(model, user, owner, position);
    const outcome = real.quintet.bucketlist.getBucket(await actorOf(user, real), { bucketId: id });
    if (own === undefined) return refuses(outcome, 'bucket-not-found');
    assert.deepEqual(valueOf(await outcome), own.bucket);
  },
}));

const listBuckets = fc.tuple(aUser, aPage, aLimit, aSearch).map(([user, page, limit, search]): Command => ({
  toString: () => `listBuckets(${USERS[user]}, ${page}, ${limit}, ${JSON.stringify(search)})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const actor = await actorOf(user, real);
    const listed = valueOf(await real.quintet.bucketlist.listBuckets(actor, { page, limit, search }));
    const buckets = userOf(model, user).buckets.map(({ bucket }) => bucket);
    assert.deepEqual(listed, pageOf(buckets, page, limit, search));
  },
}));

export const bucketCommands: readonly fc.Arbitrary<Command>[] = [
  createBucket,
  createBucket,
  createBucket,
  createBucket,
  renameBucket,
  deleteBucket,
  getBucket,
  listBuckets,
  listBuckets,
];
