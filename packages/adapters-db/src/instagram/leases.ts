import type { InstagramLeases, Lease, LeasedInstagram, LeaseLost, UnitOfWork } from '@quintet/core';
import { err, ok, okAsync, type Result } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { channelOf } from './channels.ts';
import { CHANNELS_OF } from './channel-statements.ts';
import {
  END_LEASE,
  REFRESH_INSTAGRAM,
  RELEASE_LEASE,
  RENEW_LEASE,
  STOP_INSTAGRAM,
  TAKE_INSTAGRAMS,
} from './instagram-statements.ts';
import { instagramOf, json } from './instagrams.ts';

export const LEASE_LOST: LeaseLost = { kind: 'lease-lost' };

/** Leases in the database: whoever has the number that the account's row has may write. */
export function databaseLeases(store: Store, unitOfWork: UnitOfWork): InstagramLeases {
  return {
    take: ({ now, until, limit }) =>
      store.write(TAKE_INSTAGRAMS, [moment(now), moment(until), limit], undefined).andThen((rows) => {
        const nextDueAt = rows[0]?.next_due_at ?? undefined;
        const taken = rows.flatMap((row) =>
          row.id === null ? [] : [{ lease: { instagramId: row.id, fence: row.fence }, instagram: instagramOf(row) }],
        );
        if (taken.length === 0) return okAsync({ taken: [], nextDueAt });
        const ids = taken.map(({ lease }) => lease.instagramId);
        return store.read(CHANNELS_OF, [ids]).map((channels) => ({
          nextDueAt,
          taken: taken.map((one): LeasedInstagram => ({
            ...one,
            channels: channels.filter((row) => row.instagram_id === one.lease.instagramId).map((row) => channelOf(row)),
          })),
        }));
      }),

    renew: (lease, until) => store.write(RENEW_LEASE, [...leaseValues(lease), moment(until)], undefined).andThen(held),

    release: (lease, { dueAt, trouble }) =>
      store.write(RELEASE_LEASE, [...leaseValues(lease), moment(dueAt), json(trouble)], undefined).andThen(held),

    suspect: (lease, trouble) =>
      unitOfWork.run((transaction) =>
        store
          .write(END_LEASE, leaseValues(lease), transaction)
          .andThen(held)
          .andThen(() =>
            store
              .write(STOP_INSTAGRAM, [lease.instagramId, 'suspected', moment(trouble.at), json(trouble)], transaction)
              .map(() => undefined),
          ),
      ),

    refresh: (lease, { info, scan, refreshedAt }) => {
      const refreshed = refreshedAt === undefined ? null : moment(refreshedAt);
      const values = [...leaseValues(lease), json(info), scan?.number ?? null, scan?.cursor ?? null, refreshed];
      return store.write(REFRESH_INSTAGRAM, values, undefined).andThen(held);
    },
  };
}

/** What every statement of the engine begins with. */
export function leaseValues({ instagramId, fence }: Lease): readonly [number, number] {
  return [instagramId, fence];
}

/** Whether the lease was still one. */
export function held(rows: readonly unknown[]): Result<void, LeaseLost> {
  return rows.length === 0 ? err(LEASE_LOST) : ok(undefined);
}
