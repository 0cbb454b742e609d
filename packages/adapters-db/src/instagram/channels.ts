import type {
  Channel,
  ChannelNotFound,
  ChannelRef,
  ChannelRepository,
  InstagramInactive,
  InstagramNotFound,
  InstagramRef,
  Transaction,
  Unavailable,
  UnitOfWork,
} from '@quintet/core';
import { err, errAsync, ok, type Result, type ResultAsync } from 'neverthrow';
import { isRowId } from '../bucketlist/search.ts';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_CHANNEL,
  CHANGE_CHANNEL,
  FIND_CHANNEL,
  LIST_CHANNELS,
  REMOVE_CHANNEL,
  START_CHANNEL,
  STOP_CHANNEL,
  type ChannelRowOfInstagram,
  type StoredChannel,
} from './channel-statements.ts';
import type { StoredInstagram } from './instagram-statements.ts';
import { holdByOwner } from './instagrams.ts';

const INSTAGRAM_NOT_FOUND: InstagramNotFound = { kind: 'instagram-not-found' };
const NOT_FOUND: ChannelNotFound = { kind: 'channel-not-found' };
const INACTIVE: InstagramInactive = { kind: 'instagram-inactive' };

/** The number of no row, for asking whether an account is there when its channel can't be. */
const NO_ROW = 0;

/** When a removal makes the account due: at once, whatever the time is. */
const AT_ONCE = new Date(0);

/** Channels in the database. */
export function databaseChannels(store: Store, unitOfWork: UnitOfWork): ChannelRepository {
  /** Changes something about an account's channels, which nobody else does meanwhile. */
  const holding = <T, E>(
    ref: InstagramRef,
    at: Date,
    change: (instagram: Pick<StoredInstagram, 'id' | 'state'>, transaction: Transaction) => ResultAsync<T, E>,
  ): ResultAsync<T, E | InstagramNotFound | Unavailable> =>
    unitOfWork.run((transaction) =>
      holdByOwner(store, ref, at, transaction).andThen((instagram) => change(instagram, transaction)),
    );

  return {
    add: (ref, { action, target, value, comments, createdAt, updatedAt }) =>
      holding(ref, createdAt, ({ id }, transaction) => {
        const values = [id, action, target, value, comments, moment(createdAt), moment(updatedAt)];
        return store.write(ADD_CHANNEL, values, transaction).andThen(([row]) => found(row));
      }).mapErr((error) => (error.kind === 'channel-not-found' ? INSTAGRAM_NOT_FOUND : error)),

    find: ({ instagram, id }) =>
      isRowId(instagram.id)
        ? store.read(FIND_CHANNEL, [instagram.owner, instagram.id, rowId(id)]).andThen(([row]) => {
            if (row === undefined) return err(INSTAGRAM_NOT_FOUND);
            return found(isThere(row) ? row : undefined);
          })
        : errAsync(INSTAGRAM_NOT_FOUND),

    list: ({ owner, id }) =>
      isRowId(id)
        ? store.read(LIST_CHANNELS, [owner, id]).andThen((rows) => {
            if (rows.length === 0) return err(INSTAGRAM_NOT_FOUND);
            return ok(rows.filter((row) => isThere(row)).map((row) => channelOf(row)));
          })
        : errAsync(INSTAGRAM_NOT_FOUND),

    change: ({ instagram, id }, { action, target, value, comments, updatedAt }) =>
      holding(instagram, updatedAt, (held, transaction) => {
        const changes = [action ?? null, target ?? null, value ?? null, comments ?? null];
        return store
          .write(CHANGE_CHANNEL, [held.id, rowId(id), ...changes, moment(updatedAt)], transaction)
          .andThen(([row]) => found(row));
      }),

    start: ({ instagram, id }, at) =>
      holding(instagram, at, (held, transaction) =>
        store
          .write(START_CHANNEL, [held.id, rowId(id), moment(at)], transaction)
          .andThen(([row]): Result<Channel, ChannelNotFound | InstagramInactive> => {
            if (row !== undefined && held.state !== 'start') return err(INACTIVE);
            return found(row);
          }),
      ),

    stop: ({ instagram, id }, at) =>
      holding(instagram, at, (held, transaction) =>
        store.write(STOP_CHANNEL, [held.id, rowId(id), moment(at)], transaction).andThen(([row]) => found(row)),
      ),

    remove: ({ instagram, id }: ChannelRef) =>
      holding(instagram, AT_ONCE, (held, transaction) =>
        store
          .write(REMOVE_CHANNEL, [held.id, rowId(id)], transaction)
          .andThen(([row]) => (row === undefined ? err(NOT_FOUND) : ok(undefined))),
      ),
  };
}

function rowId(id: number): number {
  return isRowId(id) ? id : NO_ROW;
}

function isThere(row: ChannelRowOfInstagram): row is StoredChannel {
  return row.id !== null;
}

function found(row: StoredChannel | undefined): Result<Channel, ChannelNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(channelOf(row));
}

export function channelOf(row: StoredChannel): Channel {
  return {
    id: row.id,
    instagramId: row.instagram_id,
    action: row.action,
    target: row.target,
    value: row.value,
    comments: row.comments,
    state: row.state,
    leadsCount: row.leads_count,
    targetsCount: row.targets_count,
    followersCount: row.followers_count,
    cursor: row.cursor,
    exhausted: row.exhausted,
    servedAt: row.served_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
