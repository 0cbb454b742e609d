import type { SeekingPage, Stretch, Unavailable } from '@quintet/core';
import type { ResultAsync } from 'neverthrow';
import { offsetOf } from '../bucketlist/buckets.ts';
import type { Store } from '../database/store.ts';
import type { ListStatements } from './list-statements.ts';

/** From how many entries on that come before a page it is far from the start. */
const DEEP = 200;

/** Reads a page of a list. */
export function readPage<Row>(
  store: Store,
  statements: ListStatements<Row>,
  { seeking, ...request }: SeekingPage,
): ResultAsync<readonly Row[], Unavailable> {
  const offset = offsetOf(request);
  const values = [request.limit, offset, ...(seeking === undefined ? [] : [seeking])];
  if (offset < DEEP) return store.read(seeking === undefined ? statements.page : statements.pageOfSeeking, values);
  return store.search(seeking === undefined ? statements.deepPage : statements.deepPageOfSeeking, values);
}

/** Reads a stretch of a list, on a connection of its own: a whole list is many of them, and no page waits for it. */
export function readStretch<Row>(
  store: Store,
  statements: ListStatements<Row>,
  { after, limit, seeking }: Stretch<{ readonly text: string; readonly id: number }>,
): ResultAsync<readonly Row[], Unavailable> {
  if (after === undefined) {
    return seeking === undefined
      ? store.search(statements.first, [limit])
      : store.search(statements.firstOfSeeking, [limit, seeking]);
  }
  const values = [limit, after.text, after.id];
  return seeking === undefined
    ? store.search(statements.after, values)
    : store.search(statements.afterOfSeeking, [...values, seeking]);
}
