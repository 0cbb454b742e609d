import {
  gapOf,
  personKey,
  type ActionJournal,
  type ActionKind,
  type ChannelInactive,
  type JournalEntry,
  type Lease,
  type LeaseLost,
  type NewAction,
  type PaceExceeded,
  type TargetTaken,
  type Transaction,
  type Unavailable,
  type UnitOfWork,
} from '@quintet/core';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { HOLD_LEASED, LOCK_PACE } from './instagram-statements.ts';
import {
  DAYS_OF_JOURNAL,
  FINISH_ACTION,
  PACE,
  RECORD_ACTION,
  STRETCH_OF_JOURNAL,
  type StoredEntry,
} from './journal-statements.ts';
import { LEASE_LOST, leaseValues } from './leases.ts';

const INACTIVE: ChannelInactive = { kind: 'channel-inactive' };
const TAKEN: TargetTaken = { kind: 'target-taken' };
const EXCEEDED: PaceExceeded = { kind: 'pace-exceeded' };

/** The largest number of rows that can be asked for. */
const ALL = Number.MAX_SAFE_INTEGER;

/** The longest time between two actions of a kind, in milliseconds: no pace reaches back further than this or its window. */
const LONGEST_GAP = 3_600_000;

/** The journal in the database. */
export function databaseJournal(store: Store, unitOfWork: UnitOfWork): ActionJournal {
  return {
    pace: (username, { limits, window, now }) => {
      const { like, comment, follow, unfollow, total } = limits;
      const values = [personKey(username), before(now, window), ...[like, comment, follow, unfollow, total].map(whole)];
      return store.read(PACE, values).map((rows) => {
        const last: Partial<Record<ActionKind, Date>> = {};
        const filled: Partial<Record<ActionKind | 'total', Date>> = {};
        for (const row of rows) {
          if (row.kind !== 'total' && row.last !== null) last[row.kind] = row.last;
          if (row.filled !== null && limits[row.kind] >= 1) filled[row.kind] = row.filled;
        }
        return { last, filled };
      });
    },

    record: (lease, action) => unitOfWork.run((transaction) => record(store, lease, action, transaction)),

    finish: ({ id, outcome, failure, at }) =>
      store.write(FINISH_ACTION, [id, outcome, failure, moment(at)], undefined).map(() => undefined),

    stretch: (instagramId, { after, limit }) =>
      store
        .search(STRETCH_OF_JOURNAL, [instagramId, after, Math.min(limit, ALL)])
        .map((rows) => rows.map((row) => entryOf(row))),

    days: (instagramId, from) => {
      const day = new Date(from);
      day.setUTCHours(0, 0, 0, 0);
      return store.search(DAYS_OF_JOURNAL, [instagramId, moment(day)]).map((rows) =>
        rows.map(({ channel_id: channelId, day, attempted, done, failed, gained }) => ({
          channelId,
          day,
          attempted,
          done,
          failed,
          leads: done,
          followersGained: gained,
          conversion: done === 0 ? 0 : gained / done,
        })),
      );
    },
  };
}

/**
 * Records an action in three steps: the pace of the user name is locked, then the account, and then everything is
 * looked at that must not have changed meanwhile, and written.
 */
function record(
  store: Store,
  lease: Lease,
  { channelId, action, target, key, at, busyUntil, rules }: NewAction,
  transaction: Transaction,
): ResultAsync<{ readonly id: number }, LeaseLost | ChannelInactive | TargetTaken | PaceExceeded | Unavailable> {
  const { limits, window, speed } = rules;
  return store
    .write(LOCK_PACE, [lease.instagramId], transaction)
    .andThen(() => store.write(HOLD_LEASED, [...leaseValues(lease), moment(busyUntil)], transaction))
    .andThen(([row]) => (row === undefined ? err(LEASE_LOST) : ok(row.username_key)))
    .andThen((usernameKey) =>
      store.write(
        RECORD_ACTION,
        [
          lease.instagramId,
          usernameKey,
          channelId,
          action,
          target,
          key,
          moment(at),
          moment(busyUntil),
          before(at, window),
          whole(limits[action]),
          whole(limits.total),
          before(at, gapOf(speed[action])),
          before(at, Math.max(window, LONGEST_GAP)),
        ],
        transaction,
      ),
    )
    .andThen(([row]): Result<{ readonly id: number }, ChannelInactive | TargetTaken | PaceExceeded> => {
      if (row?.at_work !== true) return err(INACTIVE);
      if (row.id !== null) return ok({ id: row.id });
      return err(row.in_pace ? TAKEN : EXCEEDED);
    });
}

function before(now: Date, milliseconds: number): string {
  return moment(new Date(now.getTime() - milliseconds));
}

/** A limit as a number that the database can count to. */
function whole(limit: number): number {
  return Math.trunc(Math.min(Math.max(limit, 0), ALL));
}

function entryOf(row: StoredEntry): JournalEntry {
  const { id, channel_id: channelId, at, kind } = row;
  const amount = row.amount ?? 0;
  const target = row.target ?? '';
  switch (kind) {
    case 'filled':
    case 'cleared':
    case 'counted':
      return { id, channelId, at, kind, amount };
    case 'skipped':
      return { id, channelId, at, kind, target, reason: row.reason ?? 'gone' };
    case 'action':
      return {
        id,
        channelId,
        at,
        kind,
        target,
        action: row.action ?? 'like',
        key: row.key ?? '',
        outcome: row.outcome ?? 'unknown',
        failure: row.failure,
      };
  }
}
