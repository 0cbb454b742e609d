import {
  TICKET_STATES,
  type OrganizersTicket,
  type Quintet,
  type TicketStatistics,
  type WaitingTimes,
} from '@quintet/core';
import { okAsync } from 'neverthrow';
import { answerTo } from '../../../http/errors.ts';
import type { Route } from '../../../http/route.ts';
import { INVALID_STATE } from '../../answers.ts';
import { ORGANIZER_ERRORS } from '../../errors.ts';
import { pageWanted } from '../../paging.ts';
import { succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer } from '../../requests.ts';
import { ALL_TICKETS_ANSWER, STATE } from '../../schemas.ts';
import { CLAIMED_TICKET } from '../samples.ts';
import { ORGANIZERS, ORGANIZERS_ONLY, PAGE_PARAMETERS } from './common.ts';

const WAITED = {
  opened: 12,
  claimed: 10,
  closed: 9,
  median_to_claim: 184.5,
  p90_to_claim: 610.2,
  median_to_close: 1284.1,
  p90_to_close: 2260,
};
const SAMPLE = {
  tickets: [
    {
      ...CLAIMED_TICKET,
      state: 'in_progress',
      owner: 'Ann',
      mentor: 'Bob',
      time_opened: '2017-02-25T14:47:53.628000',
      time_claimed: '2017-02-25T14:50:01.120000',
    },
  ],
  total: 1,
  statistics: {
    open_now: 2,
    longest_waiting: 312.5,
    overall: WAITED,
    per_hour: [{ hour: '2017-02-25T14:00:00', ...WAITED }],
  },
};

/** All tickets, and how long people wait. */
export function ticketRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;

  const ticket = (ticket: OrganizersTicket): object => ({
    ...show.ticket(ticket),
    state: ticket.state,
    owner: ticket.ownerName,
    mentor: ticket.mentorName ?? null,
    time_opened: show.preciseTime(ticket.openedAt),
    time_claimed: show.preciseTime(ticket.claimedAt),
  });

  const statistics = ({ perHour, overall, openNow, longestWaiting }: TicketStatistics): object => ({
    open_now: openNow,
    longest_waiting: longestWaiting,
    overall: waitingTimes(overall),
    per_hour: perHour.map(({ hour, ...times }) => ({ hour: show.time(hour), ...waitingTimes(times) })),
  });

  return [
    {
      method: 'GET',
      path: '/admin/tickets',
      operationId: 'listTickets',
      summary: 'All tickets, the latest first, and how long people waited in the last week',
      tag: ORGANIZERS,
      secured: true,
      parameters: [
        { in: 'query', name: 'state', description: 'Only tickets in this state', schema: STATE },
        {
          in: 'query',
          name: 'search',
          description: 'Only tickets with this text in the description, the location or the contact',
          schema: { type: 'string' },
        },
        ...PAGE_PARAMETERS,
      ],
      success: {
        status: 200,
        description: 'The tickets and the statistics',
        schema: ALL_TICKETS_ANSWER,
        example: { success: true, data: SAMPLE },
      },
      refusals: [...ORGANIZERS_ONLY, INVALID_STATE],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const given = exchange.query('state');
        const state = TICKET_STATES.find((state) => state === given);
        if (given !== undefined && given !== '' && state === undefined) return INVALID_STATE;
        const listed = hackathon
          .listTickets(actor, { ...pageWanted(exchange), state })
          .andThen((page) => hackathon.ticketStatistics(actor).andThen((found) => okAsync({ ...page, found })));
        return answerTo(
          exchange,
          await listed,
          ({ entries, total, found }) =>
            succeeded({ tickets: entries.map(ticket), total, statistics: statistics(found) }),
          ORGANIZER_ERRORS,
        );
      }),
    },
  ];
}

function waitingTimes(times: WaitingTimes): object {
  return {
    opened: times.opened,
    claimed: times.claimed,
    closed: times.closed,
    median_to_claim: times.medianToClaim,
    p90_to_claim: times.p90ToClaim,
    median_to_close: times.medianToClose,
    p90_to_close: times.p90ToClose,
  };
}
