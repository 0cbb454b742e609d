import type { TicketRound, TicketStatistics, WaitingTimes } from '../../hackathon/ports.ts';
import { ticketState } from '../../hackathon/ticket.ts';
import type { StoredTicket } from './tables.ts';

const HOUR = 3_600_000;
const SECOND = 1000;

/** What happened within an hour: how long each claim and each closing took, in seconds. */
interface Tally {
  opened: number;
  readonly claims: number[];
  readonly closings: number[];
}

/** What organizers want to know of tickets. */
export function statisticsOf(stored: readonly StoredTicket[], since: Date, now: Date): TicketStatistics {
  const hours = new Map<number, Tally>();
  const tallyOf = (moment: Date): Tally => {
    const hour = Math.floor(moment.getTime() / HOUR) * HOUR;
    const tally = hours.get(hour) ?? { opened: 0, claims: [], closings: [] };
    hours.set(hour, tally);
    return tally;
  };
  for (const { openedAt, claimedAt, closedAt } of stored.flatMap<TicketRound>(({ ticket, rounds }) => [
    ...rounds,
    ticket,
  ])) {
    if (openedAt >= since) tallyOf(openedAt).opened += 1;
    if (claimedAt !== undefined && claimedAt >= since) tallyOf(claimedAt).claims.push(seconds(openedAt, claimedAt));
    if (closedAt !== undefined && closedAt >= since) tallyOf(closedAt).closings.push(seconds(openedAt, closedAt));
  }
  const tallies = [...hours.entries()].toSorted(([one], [other]) => one - other);
  const open = stored.filter(({ ticket }) => ticketState(ticket, now) === 'open');
  return {
    perHour: tallies.map(([hour, tally]) => ({ hour: new Date(hour), ...waitingTimes(tally) })),
    overall: waitingTimes({
      opened: tallies.reduce((sum, [, { opened }]) => sum + opened, 0),
      claims: tallies.flatMap(([, { claims }]) => claims),
      closings: tallies.flatMap(([, { closings }]) => closings),
    }),
    openNow: open.length,
    longestWaiting:
      open.length === 0 ? null : Math.max(...open.map(({ ticket: { openedAt } }) => seconds(openedAt, now))),
  };
}

function waitingTimes({ opened, claims, closings }: Tally): WaitingTimes {
  return {
    opened,
    claimed: claims.length,
    closed: closings.length,
    medianToClaim: percentile(claims, 0.5),
    p90ToClaim: percentile(claims, 0.9),
    medianToClose: percentile(closings, 0.5),
    p90ToClose: percentile(closings, 0.9),
  };
}

/** As PostgreSQL's `percentile_cont` has it. */
function percentile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return Math.round((below + (above - below) * (place - Math.floor(place))) * SECOND) / SECOND;
}

function seconds(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / SECOND;
}
