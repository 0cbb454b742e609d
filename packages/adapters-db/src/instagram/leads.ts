import type { Leads } from '@quintet/core';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { COUNT_LEADS, MARK_LEADS } from './journal-statements.ts';
import { held, leaseValues } from './leases.ts';

/** Leads in the database: entries of the journal. Followers are looked up among them, and not stored. */
export function databaseLeads(store: Store): Leads {
  return {
    mark: (lease, { scan, followers }) =>
      store.write(MARK_LEADS, [...leaseValues(lease), scan, followers], undefined).andThen(held),

    count: (lease, { scan, at }) =>
      store.write(COUNT_LEADS, [...leaseValues(lease), scan, moment(at)], undefined).andThen(held),
  };
}
