import {
  type AccountId,
  type AccountNotFound,
  type LibraryChangedMeanwhile,
  type LibraryVersion,
  type MediaChanges,
  type MediaElement,
  type MediaNotFound,
  type MediaPut,
  type NewMediaElement,
  type StateWithTimes,
  type StoredMedia,
  type Transaction,
  type Unavailable,
} from '@quintet/core';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { searchable } from '../bucketlist/search.ts';
import { moment, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { elementOf } from './element.ts';
import { ADD_MEDIA, CHANGE_MEDIA, PUT_MEDIA, type ElementInput, type PutRow } from './put-statements.ts';
import { VERSION_OF_LIBRARY } from './statements.ts';

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const NOT_FOUND: MediaNotFound = { kind: 'media-not-found' };
const CHANGED_MEANWHILE: LibraryChangedMeanwhile = { kind: 'library-changed-meanwhile' };

type PutError = AccountNotFound | MediaNotFound | LibraryChangedMeanwhile;

/** Stores elements, whatever version the library is in. */
export function put(
  store: Store,
  wanted: MediaPut,
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, AccountNotFound | MediaNotFound | Unavailable> {
  const [element, ...others] = wanted.elements;
  if (element !== undefined && others.length === 0) {
    return 'id' in element ? change(store, wanted, element, transaction) : add(store, wanted, element, transaction);
  }
  return putTogether(store, wanted, undefined, transaction).mapErr((error) => {
    if (error.kind === 'library-changed-meanwhile') throw new Error('A version was refused that nobody expected.');
    return error;
  });
}

/** Stores elements where the library is in a version. */
export function putIfUnchanged(
  store: Store,
  { version, ...wanted }: MediaPut & { readonly version: LibraryVersion },
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, PutError | Unavailable> {
  return putTogether(store, wanted, version, transaction);
}

function change(
  store: Store,
  { owner, at }: MediaPut,
  { id, name, medium, description, order, state }: MediaChanges,
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, MediaNotFound | Unavailable> {
  const key = name === undefined ? null : searchable(name);
  const fields = [name ?? null, key, medium ?? null, state?.consumedState ?? null, description ?? null, order ?? null];
  return store
    .write(CHANGE_MEDIA, [owner, id, at.getTime(), moment(at), ...fields, ...timesOf(state)], transaction)
    .andThen(([row]) =>
      row === undefined ? err(NOT_FOUND) : ok({ elements: [elementOf(owner, row)], version: row.version }),
    );
}

function add(
  store: Store,
  { owner, at }: MediaPut,
  element: NewMediaElement,
  transaction: Transaction | undefined,
): ResultAsync<StoredMedia, AccountNotFound | Unavailable> {
  const { name, medium, description, order, consumedState, startedAt, finishedAt } = element;
  const fields = [name, searchable(name), medium, consumedState, description, order];
  return store
    .write(ADD_MEDIA, [owner, at.getTime(), moment(at), ...fields, ...timesOf(element)], transaction)
    .andThen(([row]) => {
      if (row === undefined) return err(NO_ACCOUNT);
      const times = { consumedState, startedAt, finishedAt, createdAt: at };
      return ok({
        elements: [{ id: row.id, owner, name, medium, description, order, ...times }],
        version: row.version,
      });
    });
}

function timesOf(state: StateWithTimes | undefined): readonly Value[] {
  return [state?.startedAt, state?.finishedAt].map((time) => (time ? moment(time) : null));
}

function putTogether(
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

function stateInput({ consumedState, startedAt, finishedAt }: StateWithTimes): Partial<ElementInput> {
  return {
    consumed_state: consumedState,
    started_at: startedAt && moment(startedAt),
    finished_at: finishedAt && moment(finishedAt),
  };
}

function refusalOf({ owned, expected, complete }: Extract<PutRow, { readonly version: null }>): PutError {
  if (expected && !complete) return NOT_FOUND;
  return expected && !owned ? NO_ACCOUNT : CHANGED_MEANWHILE;
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
