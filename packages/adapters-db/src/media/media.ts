import {
  CONSUMED_STATES,
  isText,
  MEDIUMS,
  type AccountId,
  type ConsumedState,
  type LibraryVersion,
  type MediaElement,
  type MediaFilter,
  type MediaHistory,
  type MediaList,
  type MediaRepository,
  type MediaStats,
  type MediaUnchanged,
  type Medium,
} from '@quintet/core';
import { okAsync } from 'neverthrow';
import { isRowId, searchable, searchFor } from '../bucketlist/search.ts';
import type { Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { elementOf } from './element.ts';
import { REMOVE_MEDIA } from './put-statements.ts';
import { put, putIfUnchanged } from './puts.ts';
import {
  COUNT_MEDIA,
  HISTORY_OF_MEDIA,
  LIST_MEDIA,
  PAGE_OF_MEDIA,
  SCAN_MEDIA,
  SEARCH_MEDIA,
  type MediaCountRow,
  type MediaHistoryRow,
  type MediaListRow,
  type StoredElement,
} from './statements.ts';

/** Media elements in the database. */
export function databaseMedia(store: Store): MediaRepository {
  return {
    list: (owner, { unlessVersion, search, page, ...filter }) => {
      const values = [owner, unlessVersion ?? null, ...filterValues(filter)];
      const window = windowOf(page);
      if (search !== undefined) {
        const wanted = searchFor(search);
        const statement = wanted?.by === 'trigrams' ? SEARCH_MEDIA : SCAN_MEDIA;
        const rows = store.read(statement, [...values, ...window, wanted?.text ?? null]);
        return rows.map((rows) => listOf(owner, rows, unlessVersion, rows[0]?.total ?? 0));
      }
      if (page !== undefined) {
        const rows = store.read(PAGE_OF_MEDIA, [...values, ...window]);
        return rows.map((rows) => listOf(owner, rows, unlessVersion, rows[0]?.total ?? 0));
      }
      return store.read(LIST_MEDIA, values).map((rows) => listOf(owner, rows, unlessVersion));
    },

    put: (wanted, transaction) => put(store, wanted, transaction),

    putIfUnchanged: (wanted, transaction) => putIfUnchanged(store, wanted, transaction),

    remove: ({ owner, id, at }, transaction) =>
      isRowId(id)
        ? store.write(REMOVE_MEDIA, [owner, id, at.getTime()], transaction).map(([row]) => row !== undefined)
        : okAsync(false),

    history: (owner, { id, search, page, ...filter }) => {
      const text = search === undefined ? null : searchable(search);
      if (text !== null && !isText(text)) return okAsync({ entries: [], total: 0 });
      return store
        .read(HISTORY_OF_MEDIA, [owner, id ?? null, ...filterValues(filter), ...windowOf(page), text])
        .map((rows) => ({
          entries: rows.flatMap((row) => (row.id === null ? [] : [historyOf(owner, row)])),
          total: rows[0]?.total ?? 0,
        }));
    },

    stats: (owner) => store.read(COUNT_MEDIA, [owner]).map(statsOf),
  };
}

function filterValues({ medium, consumedState, finished }: MediaFilter): readonly Value[] {
  return [medium ?? null, consumedState ?? null, finished ?? null];
}

/** Limit and offset; without a page there is no limit. */
function windowOf(page: MediaFilter['page']): readonly Value[] {
  // A page so far past the end that its offset is no whole number any more is as empty as the last one before it.
  return page === undefined ? [null, 0] : [page.limit, Math.min((page.page - 1) * page.limit, Number.MAX_SAFE_INTEGER)];
}

function listOf(
  owner: AccountId,
  rows: readonly MediaListRow[],
  unlessVersion: LibraryVersion | undefined,
  total?: number,
): MediaList | MediaUnchanged {
  const version = rows[0]?.version ?? 0;
  if (version === unlessVersion) return { kind: 'unchanged', version };
  const entries: MediaElement[] = [];
  for (const row of rows) if (row.id !== null) entries.push(elementOf(owner, row));
  return { kind: 'listed', version, entries, total: total ?? entries.length };
}

function historyOf(owner: AccountId, row: MediaHistoryRow & StoredElement): MediaHistory {
  const changes = (row.changes ?? []).map(([from, to, at]) => ({ from, to, at: new Date(at) }));
  return { element: elementOf(owner, row), changes };
}

function statsOf(rows: readonly MediaCountRow[]): MediaStats {
  const counts = Object.fromEntries(
    MEDIUMS.map((medium) => [medium, Object.fromEntries(CONSUMED_STATES.map((state) => [state, 0]))]),
  ) as Record<Medium, Record<ConsumedState, number>>;
  const finishedPerMonth: Record<string, number> = {};
  for (const { medium, consumed_state: state, month, count } of rows) {
    counts[medium][state] += count;
    if (month !== null) finishedPerMonth[month] = (finishedPerMonth[month] ?? 0) + count;
  }
  return { counts, finishedPerMonth };
}
