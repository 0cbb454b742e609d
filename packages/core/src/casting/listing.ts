import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import { pageRequest, type PageRequest } from '../kernel/page.ts';
import type { CastingSettings } from './settings.ts';

/**
 * Which page of a list is wanted; what is out of bounds is brought within.
 *
 * @example
 * ```ts
 * await casting.listMovies(bearer, { page: 2, limit: 50 });
 * ```
 */
export interface ListingPage {
  /** From 1. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly limit?: number | undefined;
}

/**
 * Restricts a list of actors or movies.
 *
 * @example
 * ```ts
 * await casting.listAllActors(bearer, { seeking: true });
 * ```
 */
export interface Seeking {
  /** Only those who seek, or only those who do not. Absent: all. */
  readonly seeking?: boolean | undefined;
}

/**
 * A whole list, piece by piece in its order; of an empty list, one empty piece. Each piece is read when it is asked
 * for, so that a list of any length costs little memory and holds up nobody. What is added, renamed or removed while
 * the list is read may be missed. After an `Unavailable` nothing more comes.
 *
 * @example
 * ```ts
 * const names: string[] = [];
 * for await (const piece of list) {
 *   if (piece.isErr()) break; // the storage is away: the list is not whole
 *   names.push(...piece.value.map(({ name }) => name));
 * }
 * ```
 */
export type WholeList<T> = AsyncIterable<Result<readonly T[], Unavailable>>;

/** Brings the wish for a page within bounds. */
export function listingPage({ page, limit }: ListingPage, { pageSize }: CastingSettings): Omit<PageRequest, 'search'> {
  return pageRequest({ page, limit }, pageSize);
}

/**
 * Reads a whole list, its first piece at once, so that a database that is away shows before anything is sent.
 *
 * @param read - Reads the piece after an entry, or the first; one that is not full is the last.
 */
export function wholeList<T>(
  read: (after: T | undefined) => ResultAsync<readonly T[], Unavailable>,
  { stretchSize }: CastingSettings,
): ResultAsync<WholeList<T>, Unavailable> {
  async function* pieces(first: readonly T[]): WholeList<T> & AsyncGenerator<Result<readonly T[], Unavailable>> {
    let piece: Result<readonly T[], Unavailable> = ok(first);
    for (;;) {
      yield piece;
      if (piece.isErr() || piece.value.length < stretchSize) return;
      piece = await read(piece.value.at(-1));
      if (piece.isOk() && piece.value.length === 0) return;
    }
  }
  return read(undefined).map(pieces);
}
