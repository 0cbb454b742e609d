import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result, ResultAsync } from 'neverthrow';
import {
  permissionsOf,
  type Bearer,
  type Casting,
  type CastingActor,
  type Movie,
  type Permission,
  type Quintet,
  type Role,
} from '../../../src/index.ts';

/** Who takes part: nobody in particular, those with a role, and a producer of an external issuer. */
const CAST: readonly (Role | 'nobody' | 'external')[] = [
  'executive-producer',
  'external',
  'casting-director',
  'casting-assistant',
  'nobody',
];

/** What is expected of the storage, as plainly as can be. */
export interface Model {
  actors: CastingActor[];
  movies: Movie[];
  castings: Casting[];
}

/** What is tested. */
export interface System {
  readonly quintet: Quintet;
  /** Tells the accounts and subjects of one sequence from those of others. */
  readonly run: string;
  /** The account of those with roles. */
  readonly accountId: number;
}

/** Something that can be done, given as text for the report of a failure. */
export type Command = fc.AsyncCommand<Model, System>;

/** What an attempt is expected to end in: an error's kind, or a change of the model. */
export type Expected<T> = { readonly refused: string } | { readonly done: (value: T) => void };

export function bearerOf(position: number, { run, accountId }: System): Bearer {
  const who = CAST[position] ?? assert.fail();
  const token = { id: 'x', expiresAt: new Date('2100-01-01T00:00:00Z') };
  if (who === 'external') {
    const external = { issuer: 'https://issuer.example.com/', subject: run };
    return { external, permissions: permissionsOf(['executive-producer']) };
  }
  return { accountId, permissions: who === 'nobody' ? [] : permissionsOf([who]), token };
}

/** Carries out an attempt that needs a permission, and compares its end with what is expected. */
export async function attempt<T, E extends { readonly kind: string }>(
  bearer: Bearer,
  permission: Permission,
  outcome: ResultAsync<T, E>,
  expect: () => Expected<T>,
): Promise<void> {
  const result: Result<T, E> = await outcome;
  const expected = bearer.permissions.includes(permission) ? expect() : { refused: 'permission-lacking' };
  if ('refused' in expected) {
    assert.equal(result.isErr() ? result.error.kind : 'ok', expected.refused);
  } else {
    expected.done(result.isOk() ? result.value : assert.fail(`expected a value, not ${result.error.kind}`));
  }
}

/** Sorts as the contract says: by a text's code points, then by number. */
export function ordered<T extends { readonly id: number }>(entries: readonly T[], textOf: (entry: T) => string): T[] {
  return entries.toSorted((one, other) => {
    const [left, right] = [Array.from(textOf(one)), Array.from(textOf(other))];
    for (const [index, character] of left.entries()) {
      const counterpart = right[index];
      if (counterpart === undefined) return 1;
      const difference = (character.codePointAt(0) ?? 0) - (counterpart.codePointAt(0) ?? 0);
      if (difference !== 0) return difference;
    }
    return left.length - right.length || one.id - other.id;
  });
}

/** The page that the model expects of a list. */
export function pageOf<T>(entries: readonly T[], page: number, limit: number): readonly T[] {
  const number = Number.isInteger(page) && page >= 1 ? page : 1;
  const size = Math.min(Math.max(limit, 1), 100);
  return entries.slice((number - 1) * size, number * size);
}

/** A field's value: as it is given, and as it is kept; of one that is refused, `malformed`. */
export interface Given {
  readonly given: unknown;
  readonly kept: unknown;
}

const MALFORMED: unique symbol = Symbol('malformed');

const keptAsGiven = (...values: readonly unknown[]): fc.Arbitrary<Given> =>
  fc.constantFrom(...values).map((value) => ({ given: value, kept: value }));
const wrong = (...values: readonly unknown[]): fc.Arbitrary<Given> =>
  fc.constantFrom(...values).map((given) => ({ given, kept: MALFORMED }));
/** Mostly good values, some wrong, some missing. */
const mostly = (good: fc.Arbitrary<Given>, bad: fc.Arbitrary<Given>): fc.Arbitrary<Given> =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: bad });

const aName = mostly(
  fc.oneof(
    keptAsGiven('Ann', 'ann', 'Änne', 'Zoë', '💃', '\uFFFD', 'A', 'x'.repeat(600)),
    fc.constant({ given: ' Bob ', kept: 'Bob' }),
  ),
  wrong('', '  ', 'a\0', '\uD800', 'x'.repeat(601), 5, [], {}),
);
const aContact = mostly(
  keptAsGiven('a', 'A', 'b', 'c', ' ', 'd', 'e', 'f', 'g', 'é'),
  wrong('', 5, '\0', 'x'.repeat(601)),
);

/** What may be given for each field of an actor. */
export const ACTOR_FIELDS: Readonly<Record<keyof Omit<CastingActor, 'id'>, fc.Arbitrary<Given>>> = {
  name: aName,
  age: mostly(keptAsGiven(1, 30, 150), wrong(0, 151, 1.5, '30', Number.NaN)),
  gender: mostly(keptAsGiven('male', 'female', 'undeclared'), wrong('Male', '', 1)),
  email: aContact,
  phone: aContact,
  photo: mostly(keptAsGiven('link', '💃'.repeat(600)), wrong('', 'x'.repeat(601), null, 7)),
  seekingMovie: mostly(keptAsGiven(true, false), wrong('true', 1)),
};

/** What may be given for each field of a movie. */
export const MOVIE_FIELDS: Readonly<Record<keyof Omit<Movie, 'id'>, fc.Arbitrary<Given>>> = {
  title: aName,
  genres: mostly(keptAsGiven([], ['TV show'], ['a', 'b', '"{},\\']), wrong('TV show', [1], [''], {})),
  releaseDate: mostly(
    fc.oneof(
      fc.constant({ given: '2038.01.02', kept: new Date('2038-01-02T00:00:00Z') }),
      fc.constant({ given: '2040-02-29 01:02:03', kept: new Date('2040-02-29T01:02:03Z') }),
    ),
    wrong('2038-02-30', 'soon', 5, {}),
  ),
  seekingActor: mostly(keptAsGiven(true, false), wrong('no', 0)),
};

/** What may be given for the role and status of a casting. */
export const CASTING_FIELDS: Readonly<Record<'role' | 'status', fc.Arbitrary<Given>>> = {
  role: mostly(keptAsGiven('Hamlet', 'hamlet', 'Ophelia'), wrong('', 5)),
  status: mostly(keptAsGiven('evaluation', 'accept', 'reject'), wrong('maybe', true)),
};

/** A draft: all fields, now and then without one. */
export function aDraft<Field extends string>(
  fields: Readonly<Record<Field, fc.Arbitrary<Given>>>,
): fc.Arbitrary<Readonly<Record<Field, Given>>> {
  const missing = { given: null, kept: undefined };
  const arbitraries = Object.entries<fc.Arbitrary<Given>>(fields).map(([field, arbitrary]) => [
    field,
    fc.oneof({ weight: 60, arbitrary }, { weight: 1, arbitrary: fc.constant(missing) }),
  ]);
  return fc.record(Object.fromEntries(arbitraries) as Record<Field, fc.Arbitrary<Given>>) as fc.Arbitrary<
    Record<Field, Given>
  >;
}

/** A change: some fields, now and then none. */
export function aChange<Field extends string>(
  fields: Readonly<Record<Field, fc.Arbitrary<Given>>>,
): fc.Arbitrary<Readonly<Partial<Record<Field, Given>>>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<Record<Field, Given>>>;
}

/** What is handed to a use case. */
export function givenIn(fields: Readonly<Partial<Record<string, Given>>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value?.given]));
}

/** What is kept of it, without what is missing. */
export function keptIn(fields: Readonly<Partial<Record<string, Given>>>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([, value]) => value?.given !== null && value?.given !== undefined);
  return Object.fromEntries(kept.map(([field, value]) => [field, value?.kept]));
}

/** Why a draft is refused, if it is. */
export function draftProblem(fields: Readonly<Partial<Record<string, Given>>>): string | undefined {
  const values = Object.values(fields);
  if (values.some((value) => value?.given === null)) return 'fields-missing';
  return values.some((value) => value?.kept === MALFORMED) ? 'field-malformed' : undefined;
}

/** Why a change is refused, if it is. */
export function changeProblem(fields: Readonly<Partial<Record<string, Given>>>): string | undefined {
  const kept = Object.values(keptIn(fields));
  if (kept.length === 0) return 'nothing-to-change';
  return kept.includes(MALFORMED) ? 'field-malformed' : undefined;
}

export const aBearer: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat({ max: CAST.length - 1 }) },
);
/** Which entry is meant, counted from the newest; one of the last is none. */
export const aPosition: fc.Arbitrary<number> = fc.oneof(
  { weight: 9, arbitrary: fc.nat({ max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(1000, 1001) },
);
export const aPage: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 0, 1.5, Number.NaN, 2 ** 31);
export const aLimit: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 100, 0, 101);
export const aSeeking: fc.Arbitrary<boolean | undefined> = fc.constantFrom(undefined, true, false);

/** The number of an entry, and the entry; of none, a number that nobody has. */
export function pick<T extends { readonly id: number }>(
  entries: readonly T[],
  position: number,
): { readonly id: number; readonly entry: T | undefined } {
  const entry = position >= 1000 ? undefined : entries.at(-1 - (position % Math.max(entries.length, 1)));
  return { id: entry?.id ?? [0, 2 ** 40][position % 2] ?? 0, entry };
}
