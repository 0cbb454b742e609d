import { err, ok, type Result } from 'neverthrow';
import {
  changeElement,
  enterState,
  type ConsumedState,
  type MediaChanges,
  type MediaElement,
  type Medium,
  type NewMediaElement,
} from './element.ts';
import { parseMediaWish, type MediaWish, type MediaWishMalformed, type UncheckedMediaWish } from './parse.ts';
import type { MediaNotFound } from './ports.ts';

/**
 * An element as a file has it.
 *
 * @example
 * ```ts
 * const element: ImportedMedia = { name: 'Dune', consumedState: 'started', startedAt: new Date('2025-01-01') };
 * ```
 */
export interface ImportedMedia extends MediaWish {
  /** When it was started, if the state says that it was; absent: at the moment of the import. For new elements only. */
  readonly startedAt?: Date;
  /** When it was finished, if the state says that it is; absent: at the moment of the import. For new elements only. */
  readonly finishedAt?: Date;
}

/**
 * An element as a file has it, before anything is known of it.
 *
 * @example
 * ```ts
 * const element: UncheckedImportedMedia = { name: cells[0], order: Number(cells[1]) };
 * ```
 */
export type UncheckedImportedMedia = UncheckedMediaWish & { readonly [Field in keyof ImportedMedia]?: unknown };

/**
 * One element of a file, and where it is in there.
 *
 * @example
 * ```ts
 * const row: ImportRow = { line: 2, element: { name: 'Dune', medium: 'literature' } };
 * ```
 */
export interface ImportRow {
  /** The number of the line on which it begins, from 1. */
  readonly line: number;
  readonly element: UncheckedImportedMedia;
}

/** One element of a file that has been checked. */
export interface ParsedRow extends ImportRow {
  readonly element: ImportedMedia;
}

/**
 * A time is no time, or does not go with the state, or something was finished before it was started.
 *
 * @example
 * ```ts
 * // refused: it has a time, and was never started
 * const row = { line: 2, element: { name: 'Dune', consumedState: 'not started', startedAt: new Date() } };
 * ```
 */
export interface MediaTimesMalformed {
  readonly kind: 'media-times-malformed';
}

/**
 * What can be wrong with an element of a file.
 *
 * @example
 * ```ts
 * const fault: ImportFault = { kind: 'media-times-malformed' };
 * ```
 */
export type ImportFault = MediaWishMalformed | MediaTimesMalformed | MediaNotFound;

/**
 * What is wrong, and where.
 *
 * @example
 * ```ts
 * errors.map(({ line, fault }: ImportRowError) => `line ${line}: ${fault.kind}`);
 * ```
 */
export interface ImportRowError {
  readonly line: number;
  readonly fault: ImportFault;
}

/** What has to be stored for a library to have what a file has. */
export interface ImportPlan {
  readonly additions: readonly NewMediaElement[];
  readonly changes: readonly MediaChanges[];
}

/** Checks an element of a file, as far as that can be done without the library. */
export function parseImported(
  input: UncheckedImportedMedia,
): Result<ImportedMedia, MediaWishMalformed | MediaTimesMalformed> {
  return parseMediaWish(input).andThen((wish) =>
    parseTimes(input, wish.consumedState).map((times) => ({ ...wish, ...times })),
  );
}

function parseTimes(
  { startedAt, finishedAt }: UncheckedImportedMedia,
  state: ConsumedState = 'not started',
): Result<Pick<ImportedMedia, 'startedAt' | 'finishedAt'>, MediaTimesMalformed> {
  const malformed = err({ kind: 'media-times-malformed' as const });
  if (startedAt !== undefined && (!isTime(startedAt) || state === 'not started')) return malformed;
  if (finishedAt !== undefined && (!isTime(finishedAt) || state !== 'finished')) return malformed;
  if (startedAt !== undefined && finishedAt !== undefined && startedAt > finishedAt) return malformed;
  return ok({
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  });
}

// Years that every storage knows, and that ISO 8601 writes with four digits.
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

function isTime(value: unknown): value is Date {
  return value instanceof Date && value.getTime() >= EARLIEST && value.getTime() <= LATEST;
}

/**
 * Compares a file with a library. An element of the file that names an id is that one of the library. One that names
 * none is the one of the same name and medium; of several, the first of the file is the first that was created, and so
 * on; and where the library has no more of them, it is a new one. So a file that was imported already asks for nothing.
 *
 * @param at - The time of what has no time of its own.
 */
export function planImport(
  rows: readonly ParsedRow[],
  library: readonly MediaElement[],
  at: Date,
): Result<ImportPlan, readonly ImportRowError[]> {
  const named = new Set(rows.flatMap(({ element: { id } }) => id ?? []));
  const byId = new Map(library.map((element) => [element.id, element]));
  const unnamed = Map.groupBy(
    library.filter(({ id }) => !named.has(id)).toSorted((one, other) => one.id - other.id),
    ({ name, medium }) => key(name, medium),
  );
  const before = new Map(byId);
  const additions: NewMediaElement[] = [];
  const errors: ImportRowError[] = [];

  for (const { line, element } of rows) {
    const same =
      element.id === undefined ? unnamed.get(key(element.name, element.medium))?.shift() : byId.get(element.id);
    if (same !== undefined) byId.set(same.id, changeElement(same, wanted(same.id, element, at)));
    else if (element.id === undefined) additions.push(added(element, at));
    else errors.push({ line, fault: { kind: 'media-not-found' } });
  }
  if (errors.length > 0) return err(errors);
  const changes = [...before.values()].flatMap((element) => difference(element, byId.get(element.id) ?? element));
  return ok({ additions, changes });
}

function key(name: string | undefined, medium: Medium = 'other'): string {
  return `${medium}:${name}`;
}

// The library knows better than the file when an element of its own was started.
function wanted(id: number, element: ImportedMedia, at: Date): MediaChanges {
  const { consumedState, startedAt: _, finishedAt: __, ...fields } = element;
  return { ...fields, id, ...(consumedState === undefined ? {} : { state: enterState(consumedState, at) }) };
}

function added(element: ImportedMedia, at: Date): NewMediaElement {
  const { name = '', medium = 'other', consumedState = 'not started', description = '', order = 0 } = element;
  return { name, medium, description, order, ...enterState(consumedState, at, element) };
}

function difference(before: MediaElement, after: MediaElement): readonly MediaChanges[] {
  if (before === after) return [];
  const { id, name, medium, description, order, consumedState, startedAt, finishedAt } = after;
  const changes = {
    ...(name === before.name ? {} : { name }),
    ...(medium === before.medium ? {} : { medium }),
    ...(description === before.description ? {} : { description }),
    ...(order === before.order ? {} : { order }),
    ...(consumedState === before.consumedState ? {} : { state: { consumedState, startedAt, finishedAt } }),
  };
  return Object.keys(changes).length === 0 ? [] : [{ id, ...changes }];
}
