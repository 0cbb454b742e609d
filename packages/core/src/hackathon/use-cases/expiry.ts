import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { HackathonMessages } from '../messages.ts';
import type { HackathonPorts } from '../settings.ts';
import { ticketState } from '../ticket.ts';

/** The timers by which tickets expire. */
export const EXPIRY_TIMER = 'hackathon/ticket-expiry';

/** Tickets whose expiry is told together at most. */
const TOGETHER = 200;

/** Tells of all tickets that have expired by now, each once per expiry: whoever notes it first tells it. */
export function expireTickets(ports: HackathonPorts, messages: HackathonMessages): ResultAsync<void, Unavailable> {
  const { clock, unitOfWork, tickets, messageLog } = ports;
  return unitOfWork
    .run((transaction) =>
      tickets
        .expireDue({ now: clock.now(), limit: TOGETHER }, transaction)
        .andThen((expired) =>
          expired.length === 0
            ? okAsync(expired.length)
            : messageLog.append(messages.ticketsExpired(expired), transaction).map(() => expired.length),
        ),
    )
    .andThen((count) => (count < TOGETHER ? okAsync(undefined) : expireTickets(ports, messages)));
}

/**
 * Sees to a ticket whose timer went off. By the clock of this process its time may be still to come, because it was
 * opened again, or because the clock of whoever keeps the timers is ahead: then the timer is set anew.
 */
export function expireTicket(
  ports: HackathonPorts,
  messages: HackathonMessages,
  id: string,
): ResultAsync<void, Unavailable> {
  const { clock, tickets, timers } = ports;
  return expireTickets(ports, messages)
    .andThen(() => tickets.find(id))
    .andThen((ticket) =>
      ticketState(ticket, clock.now()) === 'open'
        ? timers.set({ kind: EXPIRY_TIMER, key: id, at: ticket.expiresAt })
        : okAsync(undefined),
    )
    .orElse((error) => (error.kind === 'ticket-not-found' ? okAsync(undefined) : errAsync(error)));
}
