export { bucketsContract } from './bucketlist/buckets.ts';
export { itemsContract } from './bucketlist/items.ts';
export { accountsContract } from './identity/accounts.ts';
export { clockContract, type ClockCapabilities } from './kernel/clock.ts';
export { randomContract } from './kernel/random.ts';
export type { Harness, StorageCapabilities, Subject, TestRunner } from './runner.ts';
