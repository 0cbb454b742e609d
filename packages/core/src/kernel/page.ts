/**
 * Which part of a list is wanted.
 *
 * @example
 * ```ts
 * const request: PageRequest = { page: 2, limit: 10, search: 'tra' };
 * ```
 */
export interface PageRequest {
  /** The page's number, from 1; beyond the last one a page is empty. */
  readonly page: number;
  /** How many entries a page has, from 1 to {@link LARGEST_LIMIT}. */
  readonly limit: number;
  /**
   * Only entries whose name contains this text, in any case: the one in lower case contains the other in lower case,
   * as `String.prototype.toLowerCase` has it. Absent: all.
   */
  readonly search?: string;
}

/**
 * A part of a list.
 *
 * @example
 * ```ts
 * const isLast = ({ page, limit }: PageRequest, { total }: Page<unknown>) => page * limit >= total;
 * ```
 */
export interface Page<T> {
  readonly entries: readonly T[];
  /** How many entries there are on all pages together, also when this page lies past the end. */
  readonly total: number;
}

/**
 * What a caller may ask for; every field that is absent or out of bounds is brought within.
 *
 * @example
 * ```ts
 * const wish: PageWish = { page: Number(query.page), limit: undefined };
 * ```
 */
export interface PageWish {
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
  readonly search?: string | undefined;
}

/**
 * The largest page that can be asked for.
 *
 * @example
 * ```ts
 * pageRequest({ limit: 1000 }, 10).limit === LARGEST_LIMIT; // true
 * ```
 */
export const LARGEST_LIMIT = 100;

/**
 * Makes a request that every adapter can serve out of any wish: a page that is no whole number from 1 is page 1,
 * a limit is brought to the nearest from 1 to {@link LARGEST_LIMIT}, the search is trimmed and an empty one dropped.
 * What no name contains, a NUL or half a surrogate pair, is looked for as U+FFFD.
 *
 * @param wish - What the caller asked for.
 * @param defaultLimit - The limit where the wish names none.
 *
 * @example
 * ```ts
 * pageRequest({ page: 0, limit: 1000, search: ' tra ' }, 10); // { page: 1, limit: 100, search: 'tra' }
 * ```
 */
export function pageRequest(wish: PageWish, defaultLimit: number): PageRequest {
  const { page, limit = defaultLimit, search } = wish;
  const request = { page: pageWithin(page), limit: limitWithin(limit) ?? limitWithin(defaultLimit) ?? 1 };
  const text = typeof search === 'string' ? search.trim().replaceAll('\0', '\uFFFD').toWellFormed() : '';
  return text === '' ? request : { ...request, search: text };
}

function pageWithin(page: unknown): number {
  const isPage = typeof page === 'number' && page >= 1 && (Number.isInteger(page) || page === Infinity);
  return isPage ? Math.min(page, Number.MAX_SAFE_INTEGER) : 1;
}

function limitWithin(limit: unknown): number | undefined {
  if (typeof limit !== 'number' || Number.isNaN(limit)) return undefined;
  return Math.trunc(Math.min(Math.max(limit, 1), LARGEST_LIMIT));
}
