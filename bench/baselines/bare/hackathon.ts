import type { Pool } from 'pg';
import { announcementsUntil, claimTicket, openTickets, type TicketRow } from './hackathon-queries.ts';
import { bodyOf, send, type BareRequest } from './http.ts';

const ID = /^[\da-f]{24}$/i;

/** Answers three requests of the hackathon's API. */
export function hackathonHandlers(
  pool: Pool,
): Readonly<Record<'queue' | 'claim' | 'announcements', (request: BareRequest) => Promise<void>>> {
  return {
    async queue({ response, account }) {
      const tickets = await openTickets(pool, new Date());
      send(response, 200, succeeded(`[${tickets.map((ticket) => ticketJson(ticket, account)).join(',')}]`));
    },

    async claim({ request, response, account }) {
      const { id } = (await bodyOf(request)) as { readonly id?: unknown };
      if (typeof id !== 'string' || !ID.test(id)) return send(response, 400, failed('Invalid Ticket ID'));
      const ticket = await claimTicket(pool, id.toLowerCase(), account, new Date());
      if (ticket === undefined) return send(response, 409, failed('Ticket already claimed'));
      send(response, 200, succeeded(ticketJson(ticket, account)));
    },

    async announcements({ response }) {
      const announcements = await announcementsUntil(pool, new Date());
      const list = announcements.map(
        ({ id, message, time }) =>
          `{"id":"${id}","message":${JSON.stringify(message)},"time":"${time.toISOString().slice(0, 19)}"}`,
      );
      send(response, 200, succeeded(`[${list.join(',')}]`));
    },
  };
}

/** A ticket that is open or was just claimed, as who is signed in sees it. */
function ticketJson({ claimed_by: claimedBy, ...ticket }: TicketRow, viewer: number): string {
  return (
    `{"id":"${ticket.id}","description":${JSON.stringify(ticket.description)},` +
    `"location":${JSON.stringify(ticket.location)},"contact":${JSON.stringify(ticket.contact)},` +
    `"claimed":${claimedBy !== null},"expired":false,"time_created":"${ticket.created_at.toISOString().slice(0, 23)}000",` +
    `"time_complete":null,"is_mine":${ticket.owner_id === viewer},"claimed_by_me":${claimedBy === viewer}}`
  );
}

function succeeded(data: string): string {
  return `{"success":true,"data":${data}}`;
}

function failed(title: string): string {
  return `{"success":false,"error":{"title":"${title}","message":"${title}"}}`;
}
