/**
 * Measures what the core itself costs: use cases with in-memory adapters, one after the other in this process.
 * Prints microseconds of CPU for each call as JSON.
 */
import process from 'node:process';
import { createQuintet, PORTS, type Actor } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';

/** What one call of a use case costs, in microseconds of CPU. */
export interface CoreShare {
  readonly page: number;
  readonly create: number;
}

const WARM_UP = 20_000;
const CALLS = 100_000;
const OWNERS = 500;
const BUCKETS_EACH = 20;

const resolve = memoryAdapters();
const { bucketlist } = createQuintet(resolve);

const actors = await Promise.all(Array.from({ length: OWNERS }, (_, index) => actor(index)));
const actorOf = (call: number): Actor => actors[call % OWNERS] as Actor;

/** An owner with an account of their own, without the cost of a password. */
async function actor(index: number): Promise<Actor> {
  const now = new Date();
  const added = await resolve(PORTS.accounts).add({
    username: `owner-${index}@example.com`,
    displayName: `Owner ${index}`,
    passwordHash: 'none',
    roles: [],
    createdAt: now,
    updatedAt: now,
  });
  if (added.isErr()) throw new Error(added.error.kind);
  return {
    accountId: added.value.id,
    permissions: [],
    token: { id: `0.${index}`, expiresAt: new Date(8.64e15) },
  };
}

type UseCase = typeof bucketlist.listBuckets | typeof bucketlist.createBucket;

async function cpuPerCall(use: (call: number) => ReturnType<UseCase>): Promise<number> {
  for (let call = 0; call < WARM_UP; call += 1) await use(call);
  const before = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) await use(call);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

for (let call = 0; call < OWNERS * BUCKETS_EACH; call += 1) {
  await bucketlist.createBucket(actorOf(call), { name: `Bucket ${call}` });
}
const page = await cpuPerCall((call) => bucketlist.listBuckets(actorOf(call), { page: 1 + (call % 2) }));
const create = await cpuPerCall((call) => bucketlist.createBucket(actorOf(call), { name: ` Bucket ${call} ` }));

const share: CoreShare = { page, create };
console.log(JSON.stringify(share));
