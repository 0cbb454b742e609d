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
  const { name, medium, description, order, consumedState } = element;
  const fields = [name, searchable(name), medium, consumedState, description, order];
  return store
    .write(ADD_MEDIA, [owner, at.getTime(), moment(at), ...fields, ...timesOf(element)], transaction)
    .andThen(([row]) =>
      row === undefined
        ? err(NO_ACCOUNT)
        : ok({ elements: [addedElement(owner, element, row.id, at)], version: row.version }),
    );
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
  const inMoments = sameMoments();
  const input = JSON.stringify(elements.map((element, position) => inputOf(element, position, inMoments)));
  return store
    .write(PUT_MEDIA, [owner, input, moment(at), at.getTime(), expected ?? null], transaction)
    .andThen((rows) => storedOf(owner, elements, at, rows));
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

function inputOf(
  element: NewMediaElement | MediaChanges,
  position: number,
  inMoments: (date: Date) => string,
): ElementInput {
  const { name, medium, description, order } = element;
  const state = 'id' in element ? element.state : element;
  return {
    position,
    id: 'id' in element ? element.id : undefined,
    name,
    name_key: name === undefined ? undefined : searchable(name),
    medium,
    consumed_state: state?.consumedState,
    description,
    order,
    started_at: state?.startedAt && inMoments(state.startedAt),
    finished_at: state?.finishedAt && inMoments(state.finishedAt),
  };
}

/** As {@link moment}, for dates most of which are the one before: writing them would be a fifth of the work. */
function sameMoments(): (date: Date) => string {
  let last: Date | undefined;
  let text = '';
  return (date) => {
    if (date !== last) text = moment(date);
    last = date;
    return text;
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
  at: Date,
  rows: readonly PutRow[],
): Result<StoredMedia, PutError> {
  const [first] = rows;
  if (first === undefined) throw new Error('The statement gave no row.');
  if (first.version === null) return err(refusalOf(first));
  const changed: MediaElement[] = [];
  const numbers: number[] = [];
  for (const row of rows) {
    if (row.version === null) continue;
    if (row.position === null) numbers.push(row.id);
    else changed[row.position] = elementOf(owner, row);
  }
  const ids = numbers.toSorted((one, other) => one - other).values();
  const elements = wanted.map((element, position) => {
    if ('id' in element) return given(changed[position]);
    return addedElement(owner, element, given(ids.next().value), at);
  });
  return ok({ elements, version: first.version });
}

function addedElement(
  owner: AccountId,
  { name, medium, description, order, consumedState, startedAt, finishedAt }: NewMediaElement,
  id: number,
  createdAt: Date,
): MediaElement {
  return { id, owner, name, medium, description, order, consumedState, startedAt, finishedAt, createdAt };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The statement did not store all elements.');
  return value;
}
