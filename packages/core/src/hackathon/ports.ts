import type { ResultAsync } from 'neverthrow';
import type { Account } from '../identity/account.ts';
import type { AccountNotFound } from '../identity/ports.ts';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { NewMessage } from '../push/message.ts';
import type { Announcement } from './announcement.ts';
import type { KeptEvent, ScheduledEvent } from './event.ts';
import type { Location, NewPicture, Picture } from './location.ts';
import type { Ticket, TicketState } from './ticket.ts';
import type { Times } from './times.ts';

/**
 * There is no such ticket.
 *
 * @example
 * ```ts
 * await tickets.find('58b2357f7a2f2e2e723e130e'); // Err({ kind: 'ticket-not-found' })
 * ```
 */
export interface TicketNotFound {
  readonly kind: 'ticket-not-found';
}

/**
 * Somebody changed the ticket since it was read.
 *
 * @example
 * ```ts
 * await tickets.save(next, { expectedVersion: 1, messages: [] }); // Err({ kind: 'ticket-changed-meanwhile' })
 * ```
 */
export interface TicketChangedMeanwhile {
  readonly kind: 'ticket-changed-meanwhile';
}

/**
 * What belongs to a change of a ticket.
 *
 * @example
 * ```ts
 * const change: TicketChange = { expectedVersion: ticket.version, messages: [saved] };
 * ```
 */
export interface TicketChange {
  /** The change is refused when the ticket is no longer in it. */
  readonly expectedVersion: number;
  /** Stored with the change, as `MessageLog.append` does. */
  readonly messages: readonly NewMessage[];
  /** The round that ends, where the ticket is opened again: kept for the statistics. */
  readonly endedRound?: TicketRound;
}

/**
 * From when a ticket was opened to when it was opened again.
 *
 * @example
 * ```ts
 * const { openedAt, claimedAt, closedAt } = ticket;
 * ```
 */
export type TicketRound = Pick<Ticket, 'openedAt' | 'claimedAt' | 'closedAt'>;

/**
 * A ticket, with the names of those that it concerns.
 *
 * @example
 * ```ts
 * const line = ({ ownerName, mentorName }: NamedTicket) => `${ownerName}: ${mentorName ?? 'waiting'}`;
 * ```
 */
export interface NamedTicket extends Ticket {
  readonly ownerName: string;
  /** Of who claimed it. */
  readonly mentorName?: string;
}

/**
 * How long people waited, in an hour or all together. Medians and 90th percentiles are in seconds, between two values
 * in proportion; `null` where nothing was claimed or closed.
 *
 * @example
 * ```ts
 * const isQuick = ({ medianToClaim }: WaitingTimes) => medianToClaim !== null && medianToClaim < 300;
 * ```
 */
export interface WaitingTimes {
  /** Tickets created or opened again. */
  readonly opened: number;
  readonly claimed: number;
  readonly closed: number;
  readonly medianToClaim: number | null;
  readonly p90ToClaim: number | null;
  readonly medianToClose: number | null;
  readonly p90ToClose: number | null;
}

/**
 * What organizers want to know of the queue.
 *
 * @example
 * ```ts
 * const { openNow, longestWaiting } = (await hackathon.ticketStatistics(organizer))._unsafeUnwrap();
 * ```
 */
export interface TicketStatistics {
  /** Hours, from the full one in UTC, in which anything happened, in their order. */
  readonly perHour: readonly (WaitingTimes & { readonly hour: Date })[];
  readonly overall: WaitingTimes;
  readonly openNow: number;
  /** For how many seconds the one has been open that was opened first of all that are; `null`: none is. */
  readonly longestWaiting: number | null;
}

/**
 * Where tickets are kept.
 *
 * @example
 * ```ts
 * await tickets.save(claimed, { expectedVersion: ticket.version, messages: [saved] });
 * ```
 */
export interface TicketRepository {
  /** Stores a new ticket and the messages that tell of it. */
  add(
    ticket: Ticket,
    messages: readonly NewMessage[],
    transaction?: Transaction,
  ): ResultAsync<void, AccountNotFound | Unavailable>;

  find(id: string): ResultAsync<Ticket, TicketNotFound | Unavailable>;

  /**
   * A ticket as it was lately, which may be quicker than {@link TicketRepository.find}. It may have changed: who bases
   * a change on it learns of that when it is saved, and what the ticket seems to forbid is to be looked at anew.
   */
  recall(id: string): ResultAsync<Ticket, TicketNotFound | Unavailable>;

  /**
   * Stores what changes in a ticket's life, with its messages, if it is still in the expected version. A ticket that is
   * not there is in none. Of any number of changes of one version at the same moment one is stored.
   */
  save(
    next: Ticket,
    change: TicketChange,
    transaction?: Transaction,
  ): ResultAsync<void, TicketChangedMeanwhile | AccountNotFound | Unavailable>;

  /** Tickets that are open at the moment, the longest created first. */
  queue(now: Date): ResultAsync<readonly Ticket[], Unavailable>;

  /** Tickets that an account created, the latest first. */
  ofOwner(owner: AccountId): ResultAsync<readonly Ticket[], Unavailable>;

  /** Tickets that an account has claimed and that are not closed, the longest created first. */
  ofMentor(mentor: AccountId): ResultAsync<readonly Ticket[], Unavailable>;

  /**
   * Notes of tickets that have expired by the moment, whose expiry was not told, that it is, and gives them, the
   * longest created first. Nobody else is given the same ones, unless the transaction is rolled back.
   */
  expireDue(
    request: { readonly now: Date; readonly limit: number },
    transaction: Transaction,
  ): ResultAsync<readonly Ticket[], Unavailable>;

  /**
   * A page of all tickets, by id from the highest, which is the latest: those in a state at the moment, if one is named. What is searched for is
   * in the description, the location or the contact.
   */
  page(
    request: PageRequest & { readonly state?: TicketState; readonly now: Date },
  ): ResultAsync<Page<NamedTicket>, Unavailable>;

  /** What happened since a moment, and how the queue is at another. */
  statistics(request: { readonly since: Date; readonly now: Date }): ResultAsync<TicketStatistics, Unavailable>;
}

/**
 * There is no such location.
 *
 * @example
 * ```ts
 * await hackathon.getPicture('58ad07c47a2f2e9dfdbac50b'); // Err({ kind: 'location-not-found' })
 * ```
 */
export interface LocationNotFound {
  readonly kind: 'location-not-found';
}

/**
 * Events take place at the location.
 *
 * @example
 * ```ts
 * await hackathon.deleteLocation(organizer, { id: event.location.id }); // Err({ kind: 'location-in-use' })
 * ```
 */
export interface LocationInUse {
  readonly kind: 'location-in-use';
}

/**
 * Where locations are kept.
 *
 * @example
 * ```ts
 * await locations.add({ id: objectIds.next(), name: 'Main gym', rank: 0 });
 * ```
 */
export interface LocationRepository {
  add(location: Location, transaction?: Transaction): ResultAsync<void, Unavailable>;

  /** Within a transaction: nobody else changes or removes it before the end of that. */
  find(id: string, transaction?: Transaction): ResultAsync<Location, LocationNotFound | Unavailable>;

  /** Those with a rank by it, then by name in the order of the code points, then by id; then those without one. */
  list(): ResultAsync<readonly Location[], Unavailable>;

  /** Replaces what is stored under the id. */
  save(location: Location, transaction?: Transaction): ResultAsync<void, LocationNotFound | Unavailable>;

  /** Removes a location with its picture, unless an event takes place there. */
  remove(id: string): ResultAsync<void, LocationNotFound | LocationInUse | Unavailable>;
}

/**
 * The location has no picture yet.
 *
 * @example
 * ```ts
 * await pictures.find(location.id); // Err({ kind: 'picture-not-found' })
 * ```
 */
export interface PictureNotFound {
  readonly kind: 'picture-not-found';
}

/**
 * Where the pictures of locations are kept.
 *
 * @example
 * ```ts
 * await pictures.put(location.id, { contentType: 'image/png', bytes });
 * ```
 */
export interface PictureStore {
  /** Keeps a picture in the place of the one that the location had. */
  put(
    locationId: string,
    picture: NewPicture,
    transaction?: Transaction,
  ): ResultAsync<void, LocationNotFound | Unavailable>;

  find(locationId: string): ResultAsync<Picture, LocationNotFound | PictureNotFound | Unavailable>;
}

/**
 * There is no such event.
 *
 * @example
 * ```ts
 * await hackathon.deleteEvent(organizer, { id }); // Err({ kind: 'event-not-found' })
 * ```
 */
export interface EventNotFound {
  readonly kind: 'event-not-found';
}

/**
 * Where the schedule is kept.
 *
 * @example
 * ```ts
 * const schedule = await events.list({});
 * ```
 */
export interface EventRepository {
  /** Stores an event, and gives it with its place. */
  add(event: KeptEvent, transaction?: Transaction): ResultAsync<ScheduledEvent, LocationNotFound | Unavailable>;

  /** Within a transaction: nobody else changes or removes it before the end of that. */
  find(id: string, transaction?: Transaction): ResultAsync<ScheduledEvent, EventNotFound | Unavailable>;

  /** Events by when they start, then by id; those at one location, if it is named. */
  list(
    filter: { readonly locationId?: string },
    transaction?: Transaction,
  ): ResultAsync<readonly ScheduledEvent[], Unavailable>;

  /** Replaces what is stored under the id, and gives the event with its place. */
  save(
    event: KeptEvent,
    transaction?: Transaction,
  ): ResultAsync<ScheduledEvent, EventNotFound | LocationNotFound | Unavailable>;

  /** Of any number of removals at the same moment one succeeds. */
  remove(id: string, transaction?: Transaction): ResultAsync<void, EventNotFound | Unavailable>;
}

/**
 * There is no such announcement.
 *
 * @example
 * ```ts
 * await hackathon.deleteAnnouncement(organizer, { id }); // Err({ kind: 'announcement-not-found' })
 * ```
 */
export interface AnnouncementNotFound {
  readonly kind: 'announcement-not-found';
}

/**
 * Where announcements are kept.
 *
 * @example
 * ```ts
 * const lately = await announcements.list({ after: yesterday, through: clock.now() });
 * ```
 */
export interface AnnouncementRepository {
  add(announcement: Announcement, transaction?: Transaction): ResultAsync<void, Unavailable>;

  /** Within a transaction: nobody else changes or removes it before the end of that. */
  find(id: string, transaction?: Transaction): ResultAsync<Announcement, AnnouncementNotFound | Unavailable>;

  /** The latest first, then by id from the highest; those after a time, up to another and with it, as far as given. */
  list(window: { readonly after?: Date; readonly through?: Date }): ResultAsync<readonly Announcement[], Unavailable>;

  /** Replaces what is stored under the id. */
  save(announcement: Announcement, transaction?: Transaction): ResultAsync<void, AnnouncementNotFound | Unavailable>;

  /** Removes an announcement, and gives what was removed. Of any number of removals at the same moment one succeeds. */
  remove(id: string, transaction?: Transaction): ResultAsync<Announcement, AnnouncementNotFound | Unavailable>;
}

/**
 * Where the four times are kept.
 *
 * @example
 * ```ts
 * const times = (await timesStore.get())._unsafeUnwrap() ?? defaultTimes(clock.now(), 'UTC');
 * ```
 */
export interface TimesStore {
  /** `undefined` until they are set. */
  get(): ResultAsync<Times | undefined, Unavailable>;
  set(times: Times, transaction?: Transaction): ResultAsync<void, Unavailable>;
}

/**
 * Somebody with an account, and whether they are there.
 *
 * @example
 * ```ts
 * const isThere = ({ checkedInAt }: Person) => checkedInAt !== undefined;
 * ```
 */
export interface Person extends Pick<Account, 'username' | 'displayName' | 'roles'> {
  readonly accountId: AccountId;
  readonly checkedInAt?: Date;
}

/**
 * Who is to be checked in is so already.
 *
 * @example
 * ```ts
 * await hackathon.checkIn(organizer, { username: 'ann' }); // Err({ kind: 'already-checked-in' })
 * ```
 */
export interface AlreadyCheckedIn {
  readonly kind: 'already-checked-in';
}

/**
 * Who is to be checked out is not checked in.
 *
 * @example
 * ```ts
 * await hackathon.checkOut(organizer, { username: 'ann' }); // Err({ kind: 'not-checked-in' })
 * ```
 */
export interface NotCheckedIn {
  readonly kind: 'not-checked-in';
}

/**
 * Who is there.
 *
 * @example
 * ```ts
 * await people.checkIn(account.id, clock.now());
 * ```
 */
export interface PeopleRepository {
  /** Of any number of calls for one account at the same moment one succeeds. */
  checkIn(accountId: AccountId, at: Date): ResultAsync<void, AccountNotFound | AlreadyCheckedIn | Unavailable>;

  /** Of any number of calls for one account at the same moment one succeeds. */
  checkOut(accountId: AccountId): ResultAsync<void, NotCheckedIn | Unavailable>;

  /**
   * A page of all accounts, by username as `usernameKey` has it, in the order of the code points. What is searched for
   * is in the username or in the display name.
   */
  page(request: PageRequest): ResultAsync<Page<Person>, Unavailable>;
}
