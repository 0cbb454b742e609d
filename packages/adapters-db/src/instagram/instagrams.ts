import {
  personKey,
  type AccountNotFound,
  type Instagram,
  type InstagramNotFound,
  type InstagramRef,
  type InstagramRepository,
  type Transaction,
  type Trouble,
  type Unavailable,
  type UnitOfWork,
} from '@quintet/core';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { isRowId } from '../bucketlist/search.ts';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_INSTAGRAM,
  BUSY_UNTIL,
  CHANGE_INSTAGRAM,
  COUNT_PASSWORDS_NOT_UNDER,
  FIND_INSTAGRAM,
  HOLD_INSTAGRAM,
  LIST_INSTAGRAMS,
  PASSWORDS_NOT_UNDER,
  REMOVE_INSTAGRAM,
  REPLACE_PASSWORD,
  START_INSTAGRAM,
  STOP_INSTAGRAM,
  type StoredInstagram,
} from './instagram-statements.ts';

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const NOT_FOUND: InstagramNotFound = { kind: 'instagram-not-found' };

/** Accounts of the network in the database. */
export function databaseInstagrams(store: Store, unitOfWork: UnitOfWork): InstagramRepository {
  return {
    add: ({ owner, username, password, info, trusted, hours, speed, createdAt, updatedAt }) => {
      if (!isRowId(owner)) return errAsync(NO_ACCOUNT);
      const names = [owner, username, personKey(username), password.keyId, password.sealed];
      const rules = [JSON.stringify(info), trusted, hours.min, hours.max, JSON.stringify(speed)];
      return store
        .write(ADD_INSTAGRAM, [...names, ...rules, moment(createdAt), moment(updatedAt)], undefined)
        .andThen(([row]) => (row === undefined ? err(NO_ACCOUNT) : ok(instagramOf(row))));
    },

    find: ({ owner, id }) =>
      isRowId(id) ? store.read(FIND_INSTAGRAM, [owner, id]).andThen(found) : errAsync(NOT_FOUND),

    list: (owner) => store.read(LIST_INSTAGRAMS, [owner]).map((rows) => rows.map((row) => instagramOf(row))),

    change: ({ owner, id }, { username, password, info, trusted, hours, speed, updatedAt }) => {
      if (!isRowId(id)) return errAsync(NOT_FOUND);
      const key = username === undefined ? null : personKey(username);
      const names = [owner, id, username ?? null, key, password?.keyId ?? null, password?.sealed ?? null];
      const rules = [json(info), trusted ?? null, hours?.min ?? null, hours?.max ?? null, json(speed)];
      return store.write(CHANGE_INSTAGRAM, [...names, ...rules, moment(updatedAt)], undefined).andThen(found);
    },

    start: ({ owner, id }, at) =>
      isRowId(id)
        ? store.write(START_INSTAGRAM, [owner, id, moment(at)], undefined).andThen(found)
        : errAsync(NOT_FOUND),

    stop: (ref, at) =>
      unitOfWork.run((transaction) =>
        holdByOwner(store, ref, at, transaction).andThen(() =>
          store.write(STOP_INSTAGRAM, [ref.id, 'stop', moment(at), null], transaction).andThen(found),
        ),
      ),

    remove: ({ owner, id }) =>
      isRowId(id)
        ? store
            .write(REMOVE_INSTAGRAM, [owner, id], undefined)
            .andThen(([row]) => (row === undefined ? err(NOT_FOUND) : ok(undefined)))
        : errAsync(NOT_FOUND),

    busyUntil: (instagramId, channelId) =>
      isRowId(instagramId)
        ? store.read(BUSY_UNTIL, [instagramId, channelId ?? null]).map(([row]) => row?.busy_until ?? undefined)
        : okAsync(undefined),

    passwordsNotUnder: (keyId, { after, limit }) =>
      store.search(PASSWORDS_NOT_UNDER, [keyId, after, limit]).map((rows) =>
        rows.map(({ id, password_key_id: keyId, password_sealed: sealed }) => ({
          instagramId: id,
          password: { keyId, sealed },
        })),
      ),

    countPasswordsNotUnder: (keyId) => store.search(COUNT_PASSWORDS_NOT_UNDER, [keyId]).map(([row]) => row?.count ?? 0),

    replacePassword: ({ instagramId, password }, encrypted) =>
      store
        .write(
          REPLACE_PASSWORD,
          [instagramId, password.keyId, password.sealed, encrypted.keyId, encrypted.sealed],
          undefined,
        )
        .map((rows) => rows.length > 0),
  };
}

/**
 * Takes an account from whoever runs it, and holds it until the transaction ends; the first thing that is done to
 * change anything about it or its channels, so that nobody waits for two of these in different orders.
 */
export function holdByOwner(
  store: Store,
  { owner, id }: InstagramRef,
  at: Date,
  transaction: Transaction,
): ResultAsync<Pick<StoredInstagram, 'id' | 'state'>, InstagramNotFound | Unavailable> {
  if (!isRowId(id)) return errAsync(NOT_FOUND);
  return store
    .write(HOLD_INSTAGRAM, [owner, id, moment(at)], transaction)
    .andThen(([row]) => (row === undefined ? err(NOT_FOUND) : ok(row)));
}

export function instagramOf(row: StoredInstagram): Instagram {
  return {
    id: row.id,
    owner: row.owner_id,
    username: row.username,
    password: { keyId: row.password_key_id, sealed: row.password_sealed },
    info: row.info,
    state: row.state,
    trusted: row.trusted,
    hours: { min: row.hours_min, max: row.hours_max },
    speed: row.speed,
    trouble: troubleOf(row.trouble),
    refreshedAt: row.refreshed_at,
    scan: row.scan_number === null ? null : { number: row.scan_number, cursor: row.scan_cursor },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function troubleOf(stored: StoredInstagram['trouble']): Trouble | null {
  return stored === null ? null : { ...stored, at: new Date(stored.at), until: new Date(stored.until) };
}

/** A value of a `jsonb` column; absent: what is there stays. */
export function json(value: object | null | undefined): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function found([row]: readonly StoredInstagram[]): Result<Instagram, InstagramNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(instagramOf(row));
}
