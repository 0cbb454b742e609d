import type { ResultAsync } from 'neverthrow';
import type { PermissionLacking } from '../../identity/index.ts';
import type { AccountId, Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import type { NamedTicket, TicketStatistics } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { viewOf, type Ticket, type TicketState, type TicketView } from '../ticket.ts';
import { permitOrganizer } from './organize.ts';

/**
 * Lists open tickets, the longest created first, as somebody sees them who may not be logged in.
 *
 * @example
 * ```ts
 * const queue = (await hackathon.listQueue(undefined))._unsafeUnwrap();
 * ```
 */
export type ListQueue = (actor: Actor | undefined) => ResultAsync<readonly TicketView[], Unavailable>;

/**
 * Tickets by how far they have come.
 *
 * @example
 * ```ts
 * const waiting = ({ open }: TicketsByState) => open.length;
 * ```
 */
export type TicketsByState = { readonly [State in TicketState]: readonly TicketView[] };

/**
 * Lists the actor's tickets by how far they have come, the latest first.
 *
 * @example
 * ```ts
 * const { open, in_progress } = (await hackathon.listOwnTickets(actor))._unsafeUnwrap();
 * ```
 */
export type ListOwnTickets = (actor: Actor) => ResultAsync<TicketsByState, Unavailable>;

/**
 * Lists tickets that the actor has claimed and that are not closed, the longest created first.
 *
 * @example
 * ```ts
 * await hackathon.listClaimed(mentor);
 * ```
 */
export type ListClaimed = (actor: Actor) => ResultAsync<readonly TicketView[], Unavailable>;

/**
 * A ticket as organizers see it.
 *
 * @example
 * ```ts
 * const line = ({ state, ownerName }: OrganizersTicket) => `${ownerName}: ${state}`;
 * ```
 */
export type OrganizersTicket = TicketView & NamedTicket;

/**
 * Lists all tickets, or those in a state, the latest first, a page at a time. What is searched for is in the
 * description, the location or the contact, in any case. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.listTickets(organizer, { state: 'expired', search: 'css', page: 2 });
 * ```
 */
export type ListTickets = (
  actor: Actor,
  wish?: PageWish & { readonly state?: TicketState | undefined },
) => ResultAsync<Page<OrganizersTicket>, PermissionLacking | Unavailable>;

/**
 * How long people wait for a mentor: in the last seven days, or since a moment. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * const { overall, openNow } = (await hackathon.ticketStatistics(organizer))._unsafeUnwrap();
 * ```
 */
export type ShowTicketStatistics = (
  actor: Actor,
  wish?: { readonly since?: Date | undefined },
) => ResultAsync<TicketStatistics, PermissionLacking | Unavailable>;

const WEEK = 7 * 86_400_000;

export function listQueue({ clock, tickets }: HackathonPorts): ListQueue {
  return (actor) => {
    const now = clock.now();
    return tickets.queue(now).map((queue) => viewsOf(queue, actor?.accountId, now));
  };
}

export function listOwnTickets({ clock, tickets }: HackathonPorts): ListOwnTickets {
  return ({ accountId }) =>
    tickets.ofOwner(accountId).map((own) => {
      const byState: Record<TicketState, TicketView[]> = { open: [], in_progress: [], expired: [], closed: [] };
      for (const view of viewsOf(own, accountId, clock.now())) byState[view.state].push(view);
      return byState;
    });
}

export function listClaimed({ clock, tickets }: HackathonPorts): ListClaimed {
  return ({ accountId }) => tickets.ofMentor(accountId).map((claimed) => viewsOf(claimed, accountId, clock.now()));
}

export function listTickets({ clock, tickets }: HackathonPorts, { pageSize }: HackathonSettings): ListTickets {
  return (actor, { state, ...wish } = {}) =>
    permitOrganizer(actor).asyncAndThen(() => {
      const now = clock.now();
      return tickets
        .page({ ...pageRequest(wish, pageSize), ...(state === undefined ? {} : { state }), now })
        .map(({ entries, total }) => ({
          entries: entries.map((ticket) => ({ ...ticket, ...viewOf(ticket, actor.accountId, now) })),
          total,
        }));
    });
}

export function ticketStatistics({ clock, tickets }: HackathonPorts): ShowTicketStatistics {
  return (actor, { since } = {}) =>
    permitOrganizer(actor).asyncAndThen(() => {
      const now = clock.now();
      return tickets.statistics({ since: since ?? new Date(now.getTime() - WEEK), now });
    });
}

function viewsOf(tickets: readonly Ticket[], viewer: AccountId | undefined, now: Date): readonly TicketView[] {
  return tickets.map((ticket) => viewOf(ticket, viewer, now));
}
