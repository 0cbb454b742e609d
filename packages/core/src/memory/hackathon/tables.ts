import type { Announcement } from '../../hackathon/announcement.ts';
import type { KeptEvent } from '../../hackathon/event.ts';
import type { Location, Picture } from '../../hackathon/location.ts';
import type { TicketRound } from '../../hackathon/ports.ts';
import type { Ticket } from '../../hackathon/ticket.ts';
import type { Times } from '../../hackathon/times.ts';

/** What is found by an id. */
interface Identified {
  readonly id: string | number;
}

/** Rows by their ids. */
interface Shelf<Row extends Identified> {
  get(id: Row['id']): Row | undefined;
  /** Adds a row, or replaces the one with the same id. */
  put(row: Row): void;
  delete(id: Row['id']): void;
  /** All of them, in no order. */
  values(): readonly Row[];
}

/** A ticket, and its rounds before the present one. */
export interface StoredTicket {
  readonly id: string;
  readonly ticket: Ticket;
  readonly rounds: readonly TicketRound[];
}

/** When somebody was checked in; by account. */
interface StoredCheckIn {
  readonly id: number;
  readonly at: Date;
}

/** What the hackathon's repositories read and write. */
export interface HackathonTables {
  readonly tickets: Shelf<StoredTicket>;
  readonly locations: Shelf<Location>;
  readonly pictures: Shelf<Picture>;
  readonly events: Shelf<KeptEvent>;
  readonly announcements: Shelf<Announcement>;
  /** At most one, under the id `times`. */
  readonly times: Shelf<Times & { readonly id: 'times' }>;
  readonly checkIns: Shelf<StoredCheckIn>;
}

/** The hackathon's storage itself. */
export function committedHackathon(): HackathonTables {
  return {
    tickets: committedShelf(),
    locations: committedShelf(),
    pictures: committedShelf(),
    events: committedShelf(),
    announcements: committedShelf(),
    times: committedShelf(),
    checkIns: committedShelf(),
  };
}

/** A transaction's view of the hackathon's storage. */
export function stagedHackathon(committed: HackathonTables, writes: (() => void)[]): HackathonTables {
  return {
    tickets: stagedShelf(committed.tickets, writes),
    locations: stagedShelf(committed.locations, writes),
    pictures: stagedShelf(committed.pictures, writes),
    events: stagedShelf(committed.events, writes),
    announcements: stagedShelf(committed.announcements, writes),
    times: stagedShelf(committed.times, writes),
    checkIns: stagedShelf(committed.checkIns, writes),
  };
}

function committedShelf<Row extends Identified>(): Shelf<Row> {
  const rows = new Map<Row['id'], Row>();
  return {
    get: (id) => rows.get(id),
    put: (row) => void rows.set(row.id, row),
    delete: (id) => void rows.delete(id),
    values: () => [...rows.values()],
  };
}

function stagedShelf<Row extends Identified>(committed: Shelf<Row>, writes: (() => void)[]): Shelf<Row> {
  const staged = new Map<Row['id'], Row | 'deleted'>();
  return {
    get(id) {
      const row = staged.get(id) ?? committed.get(id);
      return row === 'deleted' ? undefined : row;
    },
    put(row) {
      staged.set(row.id, row);
      writes.push(() => committed.put(row));
    },
    delete(id) {
      staged.set(id, 'deleted');
      writes.push(() => committed.delete(id));
    },
    values: () => [
      ...committed.values().filter(({ id }) => !staged.has(id)),
      ...[...staged.values()].filter((row) => row !== 'deleted'),
    ],
  };
}
