import type { AccountId } from '../kernel/actor.ts';
import type { NewMessage } from '../push/message.ts';
import type { Announcement } from './announcement.ts';
import { mentorChannel } from './channels.ts';
import type { ScheduledEvent } from './event.ts';
import { announcementJson, eventJson, ticketJson, type TicketJson } from './json.ts';
import type { HackathonPorts, HackathonSettings } from './settings.ts';
import type { Ticket } from './ticket.ts';

/** So many bytes of JSON fit in one message, with all that surrounds it: push services take 10 kB. */
const LARGEST_LIST = 8000;

/** What readers are told of changes. */
export interface HackathonMessages {
  /** @param mentor - Who is told besides, because somebody else changed the ticket that they had claimed. */
  ticketSaved(ticket: Ticket, mentor?: AccountId): readonly NewMessage[];
  ticketsExpired(tickets: readonly Ticket[]): readonly NewMessage[];
  announcementSaved(announcement: Announcement): NewMessage;
  announcementDeleted(id: string): NewMessage;
  eventSaved(event: ScheduledEvent): NewMessage;
  eventDeleted(id: string): NewMessage;
}

/** Makes the messages, on the channels and under the names that are set. */
export function hackathonMessages(
  { clock, objectIds }: Pick<HackathonPorts, 'clock' | 'objectIds'>,
  { channels, eventNames, timeZone, pictureUrl }: HackathonSettings,
): HackathonMessages {
  const message = (channel: string, event: string, data: unknown): NewMessage => ({
    id: objectIds.next(),
    channel,
    event,
    data: typeof data === 'string' ? data : JSON.stringify(data),
    createdAt: clock.now(),
  });
  return {
    ticketSaved(ticket, mentor) {
      const data = JSON.stringify(ticketJson(ticket, timeZone, clock.now()));
      const readers = mentor === undefined ? [channels.mentor] : [channels.mentor, mentorChannel(mentor)];
      return readers.map((channel) => message(channel, eventNames.save, data));
    },
    ticketsExpired: (tickets) =>
      inPieces(tickets.map((ticket) => ticketJson(ticket, timeZone, clock.now()))).map((piece) =>
        message(channels.mentor, eventNames.expire, piece),
      ),
    announcementSaved: (announcement) =>
      message(channels.announcement, eventNames.save, announcementJson(announcement, timeZone)),
    announcementDeleted: (id) => message(channels.announcement, eventNames.delete, { id }),
    eventSaved: (event) => message(channels.event, eventNames.save, eventJson(event, timeZone, pictureUrl)),
    eventDeleted: (id) => message(channels.event, eventNames.delete, { id }),
  };
}

/** Lists that are each small enough for a message. */
function inPieces(tickets: readonly TicketJson[]): readonly (readonly TicketJson[])[] {
  const encoder = new TextEncoder();
  const pieces: TicketJson[][] = [];
  let room = 0;
  for (const ticket of tickets) {
    const size = encoder.encode(JSON.stringify(ticket)).length + 1;
    if (size > room) {
      pieces.push([]);
      room = LARGEST_LIST;
    }
    pieces.at(-1)?.push(ticket);
    room -= size;
  }
  return pieces;
}
