import type { MessageLog, UnitOfWork } from '@quintet/core';
import { okAsync } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import type { Appended } from './appended.ts';
import { SPREAD_CHANNELS } from './delivery-statements.ts';
import {
  APPEND_MESSAGES,
  LOCK_HEAD,
  LOG_BOUNDS,
  MESSAGES_AFTER,
  MESSAGES_OF_CHANNELS_AFTER,
  NUMBER_MESSAGES,
  PURGE_MESSAGES,
} from './message-statements.ts';
import { toJson, toMessage } from './messages.ts';

/**
 * Messages in the database. Those that wait are in `push_outbox`, in the order in which they were written; whoever holds
 * the one row of `push_head` moves them into `push_log`. So positions are in the order of commits, not of beginnings.
 */
export function databaseMessageLog(store: Store, unitOfWork: UnitOfWork, appended: Appended): MessageLog {
  return {
    append: (messages, transaction) => {
      if (messages.length === 0) return okAsync(undefined);
      return store.write(APPEND_MESSAGES, [toJson(messages)], transaction).map(() => appended.tell(transaction));
    },

    onAppended: (listener) => appended.listen(listener),

    number: ({ limit }) =>
      unitOfWork
        .run((transaction) =>
          store
            .write(LOCK_HEAD, [], transaction)
            .andThen(([head]) => store.write(NUMBER_MESSAGES, [limit, head?.position ?? 0], transaction)),
        )
        .map((rows) => rows.map(toMessage)),

    after: (position, { limit, channels }) =>
      (channels === undefined
        ? store.read(MESSAGES_AFTER, [position, limit])
        : store.read(MESSAGES_OF_CHANNELS_AFTER, [position, limit, [...new Set(channels)]])
      ).map((rows) => rows.map(toMessage)),

    bounds: () =>
      store.read(LOG_BOUNDS, []).map(([row]) => {
        if (row === undefined) throw new Error('The database does not know how far the log of messages reaches.');
        return row;
      }),

    purge: (createdBefore, waitedSince) =>
      store
        .write(SPREAD_CHANNELS, [], undefined)
        .andThen(() => store.write(PURGE_MESSAGES, [moment(createdBefore), moment(waitedSince)], undefined))
        .map(([row]) => row?.purged ?? 0),
  };
}
