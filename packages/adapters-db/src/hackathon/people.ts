import type { AccountNotFound, PeopleRepository, Person, Role, TimesStore } from '@quintet/core';
import { usernameKey } from '@quintet/core';
import { err, errAsync, ok } from 'neverthrow';
import { isRowId, searchable } from '../bucketlist/search.ts';
import { moment, statement, type Statement } from '../database/statement.ts';
import type { Store } from '../database/store.ts';

/** Values: account, moment. `found`: there is such an account; `added`: it was not checked in. */
export const CHECK_IN: Statement<{ readonly found: boolean; readonly added: boolean }> = statement(
  'check_in_add',
  `WITH added AS (
     INSERT INTO check_in (account_id, checked_in_at) SELECT id, $2::timestamptz FROM account WHERE id = $1
     ON CONFLICT (account_id) DO NOTHING
     RETURNING account_id
   )
   SELECT EXISTS (SELECT FROM account WHERE id = $1) AS found, EXISTS (SELECT FROM added) AS added`,
);

/** Values: account. */
export const CHECK_OUT: Statement<object> = statement(
  'check_in_remove',
  'DELETE FROM check_in WHERE account_id = $1 RETURNING account_id',
);

/** A person of a page, or the end of one without any, with how many there are on all pages together. */
type PagedPerson = { readonly total: number } & (
  | {
      readonly id: number;
      readonly username: string;
      readonly display_name: string;
      readonly roles: readonly Role[];
      readonly checked_in_at: Date | null;
    }
  | { readonly id: null }
);

/**
 * Values: what usernames are searched for or `null`, what display names are, limit, offset. Display names are searched
 * without regard to case as far as the database's locale knows it, and as they are.
 */
export const PAGE_OF_PEOPLE: Statement<PagedPerson> = statement(
  'people_page',
  `WITH found AS MATERIALIZED (
     SELECT id, username_key FROM account
     WHERE $1::text IS NULL OR strpos(username_key, $1) > 0 OR strpos(lower(display_name), lower($2)) > 0
       OR strpos(display_name, $2) > 0
     ORDER BY username_key COLLATE "C"
   ), page AS (
     SELECT id FROM found ORDER BY username_key COLLATE "C" LIMIT $3 OFFSET $4
   )
   SELECT counted.total, a.id, a.username, a.display_name, to_json(a.roles) AS roles, c.checked_in_at
   FROM (SELECT count(*) AS total FROM found) AS counted
   LEFT JOIN page ON true
   LEFT JOIN account AS a ON a.id = page.id
   LEFT JOIN check_in AS c ON c.account_id = a.id
   ORDER BY a.username_key COLLATE "C"`,
);

interface StoredTimes {
  readonly event_start: Date;
  readonly hacking_start: Date;
  readonly hacking_end: Date;
  readonly event_end: Date;
}

export const GET_TIMES: Statement<StoredTimes> = statement(
  'hackathon_times_get',
  'SELECT event_start, hacking_start, hacking_end, event_end FROM hackathon_times WHERE id = 1',
);

/** Values: start and end of the event, of hacking. */
export const SET_TIMES: Statement<object> = statement(
  'hackathon_times_set',
  `INSERT INTO hackathon_times (id, event_start, event_end, hacking_start, hacking_end)
   VALUES (1, $1::timestamptz, $2::timestamptz, $3::timestamptz, $4::timestamptz)
   ON CONFLICT (id) DO UPDATE SET event_start = excluded.event_start, event_end = excluded.event_end,
     hacking_start = excluded.hacking_start, hacking_end = excluded.hacking_end`,
);

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };

/** Who is there, in the database. */
export function databasePeople(store: Store): PeopleRepository {
  return {
    checkIn: (accountId, at) =>
      isRowId(accountId)
        ? store.write(CHECK_IN, [accountId, moment(at)], undefined).andThen(([row]) => {
            if (row?.found !== true) return err(NO_ACCOUNT);
            return row.added ? ok(undefined) : err({ kind: 'already-checked-in' as const });
          })
        : errAsync(NO_ACCOUNT),

    checkOut: (accountId) =>
      isRowId(accountId)
        ? store
            .write(CHECK_OUT, [accountId], undefined)
            .andThen(({ length }) => (length === 0 ? err({ kind: 'not-checked-in' as const }) : ok(undefined)))
        : errAsync({ kind: 'not-checked-in' as const }),

    page: ({ page, limit, search }) => {
      const offset = Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
      const text = search === undefined ? null : searchable(search);
      const key = search === undefined ? null : usernameKey(search);
      return store.search(PAGE_OF_PEOPLE, [key, text, limit, offset]).map((rows) => ({
        entries: rows.flatMap((row): Person[] => (row.id === null ? [] : [personOf(row)])),
        total: rows[0]?.total ?? 0,
      }));
    },
  };
}

/** The four times in the database. */
export function databaseTimes(store: Store): TimesStore {
  return {
    get: () =>
      store.read(GET_TIMES, []).map(
        ([row]) =>
          row && {
            eventStart: row.event_start,
            hackingStart: row.hacking_start,
            hackingEnd: row.hacking_end,
            eventEnd: row.event_end,
          },
      ),

    set: ({ eventStart, eventEnd, hackingStart, hackingEnd }, transaction) =>
      store
        .write(SET_TIMES, [eventStart, eventEnd, hackingStart, hackingEnd].map(moment), transaction)
        .map(() => undefined),
  };
}

function personOf(row: Exclude<PagedPerson, { readonly id: null }>): Person {
  const { id, username, display_name: displayName, roles, checked_in_at: checkedInAt } = row;
  return { accountId: id, username, displayName, roles, ...(checkedInAt === null ? {} : { checkedInAt }) };
}
