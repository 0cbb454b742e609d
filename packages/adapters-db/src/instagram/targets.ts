import type { ChannelInactive, TargetQueue } from '@quintet/core';
import { err, ok } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { FILL_QUEUE, FIRST_TARGETS, SKIP_TARGETS } from './channel-statements.ts';
import { channelOf } from './channels.ts';
import { held, LEASE_LOST, leaseValues } from './leases.ts';

const INACTIVE: ChannelInactive = { kind: 'channel-inactive' };

/** The largest number of rows that can be asked for. */
const ALL = Number.MAX_SAFE_INTEGER;

/** Queues in the database. */
export function databaseTargets(store: Store): TargetQueue {
  return {
    first: (channelId, limit) =>
      store.read(FIRST_TARGETS, [channelId, Math.min(limit, ALL)]).map((rows) => rows.map(({ target }) => target)),

    fill: (lease, { channelId, people, cursor, exhausted, at }) =>
      store
        .write(FILL_QUEUE, [...leaseValues(lease), channelId, people, cursor, exhausted, moment(at)], undefined)
        .andThen(([row]) => {
          if (row?.held !== true) return err(LEASE_LOST);
          return row.id === null ? err(INACTIVE) : ok(channelOf(row));
        }),

    skip: (lease, { channelId, targets, at }) => {
      const people = targets.map(({ target }) => target);
      const reasons = targets.map(({ reason }) => reason);
      return store
        .write(SKIP_TARGETS, [...leaseValues(lease), channelId, people, reasons, moment(at)], undefined)
        .andThen(held);
    },
  };
}
