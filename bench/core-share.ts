/**
 * Measures what the core itself costs: use cases with in-memory adapters, one after the other in this process.
 * Prints microseconds of CPU for each call as JSON.
 */
import process from 'node:process';
import { createQuintet, type Actor } from '@quintet/core';
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

const { bucketlist } = createQuintet(memoryAdapters());

const actors = Array.from({ length: OWNERS }, (_, index): Actor => ({
  accountId: index + 1,
  permissions: [],
  token: { id: `0.${index}`, expiresAt: new Date(8.64e15) },
}));
const actorOf = (call: number): Actor => actors[call % OWNERS] as Actor;

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
