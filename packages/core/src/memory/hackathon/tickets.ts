import { err, ok, type Result } from 'neverthrow';
import type {
  NamedTicket,
  TicketChange,
  TicketChangedMeanwhile,
  TicketNotFound,
  TicketRepository,
} from '../../hackathon/ports.ts';
import { expire, ticketState, type Ticket } from '../../hackathon/ticket.ts';
import type { AccountNotFound } from '../../identity/ports.ts';
import type { AccountId } from '../../kernel/actor.ts';
import type { MessageLog } from '../../push/ports.ts';
import { compareTexts } from '../casting/rows.ts';
import { settled, type MemoryDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { statisticsOf } from './statistics.ts';
import type { StoredTicket } from './tables.ts';

const NOT_FOUND: TicketNotFound = { kind: 'ticket-not-found' };
const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const CHANGED: TicketChangedMeanwhile = { kind: 'ticket-changed-meanwhile' };

/**
 * Tickets in memory.
 *
 * @param messageLog - Where what is told of them is kept, on the same storage.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const tickets = memoryTickets(database, memoryMessageLog(database));
 * ```
 */
export function memoryTickets(database: MemoryDatabase, messageLog: MessageLog): TicketRepository {
  const committed = (): readonly Ticket[] => allOf(database.committed);
  const find: TicketRepository['find'] = (id) => {
    const stored = database.committed.hackathon.tickets.get(id);
    return settled(stored === undefined ? err(NOT_FOUND) : ok(stored.ticket));
  };
  return {
    add(ticket, messages, transaction) {
      if (transaction === undefined) return database.run((own) => this.add(ticket, messages, own));
      return database
        .write(transaction, ({ accounts, hackathon }) => {
          if (accounts.get(ticket.owner) === undefined) return err(NO_ACCOUNT);
          hackathon.tickets.put({ id: ticket.id, ticket, rounds: [] });
          return ok(undefined);
        })
        .andThen(() => messageLog.append(messages, transaction));
    },

    find,
    recall: find,

    save(next, change, transaction) {
      if (transaction === undefined) return database.run((own) => this.save(next, change, own));
      return database
        .write(transaction, (tables) => store(tables, next, change))
        .andThen(() => messageLog.append(change.messages, transaction));
    },

    queue: (now) =>
      settled(
        ok(
          committed()
            .filter((ticket) => ticketState(ticket, now) === 'open')
            .toSorted(longestCreatedFirst),
        ),
      ),

    ofOwner: (owner) =>
      settled(
        ok(
          committed()
            .filter((ticket) => ticket.owner === owner)
            .toSorted(longestCreatedFirst)
            .toReversed(),
        ),
      ),

    ofMentor: (mentor) =>
      settled(
        ok(
          committed()
            .filter(({ claimedBy, closedAt }) => claimedBy === mentor && closedAt === undefined)
            .toSorted(longestCreatedFirst),
        ),
      ),

    expireDue: ({ now, limit }, transaction) =>
      database.write(transaction, (tables) => {
        const due = allOf(tables)
          .toSorted(longestCreatedFirst)
          .flatMap((ticket) => expire(ticket, now) ?? [])
          .slice(0, limit);
        for (const ticket of due) put(tables, ticket);
        return ok(due);
      }),

    page: ({ page, limit, search, state, now }) => {
      const text = search?.toLowerCase();
      const found = committed()
        .filter((ticket) => state === undefined || ticketState(ticket, now) === state)
        .filter(
          ({ description, location, contact }) =>
            text === undefined || [description, location, contact].some((part) => part.toLowerCase().includes(text)),
        )
        .toSorted((one, other) => compareTexts(other.id, one.id));
      const entries = found.slice((page - 1) * limit, page * limit);
      return settled(ok({ entries: entries.map((ticket) => named(database.committed, ticket)), total: found.length }));
    },

    statistics: ({ since, now }) =>
      settled(ok(statisticsOf(database.committed.hackathon.tickets.values(), since, now))),
  };
}

function store(
  tables: Tables,
  next: Ticket,
  { expectedVersion, endedRound }: TicketChange,
): Result<void, TicketChangedMeanwhile | AccountNotFound> {
  const stored = tables.hackathon.tickets.get(next.id);
  if (stored?.ticket.version !== expectedVersion) return err(CHANGED);
  if (next.claimedBy !== undefined && tables.accounts.get(next.claimedBy) === undefined) return err(NO_ACCOUNT);
  put(tables, next, endedRound === undefined ? stored.rounds : [...stored.rounds, roundOf(endedRound)]);
  return ok(undefined);
}

function put({ hackathon: { tickets } }: Tables, ticket: Ticket, rounds?: StoredTicket['rounds']): void {
  tickets.put({ id: ticket.id, ticket, rounds: rounds ?? tickets.get(ticket.id)?.rounds ?? [] });
}

function roundOf({ openedAt, claimedAt, closedAt }: StoredTicket['rounds'][number]): StoredTicket['rounds'][number] {
  return { openedAt, ...(claimedAt && { claimedAt }), ...(closedAt && { closedAt }) };
}

function allOf({ hackathon }: Pick<Tables, 'hackathon'>): readonly Ticket[] {
  return hackathon.tickets.values().map(({ ticket }) => ticket);
}

function longestCreatedFirst(one: Ticket, other: Ticket): number {
  return one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : Number(one.id > other.id));
}

function named({ accounts }: Pick<Tables, 'accounts'>, ticket: Ticket): NamedTicket {
  const nameOf = (id: AccountId): string => accounts.get(id)?.account.displayName ?? '';
  const { owner, claimedBy } = ticket;
  return {
    ...ticket,
    ownerName: nameOf(owner),
    ...(claimedBy === undefined ? {} : { mentorName: nameOf(claimedBy) }),
  };
}
