import {
  CONSUMED_STATES,
  isText,
  MEDIUMS,
  type AccountId,
  type AccountNotFound,
  type ConsumedState,
  type LibraryChangedMeanwhile,
  type LibraryVersion,
  type MediaChanges,
  type MediaElement,
  type MediaFilter,
  type MediaHistory,
  type MediaList,
  type MediaNotFound,
  type MediaPut,
  type MediaRepository,
  type MediaStats,
  type MediaUnchanged,
  type Medium,
  type NewMediaElement,
  type StoredMedia,
  type Transaction,
  type Unavailable,
} from '@quintet/core';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { isRowId, searchable, searchFor } from '../bucketlist/search.ts';
import { moment, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { PUT_MEDIA, REMOVE_MEDIA, type ElementInput, type PutRow } from './put-statement.ts';
import {
  COUNT_MEDIA,
  HISTORY_OF_MEDIA,
  LIST_MEDIA,
  PAGE_OF_MEDIA,
  SCAN_MEDIA,
  SEARCH_MEDIA,
  VERSION_OF_LIBRARY,
  type MediaCountRow,
  type MediaHistoryRow,
  type MediaListRow,
  type StoredElement,
} from './statements.ts';

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const NOT_FOUND: MediaNotFound = { kind: 'media-not-found' };
const CHANGED_MEANWHILE: LibraryChangedMeanwhile = { kind: 'library-changed-meanwhile' };

type PutError = AccountNotFound | MediaNotFound | LibraryChangedMeanwhile;

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

    put: (put, transaction) =>
      storeAll(store, put, undefined, transaction).mapErr((error) => {
        if (error.kind === 'library-changed-meanwhile') throw new Error('A version was refused that nobody expected.');
        return error;
      }),

    putIfUnchanged: ({ version, ...put }, transaction) => storeAll(store, put, version, transaction),

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

function elementOf(owner: AccountId, row: StoredElement): MediaElement {
  return {
    id: row.id,
    owner,
    name: row.name,
    medium: row.medium,
    description: row.description,
    order: row.order,
    consumedState: row.consumed_state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    createdAt: row.created_at,
  };
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

function storeAll(
  store: Store,
  { owner, elements, at }: MediaPut,
  expected: LibraryVersion | undefined,
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, PutError | Unavailable> {
  if (elements.length === 0) return storeNothing(store, owner, expected, transaction);
  const input = JSON.stringify(elements.map(inputOf));
  return store
    .write(PUT_MEDIA, [owner, input, moment(at), at.getTime(), expected ?? null], transaction)
    .andThen((rows) => storedOf(owner, elements, rows));
}

function storeNothing(
  store: Store,
  owner: AccountId,
  expected: LibraryVersion | undefined,
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, LibraryChangedMeanwhile | Unavailable> {
  return store.write(VERSION_OF_LIBRARY, [owner], transaction).andThen(([row]) => {
    const version = row?.version ?? 0;
    return expected === undefined || expected === version ? ok({ elements: [], version }) : err(CHANGED_MEANWHILE);
  });
}

function inputOf(element: NewMediaElement | MediaChanges, position: number): ElementInput {
  const { name, medium, description, order } = element;
  const fields = {
    position,
    ...(name === undefined ? {} : { name, name_key: searchable(name) }),
    ...(medium === undefined ? {} : { medium }),
    ...(description === undefined ? {} : { description }),
    ...(order === undefined ? {} : { order }),
  };
  if ('id' in element) return { ...fields, id: element.id, ...(element.state && stateInput(element.state)) };
  return { ...fields, ...stateInput(element) };
}

function stateInput({
  consumedState,
  startedAt,
  finishedAt,
}: Pick<NewMediaElement, 'consumedState' | 'startedAt' | 'finishedAt'>): Partial<ElementInput> {
  return {
    consumed_state: consumedState,
    started_at: startedAt && moment(startedAt),
    finished_at: finishedAt && moment(finishedAt),
  };
}

function refusalOf({ owned, expected, complete }: Extract<PutRow, { readonly version: null }>): PutError {
  if (!owned) return NO_ACCOUNT;
  return expected && !complete ? NOT_FOUND : CHANGED_MEANWHILE;
}

/** New elements were numbered in the order of their positions. */
function storedOf(
  owner: AccountId,
  wanted: MediaPut['elements'],
  rows: readonly PutRow[],
): Result<StoredMedia, PutError> {
  const [first] = rows;
  if (first === undefined) throw new Error('The statement gave no row.');
  if (first.version === null) return err(refusalOf(first));
  const elements: MediaElement[] = [];
  const free = wanted.flatMap((element, position) => ('id' in element ? [] : [position])).values();
  for (const row of rows) {
    if (row.version === null) continue;
    const position = row.position ?? free.next().value;
    if (position !== undefined) elements[position] = elementOf(owner, row);
  }
  return ok({ elements, version: first.version });
}
