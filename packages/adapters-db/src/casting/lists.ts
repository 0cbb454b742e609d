import type { SeekingPage, Stretch, Unavailable } from '@quintet/core';
import type { ResultAsync } from 'neverthrow';
import { offsetOf } from '../bucketlist/buckets.ts';
import type { Store } from '../database/store.ts';
import type { ListStatements } from './list-statements.ts';

/** Reads a page of a list. */
export function readPage<Row>(
  store: Store,
  statements: ListStatements<Row>,
  { seeking, ...request }: SeekingPage,
): ResultAsync<readonly Row[], Unavailable> {
  const values = [request.limit, offsetOf(request)];
  return seeking === undefined
    ? store.read(statements.page, values)
    : store.read(statements.pageOfSeeking, [...values, seeking]);
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
