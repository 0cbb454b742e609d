import type { AccountId, LibraryVersion } from '@quintet/core';
import { LRUCache } from 'lru-cache';

/** A list as it was answered, and the version of the library that it was made from. */
export interface AnsweredList {
  readonly version: LibraryVersion;
  /** In UTF-8, so that it is encoded once. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Elements on all pages together. */
  readonly total: number;
}

/** Lists that were answered, for as long as their versions hold: who asks says which version there is by now. */
export interface ListCache {
  get(owner: AccountId, query: string): AnsweredList | undefined;
  keep(owner: AccountId, query: string, list: AnsweredList): void;
}

/** How much memory the lists take, in bytes. */
const CAPACITY = 32 * 1_048_576;
/** A larger list is rather made anew than that it drives many others out. */
const LARGEST = 1_048_576;

/** Keeps the lists that were asked for last, in this process. Whether one still holds is for the database to say. */
export function listCache(): ListCache {
  const lists = new LRUCache<string, AnsweredList>({
    maxSize: CAPACITY,
    maxEntrySize: LARGEST,
    sizeCalculation: ({ body }, key) => body.length + 2 * key.length + 200,
  });
  return {
    get: (owner, query) => lists.get(`${owner}?${query}`),
    keep(owner, query, list) {
      lists.set(`${owner}?${query}`, list);
    },
  };
}
