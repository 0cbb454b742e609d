import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result, ResultAsync } from 'neverthrow';
import type { Actor, Bucket, Item, Quintet } from '../../../src/index.ts';

/** The users that take part. */
export const USERS: readonly string[] = ['ann', 'Bob', 'çağla'];

/** A bucket as the model has it, with its items in the order in which they were added. */
export interface ModelBucket {
  bucket: Bucket;
  items: Item[];
}

/** What is expected of the storage, as plainly as can be. */
export interface Model {
  readonly users: { registered: boolean; signedIn: boolean; password: string; buckets: ModelBucket[] }[];
  /** Numbers of buckets that are there no more. */
  readonly gone: number[];
}

/** What is tested. */
export interface System {
  readonly quintet: Quintet;
  /** Makes the usernames of one sequence its own. */
  readonly run: string;
  /** Each user's latest token. */
  readonly tokens: string[];
}

/** Something that can be done, given as text for the report of a failure. */
export type Command = fc.AsyncCommand<Model, System>;

/** Names of buckets and items: such as are alike, such as a pattern could be, any others, and some that are none. */
export const aName: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('Travel', 'travel', 'TRAVELS', 'Zürich', 'ZÜRICH', '100%', 'a_b', 'a\\b', 'acb'),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '   ', '\0', 'a\0b', '\uD800', 'x'.repeat(255), 'x'.repeat(256), ' trimmed '),
  },
);

export const aDescription: fc.Arbitrary<string | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom('', ' ', 'far away'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

export const aSearch: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', 'travel', 'RAV', 'ür', 'ÜR', '%', '_', '\\', 'a_', '\0', 'x'),
  fc.string({ unit: 'binary', maxLength: 2 }),
);

export const aPage: fc.Arbitrary<number> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1.5, Number.NaN, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e300) },
);

export const aLimit: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 100, 101));

/** One of the users, by position; most often the first, so that somebody's lists grow long. */
export const aUser: fc.Arbitrary<number> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.nat({ max: USERS.length - 1 }) },
);

/** Whose bucket is meant: most often the actor's own. */
export const anOwner: fc.Arbitrary<number | 'own'> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('own' as const) },
  { weight: 1, arbitrary: aUser },
);

/** Which entry of a list is meant, counted from the newest; `gone`: one that is there no more, or never was. */
export const aPosition: fc.Arbitrary<number | 'gone'> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1) },
  { weight: 4, arbitrary: fc.nat({ max: 6 }) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
);

export function emailOf(user: number, { run }: System): string {
  return `${USERS[user] ?? assert.fail()}.${run}@example.com`;
}

export function userOf({ users }: Model, user: number): Model['users'][number] {
  return users[user] ?? assert.fail();
}

/** Who acts with a user's latest token. */
export async function actorOf(user: number, { quintet, tokens }: System): Promise<Actor> {
  return valueOf(await quintet.identity.authenticate(tokens[user] ?? assert.fail()));
}

/** The number of a bucket of anybody's, and what the actor is expected to see of it: nothing, if it is not theirs. */
export function pickBucket(
  model: Model,
  actor: number,
  owner: number | 'own',
  position: number | 'gone',
): { readonly id: number; readonly own: ModelBucket | undefined } {
  const picked = pick(userOf(model, owner === 'own' ? actor : owner).buckets, position);
  if (picked === undefined) return { id: model.gone.at(-1) ?? 0, own: undefined };
  return { id: picked.bucket.id, own: owner === 'own' || owner === actor ? picked : undefined };
}

/** The number of one of a bucket's items, and the item; of none, if the bucket has none. */
export function pickItem(
  bucket: ModelBucket | undefined,
  position: number | 'gone',
): { readonly id: number; readonly item: Item | undefined } {
  const item = pick(bucket?.items ?? [], position);
  return { id: item?.id ?? 2 ** 40, item };
}

function pick<T>(list: readonly T[], position: number | 'gone'): T | undefined {
  return position === 'gone' ? undefined : list[Math.max(list.length - 1 - position, 0)];
}

/** How the report of a failure names an owner. */
export function nameOf(user: number | 'own'): string {
  return user === 'own' ? 'own' : `${USERS[user]}'s`;
}

/** What the model makes of a name: as it is stored, or nothing if it is none. */
export function storedName(name: string): string | undefined {
  const trimmed = name.trim();
  const isName = trimmed !== '' && Array.from(trimmed).length <= 255 && !name.includes('\0') && name.isWellFormed();
  return isName ? trimmed : undefined;
}

/** The page that the model expects of a list. */
export function pageOf<T extends { readonly name: string }>(
  list: readonly T[],
  page: number,
  limit: number,
  search: string,
): { readonly entries: readonly T[]; readonly total: number } {
  const text = search.trim().toLowerCase();
  const found = list.filter(({ name }) => name.toLowerCase().includes(text));
  const number = Number.isInteger(page) && page >= 1 ? page : 1;
  const size = Math.min(Math.max(limit, 1), 100);
  return { entries: found.slice((number - 1) * size, (number - 1) * size + size), total: found.length };
}

export function valueOf<T, E>(result: Result<T, E>): T {
  return result.isOk() ? result.value : assert.fail(`expected a value, not ${JSON.stringify(result.error)}`);
}

/** Makes sure that a call is refused as the model expects it to be. */
export async function refuses(outcome: ResultAsync<unknown, { readonly kind: string }>, kind: string): Promise<void> {
  const result = await outcome;
  assert.equal(result.isErr() ? result.error.kind : 'ok', kind);
}
