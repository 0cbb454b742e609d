/** Which part of a list is wanted. */
export interface PageRequest {
  /** The page's number, from 1. */
  readonly page: number;
  /** How many entries a page has. */
  readonly limit: number;
  /** Only entries whose name contains this text, in any case. Absent: all. */
  readonly search?: string;
}

/** A part of a list. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** How many entries there are on all pages together, also when this page lies past the end. */
  readonly total: number;
}

/** What a caller may ask for; every field that is absent or out of bounds is brought within. */
export interface PageWish {
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
  readonly search?: string | undefined;
}

/** The largest page that can be asked for. */
export const LARGEST_LIMIT = 100;

/**
 * Makes a request that every adapter can serve out of any wish: a page that is no whole number from 1 is page 1,
 * a limit is brought to the nearest from 1 to {@link LARGEST_LIMIT}, the search is trimmed and an empty one dropped.
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
  const { page = 1, limit = defaultLimit } = wish;
  const search = wish.search?.trim();
  const request = {
    page: Number.isInteger(page) && page >= 1 ? Math.min(page, Number.MAX_SAFE_INTEGER) : 1,
    limit: Number.isNaN(limit) ? defaultLimit : Math.trunc(Math.min(Math.max(limit, 1), LARGEST_LIMIT)),
  };
  return search === undefined || search === '' ? request : { ...request, search };
}
