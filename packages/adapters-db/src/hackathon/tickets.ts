import {
  type AccountNotFound,
  type NamedTicket,
  type Page,
  type Ticket,
  type TicketChange,
  type TicketChangedMeanwhile,
  type TicketNotFound,
  type TicketRepository,
  type TicketStatistics,
  type Transaction,
  type Unavailable,
  type WaitingTimes,
} from '@quintet/core';
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import { searchable } from '../bucketlist/search.ts';
import type { ConstraintViolated } from '../database/failure.ts';
import { SeenVersions } from '../database/seen-versions.ts';
import { moment, type Statement, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import type { Appended } from '../push/appended.ts';
import { toJson } from '../push/messages.ts';
import {
  ADD_TICKET,
  EXPIRE_TICKETS,
  FIND_TICKET,
  OPEN_TICKETS,
  PAGE_OF_TICKETS,
  REOPEN_TICKET,
  SAVE_TICKET,
  TICKET_QUEUE,
  TICKET_STATISTICS,
  TICKETS_OF_MENTOR,
  TICKETS_OF_OWNER,
  type PagedTicket,
  type StatisticsRow,
  type StoredTicket,
} from './ticket-statements.ts';

const NOT_FOUND: TicketNotFound = { kind: 'ticket-not-found' };
const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const CHANGED: TicketChangedMeanwhile = { kind: 'ticket-changed-meanwhile' };

/** Between parts of a ticket that are searched for together: in none of them. */
const SEPARATOR = '\u0001';

/**
 * Tickets in the database. A change, what is told of it and what it ended are one statement.
 *
 * @param appended - Told when messages were stored with a change.
 */
export function databaseTickets(store: Store, appended: Appended): TicketRepository {
  const seen = new SeenVersions<Ticket>();
  const save = (
    next: Ticket,
    { expectedVersion, messages, endedRound }: TicketChange,
    transaction: Transaction | undefined,
  ): ResultAsync<void, TicketChangedMeanwhile | AccountNotFound | Unavailable> => {
    const values: Value[] = [
      next.id,
      expectedVersion,
      moment(next.openedAt),
      moment(next.expiresAt),
      optional(next.expiredAt),
      next.claimedBy ?? null,
      optional(next.claimedAt),
      optional(next.closedAt),
      toJson(messages),
    ];
    const reopened = endedRound && [
      moment(endedRound.openedAt),
      optional(endedRound.claimedAt),
      optional(endedRound.closedAt),
    ];
    const statement = reopened === undefined ? SAVE_TICKET : REOPEN_TICKET;
    return write(store, statement, [...values, ...(reopened ?? [])], transaction).andThen((isSaved) => {
      if (!isSaved) return err(CHANGED);
      seen.add(next, next);
      if (messages.length > 0) appended.tell(transaction);
      return ok(undefined);
    });
  };

  const find: TicketRepository['find'] = (id) =>
    store.read(FIND_TICKET, [id]).andThen(([row]) => {
      if (row === undefined) return err(NOT_FOUND);
      const ticket = ticketOf(row);
      seen.add(row, ticket);
      return ok(ticket);
    });

  return {
    add: (ticket, messages, transaction) => {
      const { id, description, location, contact, owner, createdAt, expiresAt } = ticket;
      const key = searchable([description, location, contact].join(SEPARATOR));
      const values = [id, description, location, contact, key, owner, moment(createdAt), moment(expiresAt)];
      return store.write(ADD_TICKET, [...values, toJson(messages)], transaction).andThen(([row]) => {
        if (row === undefined) return err(NO_ACCOUNT);
        seen.add(ticket, ticket);
        if (messages.length > 0) appended.tell(transaction);
        return ok(undefined);
      });
    },

    find,

    recall: (id) => {
      const ticket = seen.latest(id);
      return ticket === undefined ? find(id) : okAsync(ticket);
    },

    save,

    queue: (now) =>
      store.read(TICKET_QUEUE, [moment(now)]).andThen((open) => {
        const known = new Map<string, Ticket>();
        const unseen: string[] = [];
        for (const row of open) {
          const ticket = seen.find(row);
          if (ticket === undefined) unseen.push(row.id);
          else known.set(row.id, ticket);
        }
        if (unseen.length === 0) return okAsync([...known.values()]);
        return store.read(OPEN_TICKETS, [moment(now), unseen]).map((rows) => {
          for (const row of rows) {
            const ticket = ticketOf(row);
            seen.add(row, ticket);
            known.set(row.id, ticket);
          }
          // One that is not there any more was claimed meanwhile.
          return open.flatMap(({ id }) => known.get(id) ?? []);
        });
      }),

    ofOwner: (owner) => store.read(TICKETS_OF_OWNER, [owner]).map((rows) => rows.map(ticketOf)),

    ofMentor: (mentor) => store.read(TICKETS_OF_MENTOR, [mentor]).map((rows) => rows.map(ticketOf)),

    expireDue: ({ now, limit }, transaction) =>
      store.write(EXPIRE_TICKETS, [moment(now), limit], transaction).map((rows) => rows.map(ticketOf)),

    page: ({ page, limit, search, state, now }) => {
      const offset = Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
      const text = search === undefined ? null : searchable(search);
      return store.search(PAGE_OF_TICKETS, [moment(now), state ?? null, text, limit, offset]).map(pageOf);
    },

    statistics: ({ since, now }) => store.search(TICKET_STATISTICS, [moment(since), moment(now)]).map(statisticsOf),
  };
}

/** Whether a change was stored. Only a claim names an account; one that is not there is a value. */
function write(
  store: Store,
  statement: Statement<{ readonly id: string }>,
  values: readonly Value[],
  transaction: Transaction | undefined,
): ResultAsync<boolean, AccountNotFound | Unavailable> {
  const rows: ResultAsync<readonly unknown[], ConstraintViolated | Unavailable> =
    transaction === undefined ? store.writeAlone(statement, values) : store.write(statement, values, transaction);
  return rows
    .map(({ length }) => length > 0)
    .orElse((error) => errAsync(error.kind === 'constraint-violated' ? NO_ACCOUNT : error));
}

function optional(date: Date | undefined): string | null {
  return date === undefined ? null : moment(date);
}

function ticketOf(row: StoredTicket): Ticket {
  const { id, description, location, contact } = row;
  return {
    id,
    description,
    location,
    contact,
    owner: row.owner_id,
    createdAt: row.created_at,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    ...(row.expired_at === null ? {} : { expiredAt: row.expired_at }),
    ...(row.claimed_by === null ? {} : { claimedBy: row.claimed_by }),
    ...(row.claimed_at === null ? {} : { claimedAt: row.claimed_at }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    version: row.version,
  };
}

function pageOf(rows: readonly PagedTicket[]): Page<NamedTicket> {
  const entries = rows.flatMap((row): NamedTicket[] => {
    if (row.id === null) return [];
    const { owner_name: ownerName, mentor_name: mentorName } = row;
    return [{ ...ticketOf(row), ownerName, ...(mentorName === null ? {} : { mentorName }) }];
  });
  return { entries, total: rows[0]?.total ?? 0 };
}

function statisticsOf(rows: readonly StatisticsRow[]): TicketStatistics {
  const overall = rows.find(({ kind }) => kind === 'overall');
  const queue = rows.find(({ kind }) => kind === 'queue');
  if (overall === undefined || queue === undefined) throw new Error('Nothing was counted.');
  return {
    perHour: rows.flatMap((row) => (row.hour === null ? [] : [{ hour: row.hour, ...waitingTimesOf(row) }])),
    overall: waitingTimesOf(overall),
    openNow: queue.opened,
    longestWaiting: rounded(queue.median_to_claim),
  };
}

function waitingTimesOf(row: StatisticsRow): WaitingTimes {
  return {
    opened: row.opened,
    claimed: row.claimed,
    closed: row.closed,
    medianToClaim: rounded(row.median_to_claim),
    p90ToClaim: rounded(row.p90_to_claim),
    medianToClose: rounded(row.median_to_close),
    p90ToClose: rounded(row.p90_to_close),
  };
}

/** Moments are kept to the millisecond. */
function rounded(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}
