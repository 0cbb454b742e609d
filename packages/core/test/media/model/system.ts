import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result } from 'neverthrow';
import {
  lengthOf,
  type ConsumedState,
  type LibraryOwner,
  type Media,
  type MediaElement,
  type MediaFilterWish,
  type MediaWish,
  type StateChange,
} from '../../../src/index.ts';
import type { SettableClock } from '../../../src/memory/index.ts';

/** The users that take part. */
export const USERS: readonly string[] = ['ann', 'Bob'];

/** An element as the model has it, with its history. */
export interface ModelElement {
  element: MediaElement;
  changes: StateChange[];
}

/** What is expected of the storage, as plainly as can be. */
export interface Model {
  now: Date;
  /** By user, in order of creation. */
  readonly libraries: ModelElement[][];
  /** Numbers of elements that are there no more. */
  readonly gone: number[];
}

/** What is tested. */
export interface System {
  readonly media: Media;
  readonly clock: SettableClock;
  readonly owners: readonly LibraryOwner[];
}

/** Something that can be done, given as text for the report of a failure. */
export type Command = fc.AsyncCommand<Model, System>;

const aName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('Dune', 'dune', 'DUNE II', 'Ätna', '100%', 'a_b', 'a\\b', 'x'.repeat(80)) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\0', '\uD800', 'x'.repeat(81), '😀'.repeat(80)) },
);
const aMedium = fc.constantFrom('film' as const, 'audio' as const, 'literature' as const, 'other' as const);
const aState = fc.constantFrom<ConsumedState>('not started', 'started', 'finished');

/** The fields of a wish but the id: good ones most often. */
export const fields: fc.Arbitrary<Omit<MediaWish, 'id'>> = fc.record(
  {
    name: aName,
    medium: aMedium,
    consumedState: aState,
    description: fc.oneof(fc.constantFrom('', 'x', 'x'.repeat(500), 'x'.repeat(501)), fc.string({ maxLength: 5 })),
    order: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 1.5)),
  },
  { requiredKeys: [] },
);

/** Which element of a library is meant, counted from the newest; `gone`: one that is there no more, or never was. */
export const aPosition: fc.Arbitrary<number | 'gone'> = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 4 }) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
);

/** One of the users, by position; most often the first. */
export const aUser: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
);

/** What a list may be asked for with. */
export const aFilter: fc.Arbitrary<MediaFilterWish> = fc.record(
  {
    medium: aMedium,
    consumedState: aState,
    finished: fc.boolean(),
    search: fc.constantFrom('', ' ', 'dune', 'UNE', 'ä', '%', '_', '\\', 'dun', '\0'),
    page: fc.integer({ min: 0, max: 3 }),
    limit: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: [] },
);

export function libraryOf({ libraries }: Model, user: number): ModelElement[] {
  return libraries[user] ?? assert.fail();
}

export function ownerOf({ owners }: System, user: number): LibraryOwner {
  return owners[user] ?? assert.fail();
}

/** The number of an element of a library; of one that nobody has, if it has none. */
export function pick(model: Model, user: number, position: number | 'gone'): number {
  const library = libraryOf(model, user);
  const picked = position === 'gone' ? undefined : library[Math.max(library.length - 1 - position, 0)];
  return picked?.element.id ?? model.gone.at(-1) ?? 0;
}

/** What is wrong with a wish, told in the words of the contract rather than in those of the code. */
export function faultOf({ id, name, description, order }: MediaWish): string | undefined {
  const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
  if (id === undefined && name === undefined) return 'name-and-id-missing';
  if (name !== undefined && !isText(name)) return 'media-name-malformed';
  if (description !== undefined && !isText(description)) return 'media-description-malformed';
  if (description !== undefined && lengthOf(description) > 500) return 'media-description-too-long';
  if (order !== undefined && !Number.isInteger(order)) return 'media-order-malformed';
  if (name !== undefined && (name === '' || lengthOf(name) > 80)) return 'media-name-out-of-bounds';
  return undefined;
}

/** Carries a good wish out on the model. */
export function carryOut(model: Model, user: number, wish: MediaWish, stored: MediaElement): void {
  const library = libraryOf(model, user);
  const found = library.find(({ element }) => element.id === wish.id);
  const before: ModelElement = found ?? {
    element: {
      id: stored.id,
      owner: stored.owner,
      name: '',
      medium: 'other',
      consumedState: 'not started',
      description: '',
      order: 0,
      startedAt: null,
      finishedAt: null,
      createdAt: model.now,
    },
    changes: [],
  };
  if (found === undefined) library.push(before);
  const { consumedState: to = before.element.consumedState, ...others } = wish;
  const { consumedState: from, startedAt } = before.element;
  before.element = { ...before.element, ...others, consumedState: to };
  if (from === to) return;
  before.changes.push({ from, to, at: model.now });
  if (to === 'not started') before.element = { ...before.element, startedAt: null, finishedAt: null };
  if (to === 'started') before.element = { ...before.element, startedAt: startedAt ?? model.now, finishedAt: null };
  if (to === 'finished') {
    before.element = { ...before.element, startedAt: startedAt ?? model.now, finishedAt: model.now };
  }
}

/** What the model expects of a list. */
export function expected(
  library: readonly ModelElement[],
  filter: MediaFilterWish,
): { readonly entries: readonly ModelElement[]; readonly total: number } {
  const { medium, consumedState, finished, search = '', page, limit } = filter;
  const text = search.trim().toLowerCase();
  const found = library
    .filter(
      ({ element }) =>
        (medium === undefined || element.medium === medium) &&
        (consumedState === undefined || element.consumedState === consumedState) &&
        (finished === undefined || (element.consumedState === 'finished') === finished) &&
        element.name.toLowerCase().includes(text),
    )
    .toSorted((one, other) => one.element.order - other.element.order || one.element.id - other.element.id);
  if (page === undefined && limit === undefined) return { entries: found, total: found.length };
  const size = Math.max(limit ?? 20, 1);
  const start = (Math.max(page ?? 1, 1) - 1) * size;
  return { entries: found.slice(start, start + size), total: found.length };
}

export function valueOf<T, E>(result: Result<T, E>): T {
  return result.isOk() ? result.value : assert.fail(`expected a value, not ${JSON.stringify(result.error)}`);
}

/** Makes sure that a call was refused as the model expects it to be. */
export function refused(result: Result<unknown, { readonly kind: string }>, kind: string): void {
  assert.equal(result.isErr() ? result.error.kind : 'ok', kind);
}
