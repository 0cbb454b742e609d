import { errAsync, type Result, type ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../../identity/index.ts';
import type { AccountId, Actor } from '../../kernel/actor.ts';
import { isUnavailable, type Unavailable } from '../../kernel/failure.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import type { FieldError } from '../fields.ts';
import type { HackathonMessages } from '../messages.ts';
import type { TicketChange, TicketChangedMeanwhile, TicketNotFound } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import {
  claim,
  close,
  openTicket,
  parseTicketDraft,
  parseTicketId,
  reopen,
  viewOf,
  type NotTicketParty,
  type Ticket,
  type TicketAlreadyClaimed,
  type TicketAlreadyClosed,
  type TicketAlreadyOpen,
  type TicketClosed,
  type TicketDraft,
  type TicketExpired,
  type TicketIdMalformed,
  type TicketIdMissing,
  type TicketView,
} from '../ticket.ts';
import { EXPIRY_TIMER } from './expiry.ts';

/**
 * Names a ticket.
 *
 * @example
 * ```ts
 * await hackathon.claimTicket(actor, { id: '58b2357f7a2f2e2e723e130e' });
 * ```
 */
export interface TicketById {
  readonly id: unknown;
}

/**
 * Puts a wish for a mentor into the queue. The contact may be empty, and must be there.
 *
 * @example
 * ```ts
 * await hackathon.createTicket(actor, { description: 'CSS is not loading', location: 'Main gym', contact: '' });
 * ```
 */
export type CreateTicket = (
  actor: Actor,
  input: { readonly [Field in keyof TicketDraft]: unknown },
) => ResultAsync<TicketView, FieldError | AccountNotFound | Unavailable>;

/** What can be wrong with the ticket that was named. */
type NamedTicketError = TicketIdMissing | TicketIdMalformed | TicketNotFound | Unavailable;

/**
 * Takes a ticket on. Of any number who claim one at the same moment, one gets it. Who created a ticket may claim it too.
 *
 * @example
 * ```ts
 * const claimed = await hackathon.claimTicket(mentor, { id: ticket.id });
 * claimed.map(({ claimedByMe }) => claimedByMe); // Ok(true)
 * ```
 */
export type ClaimTicket = (
  actor: Actor,
  input: TicketById,
) => ResultAsync<TicketView, NamedTicketError | TicketClosed | TicketAlreadyClaimed | TicketExpired | AccountNotFound>;

/**
 * Puts a ticket back into the queue, at its place, for another lifetime. Only its owner and who claimed it may.
 *
 * @example
 * ```ts
 * await hackathon.reopenTicket(mentor, { id: ticket.id });
 * ```
 */
export type ReopenTicket = (
  actor: Actor,
  input: TicketById,
) => ResultAsync<TicketView, NamedTicketError | NotTicketParty | TicketAlreadyOpen>;

/**
 * Ends a ticket. Only its owner and who claimed it may.
 *
 * @example
 * ```ts
 * await hackathon.closeTicket(mentor, { id: ticket.id });
 * ```
 */
export type CloseTicket = (
  actor: Actor,
  input: TicketById,
) => ResultAsync<TicketView, NamedTicketError | NotTicketParty | TicketAlreadyClosed>;

export function createTicket(
  ports: HackathonPorts,
  settings: HackathonSettings,
  messages: HackathonMessages,
): CreateTicket {
  const { clock, unitOfWork } = ports;
  return (actor, input) =>
    parseTicketDraft(input)
      .asyncAndThen((draft) =>
        unitOfWork.run((transaction) => storeTicket(ports, settings, messages, actor.accountId, draft, transaction)),
      )
      .map((ticket) => viewOf(ticket, actor.accountId, clock.now()));
}

/** Stores a new ticket, tells of it, and sees to its expiry. */
export function storeTicket(
  { clock, objectIds, tickets, timers }: HackathonPorts,
  { ticketLifetime }: HackathonSettings,
  messages: HackathonMessages,
  owner: AccountId,
  draft: TicketDraft,
  transaction: Transaction,
): ResultAsync<Ticket, AccountNotFound | Unavailable> {
  const ticket = openTicket(draft, { id: objectIds.next(), owner, now: clock.now(), lifetime: ticketLifetime });
  return tickets
    .add(ticket, messages.ticketSaved(ticket), transaction)
    .andThen(() => timers.set({ kind: EXPIRY_TIMER, key: ticket.id, at: ticket.expiresAt }, transaction))
    .map(() => ticket);
}

export function claimTicket(ports: HackathonPorts, messages: HackathonMessages): ClaimTicket {
  const { clock, tickets } = ports;
  return (actor, input) =>
    change(ports, actor, input, {
      decide: (ticket) => claim(ticket, actor.accountId, clock.now()),
      save: (next, change) => tickets.save(next, change),
      messages,
    });
}

export function reopenTicket(
  ports: HackathonPorts,
  { ticketLifetime }: HackathonSettings,
  messages: HackathonMessages,
): ReopenTicket {
  const { clock, unitOfWork, tickets, timers } = ports;
  return (actor, input) =>
    change(ports, actor, input, {
      decide: (ticket) => reopen(ticket, actor.accountId, clock.now(), ticketLifetime),
      save: (next, change, before) =>
        unitOfWork.run((transaction) =>
          tickets
            .save(next, { ...change, endedRound: before }, transaction)
            .andThen(() => timers.set({ kind: EXPIRY_TIMER, key: next.id, at: next.expiresAt }, transaction)),
        ),
      messages,
    }).mapErr(withoutAccount);
}

export function closeTicket(ports: HackathonPorts, messages: HackathonMessages): CloseTicket {
  const { clock, tickets } = ports;
  return (actor, input) =>
    change(ports, actor, input, {
      decide: (ticket) => close(ticket, actor.accountId, clock.now()),
      save: (next, change) => tickets.save(next, change),
      messages,
    }).mapErr(withoutAccount);
}

interface Step<E> {
  /** What becomes of the ticket, by the rules of its life. */
  readonly decide: (ticket: Ticket) => Result<Ticket, E>;
  readonly save: (
    next: Ticket,
    change: TicketChange,
    before: Ticket,
  ) => ResultAsync<void, TicketChangedMeanwhile | AccountNotFound | Unavailable>;
  readonly messages: HackathonMessages;
}

/**
 * Takes a ticket one step on. First by what is remembered of it, which is nearly always how it is; whoever is refused by
 * that, or was overtaken by another, looks again, and decides by what there is then.
 */
function change<E extends { readonly kind: string }>(
  ports: HackathonPorts,
  actor: Actor,
  { id }: TicketById,
  step: Step<E>,
): ResultAsync<TicketView, NamedTicketError | E | AccountNotFound> {
  type Attempt = ResultAsync<Ticket, TicketNotFound | TicketChangedMeanwhile | E | AccountNotFound | Unavailable>;
  const stepFrom = (before: Ticket): Attempt =>
    step.decide(before).asyncAndThen((next) => {
      // Whoever acts has the answer.
      const told = before.claimedBy === actor.accountId ? undefined : before.claimedBy;
      const messages = step.messages.ticketSaved(next, told);
      return step.save(next, { expectedVersion: before.version, messages }, before).map(() => next);
    });
  const lookAgain = (id: string): ResultAsync<Ticket, TicketNotFound | E | AccountNotFound | Unavailable> =>
    ports.tickets
      .find(id)
      .andThen(stepFrom)
      .orElse((error): ReturnType<typeof lookAgain> => (isOvertaken(error) ? lookAgain(id) : errAsync(error)));
  const attempt = (id: string): ResultAsync<Ticket, TicketNotFound | E | AccountNotFound | Unavailable> =>
    ports.tickets
      .recall(id)
      .andThen(stepFrom)
      .orElse((error) => (isUnavailable(error) ? errAsync(error) : lookAgain(id)));
  return parseTicketId(id)
    .asyncAndThen(attempt)
    .map((ticket) => viewOf(ticket, actor.accountId, ports.clock.now()));
}

function isOvertaken(error: { readonly kind: string }): error is TicketChangedMeanwhile {
  return error.kind === 'ticket-changed-meanwhile';
}

/** Only who claims a ticket is looked for among the accounts; the types do not know. */
function withoutAccount<E extends { readonly kind: string }>(error: E): Exclude<E, AccountNotFound> {
  if (error.kind === 'account-not-found') throw new Error('The ticket belongs to no account.');
  return error as Exclude<E, AccountNotFound>;
}
