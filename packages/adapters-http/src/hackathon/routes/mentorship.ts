import type { Quintet, TicketNotFound } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { NOT_LOGGED_IN, NOT_LOGGED_IN_TO_CREATE } from '../answers.ts';
import { CLAIM_ERRORS, CLOSE_ERRORS, CREATE_TICKET_ERRORS, REOPEN_ERRORS } from '../errors.ts';
import { created, succeeded, type Presenter } from '../presenter.ts';
import { asReader, fieldsBody, signedIn } from '../requests.ts';
import { NEW_TICKET, OWN_TICKETS_ANSWER, TICKET_ANSWER, TICKET_ID, TICKETS_ANSWER } from '../schemas.ts';
import { CLAIMED_TICKET, TICKET } from './samples.ts';

const TAG = 'Mentorship';
const DRAFT = fieldsBody(NEW_TICKET, { description: 'description', location: 'location', contact: 'contact' });
const NAMED = fieldsBody(TICKET_ID, { id: 'id' });
const NOT_FOUND: TicketNotFound = { kind: 'ticket-not-found' };
const CATEGORIES = ['open', 'in_progress', 'expired', 'closed'] as const;
const NONE = { open: [], in_progress: [], expired: [], closed: [] };

/** Asking for a mentor, and helping. */
export function mentorshipRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;
  return [
    {
      method: 'POST',
      path: '/mentorship/create',
      operationId: 'createTicket',
      summary: 'Ask for a mentor',
      description: 'The ticket expires after 30 minutes (or what is configured) if nobody has claimed it.',
      tag: TAG,
      secured: true,
      body: DRAFT,
      success: {
        status: 201,
        description: 'The ticket',
        schema: TICKET_ANSWER,
        example: { success: true, data: TICKET },
      },
      refusals: [
        NOT_LOGGED_IN_TO_CREATE,
        ...DRAFT.refusals,
        ...answersIn(CREATE_TICKET_ERRORS, { kind: 'field-missing', field: 'description' }),
      ],
      handle: signedIn(
        quintet,
        async (exchange, actor) => {
          const body = await DRAFT.read(exchange);
          if (body.isErr()) return body.error;
          const { description, location, contact } = body.value;
          return answerTo(
            exchange,
            await hackathon.createTicket(actor, { description, location, contact }),
            (ticket) => created(show.ticket(ticket)),
            CREATE_TICKET_ERRORS,
          );
        },
        NOT_LOGGED_IN_TO_CREATE,
      ),
    },
    {
      method: 'GET',
      path: '/mentorship/queue',
      operationId: 'listQueue',
      summary: 'Open tickets, the longest waiting first',
      description: 'Who is logged in sees which are their own.',
      tag: TAG,
      secured: false,
      success: {
        status: 200,
        description: 'The queue',
        schema: TICKETS_ANSWER,
        example: { success: true, data: [TICKET] },
      },
      refusals: [],
      handle: asReader(quintet, async (exchange, actor) =>
        answerTo(exchange, await hackathon.listQueue(actor), (tickets) => succeeded(show.tickets(tickets)), {}),
      ),
    },
    {
      method: 'GET',
      path: '/mentorship/user/queue',
      operationId: 'listOwnTickets',
      summary: 'Your own tickets, the latest first',
      tag: TAG,
      secured: true,
      success: {
        status: 200,
        description: 'The tickets by category; every category is there',
        schema: OWN_TICKETS_ANSWER,
        example: { success: true, data: { categories: CATEGORIES, tickets: { ...NONE, open: [TICKET] } } },
      },
      refusals: [NOT_LOGGED_IN],
      handle: signedIn(quintet, async (exchange, actor) =>
        answerTo(
          exchange,
          await hackathon.listOwnTickets(actor),
          (own) => {
            const tickets = Object.fromEntries(CATEGORIES.map((category) => [category, show.tickets(own[category])]));
            return succeeded({ categories: CATEGORIES, tickets });
          },
          {},
        ),
      ),
    },
    {
      method: 'GET',
      path: '/mentorship/user/claimed',
      operationId: 'listClaimedTickets',
      summary: 'Tickets that you have claimed and that are not closed',
      tag: TAG,
      secured: true,
      success: {
        status: 200,
        description: 'The tickets, the longest waiting first',
        schema: TICKETS_ANSWER,
        example: { success: true, data: [CLAIMED_TICKET] },
      },
      refusals: [NOT_LOGGED_IN],
      handle: signedIn(quintet, async (exchange, actor) =>
        answerTo(exchange, await hackathon.listClaimed(actor), (tickets) => succeeded(show.tickets(tickets)), {}),
      ),
    },
    {
      method: 'POST',
      path: '/mentorship/claim',
      operationId: 'claimTicket',
      summary: 'Claim a ticket',
      description: 'Of all who claim it at the same moment one gets it.',
      tag: TAG,
      secured: true,
      body: NAMED,
      success: {
        status: 200,
        description: 'It is yours',
        schema: TICKET_ANSWER,
        example: { success: true, data: CLAIMED_TICKET },
      },
      refusals: [NOT_LOGGED_IN, ...NAMED.refusals, ...answersIn(CLAIM_ERRORS, NOT_FOUND)],
      handle: signedIn(quintet, async (exchange, actor) => {
        const body = await NAMED.read(exchange);
        if (body.isErr()) return body.error;
        const claimed = await hackathon.claimTicket(actor, { id: body.value.id });
        return answerTo(exchange, claimed, (ticket) => succeeded(show.ticket(ticket)), CLAIM_ERRORS);
      }),
    },
    {
      method: 'POST',
      path: '/mentorship/reopen',
      operationId: 'reopenTicket',
      summary: 'Put a ticket back into the queue',
      description: 'At its place, for another 30 minutes. Who made it and who claimed it may do so.',
      tag: TAG,
      secured: true,
      body: NAMED,
      success: {
        status: 200,
        description: 'It is open again',
        schema: TICKET_ANSWER,
        example: { success: true, data: TICKET },
      },
      refusals: [NOT_LOGGED_IN, ...NAMED.refusals, ...answersIn(REOPEN_ERRORS, NOT_FOUND)],
      handle: signedIn(quintet, async (exchange, actor) => {
        const body = await NAMED.read(exchange);
        if (body.isErr()) return body.error;
        const reopened = await hackathon.reopenTicket(actor, { id: body.value.id });
        return answerTo(exchange, reopened, (ticket) => succeeded(show.ticket(ticket)), REOPEN_ERRORS);
      }),
    },
    {
      method: 'POST',
      path: '/mentorship/close',
      operationId: 'closeTicket',
      summary: 'Close a ticket',
      description: 'Who made it and who claimed it may do so.',
      tag: TAG,
      secured: true,
      body: NAMED,
      success: {
        status: 200,
        description: 'It is closed',
        schema: TICKET_ANSWER,
        example: { success: true, data: { ...CLAIMED_TICKET, time_complete: '2017-02-25T15:55:05.978298' } },
      },
      refusals: [NOT_LOGGED_IN, ...NAMED.refusals, ...answersIn(CLOSE_ERRORS, NOT_FOUND)],
      handle: signedIn(quintet, async (exchange, actor) => {
        const body = await NAMED.read(exchange);
        if (body.isErr()) return body.error;
        const closed = await hackathon.closeTicket(actor, { id: body.value.id });
        return answerTo(exchange, closed, (ticket) => succeeded(show.ticket(ticket)), CLOSE_ERRORS);
      }),
    },
  ];
}
