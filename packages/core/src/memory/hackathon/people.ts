import { err, ok } from 'neverthrow';
import type { PeopleRepository, TimesStore } from '../../hackathon/ports.ts';
import { usernameKey } from '../../identity/account.ts';
import { compareTexts } from '../casting/rows.ts';
import { settled, type MemoryDatabase } from '../database.ts';

/**
 * Who is there, in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const [accounts, people] = [memoryAccounts(database), memoryPeople(database)];
 * ```
 */
export function memoryPeople(database: MemoryDatabase): PeopleRepository {
  return {
    checkIn: (accountId, at) =>
      database.write(undefined, ({ accounts, hackathon: { checkIns } }) => {
        if (accounts.get(accountId) === undefined) return err({ kind: 'account-not-found' as const });
        if (checkIns.get(accountId) !== undefined) return err({ kind: 'already-checked-in' as const });
        checkIns.put({ id: accountId, at });
        return ok(undefined);
      }),

    checkOut: (accountId) =>
      database.write(undefined, ({ hackathon: { checkIns } }) => {
        if (checkIns.get(accountId) === undefined) return err({ kind: 'not-checked-in' as const });
        checkIns.delete(accountId);
        return ok(undefined);
      }),

    page: ({ page, limit, search }) => {
      const text = search?.toLowerCase();
      const { accounts, hackathon } = database.committed;
      const found = [...accounts.values()]
        .map(({ account }) => account)
        .filter(
          ({ username, displayName }) =>
            text === undefined || [username, displayName].some((name) => name.toLowerCase().includes(text)),
        )
        .toSorted((one, other) => compareTexts(usernameKey(one.username), usernameKey(other.username)));
      const entries = found.slice((page - 1) * limit, page * limit).map(({ id, username, displayName, roles }) => {
        const checkedInAt = hackathon.checkIns.get(id)?.at;
        return { accountId: id, username, displayName, roles, ...(checkedInAt && { checkedInAt }) };
      });
      return settled(ok({ entries, total: found.length }));
    },
  };
}

/**
 * The four times in memory.
 *
 * @example
 * ```ts
 * const times = memoryTimes(new MemoryDatabase());
 * ```
 */
export function memoryTimes(database: MemoryDatabase): TimesStore {
  return {
    get: () => {
      const stored = database.committed.hackathon.times.get('times');
      if (stored === undefined) return settled(ok(undefined));
      const { eventStart, hackingStart, hackingEnd, eventEnd } = stored;
      return settled(ok({ eventStart, hackingStart, hackingEnd, eventEnd }));
    },

    set: (times, transaction) =>
      database.write(transaction, ({ hackathon }) => {
        hackathon.times.put({ ...times, id: 'times' });
        return ok(undefined);
      }),
  };
}
