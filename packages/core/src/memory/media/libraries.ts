import type { MediaFilter, MediaHistory, LibraryVersion } from '../../media/ports.ts';

/** All elements of one owner. It is never changed: who changes something puts a new one in its place. */
export interface StoredLibrary {
  readonly version: LibraryVersion;
  /** By `order`, then by `id`. */
  readonly entries: readonly MediaHistory[];
}

/** The library of who has none yet. */
export const EMPTY_LIBRARY: StoredLibrary = { version: 0, entries: [] };

/** The library with other entries, in a version that it never had. */
export function nextLibrary({ version }: StoredLibrary, entries: readonly MediaHistory[], at: Date): StoredLibrary {
  return { version: Math.max(version + 1, at.getTime()), entries: entries.toSorted(inOrder) };
}

/** The entries that a filter lets through, and how many there are on all pages together. */
export function matching(
  { entries }: StoredLibrary,
  { medium, consumedState, finished, search, page, id }: MediaFilter & { readonly id?: number },
): { readonly entries: readonly MediaHistory[]; readonly total: number } {
  const text = search?.toLowerCase();
  const found = entries.filter(
    ({ element }) =>
      (id === undefined || element.id === id) &&
      (medium === undefined || element.medium === medium) &&
      (consumedState === undefined || element.consumedState === consumedState) &&
      (finished === undefined || (element.consumedState === 'finished') === finished) &&
      (text === undefined || element.name.toLowerCase().includes(text)),
  );
  if (page === undefined) return { entries: found, total: found.length };
  const start = (page.page - 1) * page.limit;
  return { entries: found.slice(start, start + page.limit), total: found.length };
}

function inOrder({ element: one }: MediaHistory, { element: other }: MediaHistory): number {
  return one.order - other.order || one.id - other.id;
}
