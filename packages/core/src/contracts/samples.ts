import { randomUUID } from 'node:crypto';
import type { Bucket, NewBucket } from '../bucketlist/bucket.ts';
import type { Item, NewItem } from '../bucketlist/item.ts';
import { tokenId } from '../identity/access-token.ts';
import type { Account, NewAccount } from '../identity/account.ts';
import type { RevocableToken } from '../identity/ports.ts';
import type { AccountId } from '../kernel/actor.ts';
import type { Ports } from '../ports.ts';
import { valueOf } from './outcome.ts';

/** A moment with milliseconds in it. */
export const MOMENT: Date = new Date('2026-02-03T04:05:06.789Z');

/** A later one. */
export const LATER: Date = new Date('2026-03-29T01:30:00.001Z');

/** Texts that a careless storage changes or refuses, each within 255 characters. */
export const TEXTS: readonly string[] = [
  'x',
  '👩‍🚀 Zürich → 東京 🏔️',
  '😀'.repeat(255),
  'é'.repeat(255),
  'e\u0301 is no é to whoever compares bytes',
  `'; DROP TABLE bucket; --`,
  '$1 ? :name @name {{name}} ${name}',
  '\\ \\\\ %s %d "quoted" \\u0000',
  'two\nlines\tand a tab',
  'null',
  '\u202Eright to left',
  '\uFFFD\uFEFF\u2028',
];

/** Numbers that no row has: beyond 32 bits, the largest whole number, none at all. */
export const NO_IDS: readonly number[] = [
  0,
  -1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 + 1,
  Number.MAX_SAFE_INTEGER,
  -(2 ** 31) - 1,
];

/** A username that nobody has. */
export function unusedUsername(): string {
  return `contract-${randomUUID()}@example.com`;
}

export function newAccount(changes: Partial<NewAccount> = {}): NewAccount {
  return {
    username: unusedUsername(),
    displayName: 'Ann',
    passwordHash: 'hash-0',
    roles: [],
    createdAt: MOMENT,
    updatedAt: MOMENT,
    ...changes,
  };
}

export function addAccount({ accounts }: Pick<Ports, 'accounts'>, changes: Partial<NewAccount> = {}): Promise<Account> {
  return valueOf(accounts.add(newAccount(changes)));
}

export function newBucket(owner: AccountId, name = 'Travel'): NewBucket {
  return { owner, name, createdAt: MOMENT, modifiedAt: MOMENT };
}

/** As many of something as there are names. */
type OneEach<Names extends readonly string[], T> = { [Index in keyof Names]: T };

/** Adds buckets one after the other. */
export async function addBuckets<const Names extends readonly string[]>(
  { buckets }: Pick<Ports, 'buckets'>,
  owner: AccountId,
  names: Names,
): Promise<OneEach<Names, Bucket>> {
  const added: Bucket[] = [];
  for (const name of names) added.push(await valueOf(buckets.add(newBucket(owner, name))));
  return added as OneEach<Names, Bucket>;
}

export function newItem(name = 'See the sea', description: string | null = null): NewItem {
  return { name, description, createdAt: MOMENT, modifiedAt: MOMENT };
}

/** Adds items one after the other. */
export async function addItems<const Names extends readonly string[]>(
  { items }: Pick<Ports, 'items'>,
  bucket: Bucket,
  names: Names,
): Promise<OneEach<Names, Item>> {
  const added: Item[] = [];
  for (const name of names) added.push(await valueOf(items.add(bucket, newItem(name))));
  return added as OneEach<Names, Item>;
}

/** A token of an account that is good for years. */
export function newToken({ id, generation }: Account): RevocableToken {
  return { accountId: id, tokenId: tokenId(generation, randomUUID()), expiresAt: new Date('2100-01-01T00:00:00Z') };
}
