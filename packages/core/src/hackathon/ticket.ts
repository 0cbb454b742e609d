import { err, ok, type Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import { line, optionalLine, parseDraft, passage, type FieldError } from './fields.ts';

/**
 * Somebody's wish for a mentor. Its life: open, then claimed (in progress) or expired, then closed; its owner and the
 * mentor who claimed it can open it again from any of these.
 *
 * @example
 * ```ts
 * const isWaiting = (ticket: Ticket, now: Date) => ticketState(ticket, now) === 'open';
 * ```
 */
export interface Ticket {
  /** 24 hex digits, in order of creation. */
  readonly id: string;
  /** 1 to 2,000 characters. */
  readonly description: string;
  /** 1 to 255 characters. */
  readonly location: string;
  /** Up to 255 characters; may be empty. */
  readonly contact: string;
  readonly owner: AccountId;
  readonly createdAt: Date;
  /** When it was created or last opened again. */
  readonly openedAt: Date;
  /** It expires then, unless it is claimed before. */
  readonly expiresAt: Date;
  /** Whose ticket it was when its expiry was told; absent: it is not, or was opened again. */
  /** When its expiry was told; absent: it was not, or the ticket was opened again since. */
  readonly expiredAt?: Date;
  readonly claimedBy?: AccountId;
  readonly claimedAt?: Date;
  readonly closedAt?: Date;
  /** Rises by one with every change: a change is based on the version it read. */
  readonly version: number;
}

/**
 * What somebody who wants a mentor says.
 *
 * @example
 * ```ts
 * const draft: TicketDraft = { description: 'CSS is not loading', location: 'Main gym', contact: '' };
 * ```
 */
export type TicketDraft = Pick<Ticket, 'description' | 'location' | 'contact'>;

/**
 * How far a ticket has come.
 *
 * @example
 * ```ts
 * const state: TicketState = ticketState(ticket, clock.now());
 * ```
 */
export type TicketState = 'open' | 'in_progress' | 'expired' | 'closed';

/**
 * Every state of a ticket, in the order of its life.
 *
 * @example
 * ```ts
 * TICKET_STATES.length; // 4
 * ```
 */
export const TICKET_STATES: readonly TicketState[] = ['open', 'in_progress', 'expired', 'closed'];

/**
 * A ticket as somebody sees it.
 *
 * @example
 * ```ts
 * const mine = tickets.filter(({ isMine }: TicketView) => isMine);
 * ```
 */
export interface TicketView extends Ticket {
  readonly state: TicketState;
  /** Somebody has claimed it. A closed ticket keeps what it was. */
  readonly claimed: boolean;
  /** Nobody has claimed it and its time is over, or was so when it was closed. */
  readonly expired: boolean;
  /** Who sees it has created it. */
  readonly isMine: boolean;
  /** Who sees it has claimed it. */
  readonly claimedByMe: boolean;
}

/**
 * The ticket is closed, and can't be claimed.
 *
 * @example
 * ```ts
 * await hackathon.claimTicket(mentor, { id: closed.id }); // Err({ kind: 'ticket-closed' })
 * ```
 */
export interface TicketClosed {
  readonly kind: 'ticket-closed';
}

/**
 * Somebody has claimed the ticket already.
 *
 * @example
 * ```ts
 * await hackathon.claimTicket(mentor, { id: claimed.id }); // Err({ kind: 'ticket-already-claimed' })
 * ```
 */
export interface TicketAlreadyClaimed {
  readonly kind: 'ticket-already-claimed';
}

/**
 * The ticket has expired, and can't be claimed until it is opened again.
 *
 * @example
 * ```ts
 * await hackathon.claimTicket(mentor, { id: expired.id }); // Err({ kind: 'ticket-expired' })
 * ```
 */
export interface TicketExpired {
  readonly kind: 'ticket-expired';
}

/**
 * The ticket is open, and can't be opened again.
 *
 * @example
 * ```ts
 * await hackathon.reopenTicket(owner, { id: open.id }); // Err({ kind: 'ticket-already-open' })
 * ```
 */
export interface TicketAlreadyOpen {
  readonly kind: 'ticket-already-open';
}

/**
 * The ticket is closed, and can't be closed again.
 *
 * @example
 * ```ts
 * await hackathon.closeTicket(owner, { id: closed.id }); // Err({ kind: 'ticket-already-closed' })
 * ```
 */
export interface TicketAlreadyClosed {
  readonly kind: 'ticket-already-closed';
}

/**
 * Only who created the ticket and who claimed it may do this.
 *
 * @example
 * ```ts
 * await hackathon.closeTicket(somebody, { id: ticket.id }); // Err({ kind: 'not-ticket-party' })
 * ```
 */
export interface NotTicketParty {
  readonly kind: 'not-ticket-party';
}

/**
 * No ticket was named.
 *
 * @example
 * ```ts
 * parseTicketId(null); // Err({ kind: 'ticket-id-missing' })
 * ```
 */
export interface TicketIdMissing {
  readonly kind: 'ticket-id-missing';
}

/**
 * What was named is no ticket's id: not 24 hex digits.
 *
 * @example
 * ```ts
 * parseTicketId('7'); // Err({ kind: 'ticket-id-malformed' })
 * ```
 */
export interface TicketIdMalformed {
  readonly kind: 'ticket-id-malformed';
}

const SECOND = 1000;

/**
 * Checks what somebody who wants a mentor says.
 *
 * @example
 * ```ts
 * parseTicketDraft({ description: ' ', location: 'Gym', contact: '' }); // Err({ kind: 'field-empty', field: 'description' })
 * ```
 */
export function parseTicketDraft(input: unknown): Result<TicketDraft, FieldError> {
  return parseDraft<TicketDraft>({ description: passage, location: line, contact: optionalLine }, input);
}

/**
 * Checks the form of a ticket's id.
 *
 * @example
 * ```ts
 * parseTicketId('58B2357f7a2f2e2e723e130e'); // Ok('58b2357f7a2f2e2e723e130e')
 * parseTicketId(7); // Err({ kind: 'ticket-id-malformed' })
 * ```
 */
export function parseTicketId(value: unknown): Result<string, TicketIdMissing | TicketIdMalformed> {
  if (value === undefined || value === null) return err({ kind: 'ticket-id-missing' });
  return isObjectId(value) ? ok(value.toLowerCase()) : err({ kind: 'ticket-id-malformed' });
}

/** Whether a value is 24 hex digits. */
export function isObjectId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}

/**
 * A ticket that was just created.
 *
 * @param lifetime - Seconds until it expires.
 */
export function openTicket(
  draft: TicketDraft,
  {
    id,
    owner,
    now,
    lifetime,
  }: { readonly id: string; readonly owner: AccountId; readonly now: Date; lifetime: number },
): Ticket {
  return { id, ...draft, owner, createdAt: now, openedAt: now, expiresAt: after(now, lifetime), version: 1 };
}

/**
 * How far a ticket has come by a moment.
 *
 * @example
 * ```ts
 * ticketState(ticket, ticket.expiresAt); // 'expired', if nobody has claimed it
 * ```
 */
export function ticketState(ticket: Ticket, now: Date): TicketState {
  if (ticket.closedAt !== undefined) return 'closed';
  if (ticket.claimedBy !== undefined) return 'in_progress';
  return hasExpired(ticket, now) ? 'expired' : 'open';
}

/**
 * Whether nobody has claimed a ticket and its time is over, or was so when it was closed.
 *
 * @example
 * ```ts
 * hasExpired({ ...ticket, claimedBy: 7 }, clock.now()); // false
 * ```
 */
export function hasExpired({ claimedBy, expiredAt, expiresAt, closedAt }: Ticket, now: Date): boolean {
  return claimedBy === undefined && (expiredAt !== undefined || expiresAt.getTime() <= (closedAt ?? now).getTime());
}

/**
 * A mentor takes a ticket on; who created it may do so too.
 *
 * @example
 * ```ts
 * claimTicket(ticket, 7, clock.now()).map(({ claimedBy }) => claimedBy); // Ok(7)
 * ```
 */
export function claim(
  ticket: Ticket,
  mentor: AccountId,
  now: Date,
): Result<Ticket, TicketClosed | TicketAlreadyClaimed | TicketExpired> {
  switch (ticketState(ticket, now)) {
    case 'closed':
      return err({ kind: 'ticket-closed' });
    case 'in_progress':
      return err({ kind: 'ticket-already-claimed' });
    case 'expired':
      return err({ kind: 'ticket-expired' });
    case 'open':
      return ok({ ...ticket, claimedBy: mentor, claimedAt: now, version: ticket.version + 1 });
  }
}

/**
 * Puts a ticket back into the queue, at its place, for another lifetime.
 *
 * @param lifetime - Seconds until it expires.
 */
export function reopen(
  ticket: Ticket,
  by: AccountId,
  now: Date,
  lifetime: number,
): Result<Ticket, NotTicketParty | TicketAlreadyOpen> {
  if (!isParty(ticket, by)) return err({ kind: 'not-ticket-party' });
  if (ticketState(ticket, now) === 'open') return err({ kind: 'ticket-already-open' });
  const { id, description, location, contact, owner, createdAt, version } = ticket;
  return ok({
    id,
    description,
    location,
    contact,
    owner,
    createdAt,
    openedAt: now,
    expiresAt: after(now, lifetime),
    version: version + 1,
  });
}

/** Ends a ticket. */
export function close(ticket: Ticket, by: AccountId, now: Date): Result<Ticket, NotTicketParty | TicketAlreadyClosed> {
  if (!isParty(ticket, by)) return err({ kind: 'not-ticket-party' });
  if (ticket.closedAt !== undefined) return err({ kind: 'ticket-already-closed' });
  return ok({ ...ticket, closedAt: now, version: ticket.version + 1 });
}

/** Notes that a ticket's expiry is told, if it has expired and it was not. */
export function expire(ticket: Ticket, now: Date): Ticket | undefined {
  if (ticket.expiredAt !== undefined || ticketState(ticket, now) !== 'expired') return undefined;
  return { ...ticket, expiredAt: now, version: ticket.version + 1 };
}

/** A ticket as somebody sees it; `undefined`: who is not logged in. */
export function viewOf(ticket: Ticket, viewer: AccountId | undefined, now: Date): TicketView {
  return {
    ...ticket,
    state: ticketState(ticket, now),
    claimed: ticket.claimedBy !== undefined,
    expired: hasExpired(ticket, now),
    isMine: viewer !== undefined && ticket.owner === viewer,
    claimedByMe: viewer !== undefined && ticket.claimedBy === viewer,
  };
}

function isParty({ owner, claimedBy }: Ticket, account: AccountId): boolean {
  return owner === account || claimedBy === account;
}

function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * SECOND);
}
