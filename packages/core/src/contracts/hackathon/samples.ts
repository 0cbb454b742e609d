import { randomBytes } from 'node:crypto';
import type { Announcement } from '../../hackathon/announcement.ts';
import type { KeptEvent } from '../../hackathon/event.ts';
import type { Location } from '../../hackathon/location.ts';
import { openTicket, type Ticket } from '../../hackathon/ticket.ts';
import type { AccountId } from '../../kernel/actor.ts';
import type { NewMessage } from '../../push/message.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { addAccount, MOMENT } from '../samples.ts';

/** An id in the form of BSON's ObjectId that nothing has. */
export function unusedId(): string {
  return randomBytes(12).toString('hex');
}

export function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

export function newTicket(owner: AccountId, changes: Partial<Ticket> = {}): Ticket {
  const draft = { description: 'CSS is not loading', location: 'Main gym', contact: '650 213 6962' };
  const { createdAt = MOMENT } = changes;
  return { ...openTicket(draft, { id: unusedId(), owner, now: createdAt, lifetime: 1800 }), ...changes };
}

/** A ticket of a new account. */
export async function addTicket(
  ports: Pick<Ports, 'accounts' | 'tickets'>,
  changes: Partial<Ticket> = {},
): Promise<Ticket> {
  const ticket = newTicket(changes.owner ?? (await addAccount(ports)).id, changes);
  await valueOf(ports.tickets.add(ticket, []));
  return ticket;
}

/** The ticket as a mentor has it who claimed it. */
export function claimedBy(ticket: Ticket, mentor: AccountId, claimedAt: Date = MOMENT): Ticket {
  return { ...ticket, claimedBy: mentor, claimedAt, version: ticket.version + 1 };
}

/** A message that tells of something, on a channel of its own. */
export function newMessage(channel = `contract-${unusedId()}`): NewMessage {
  return { id: unusedId(), channel, event: 'save', data: '{"text":"ü → \\"東京\\""}', createdAt: MOMENT };
}

/** The messages of a channel that are in the log, after all that wait have got there. */
export async function toldOn({ messageLog }: Pick<Ports, 'messageLog'>, channel: string): Promise<readonly string[]> {
  while ((await valueOf(messageLog.number({ limit: 500 }))).length > 0);
  const messages = await valueOf(messageLog.after(0, { limit: 500, channels: [channel] }));
  return messages.map(({ id }) => id);
}

export async function addLocation(
  { locations }: Pick<Ports, 'locations'>,
  changes: Partial<Location> = {},
): Promise<Location> {
  const location = { id: unusedId(), name: 'Main gym', ...changes };
  await valueOf(locations.add(location));
  return location;
}

export function newEvent(location: Location, changes: Partial<KeptEvent> = {}): KeptEvent {
  return {
    id: unusedId(),
    shortDescription: 'Opening Ceremony',
    longDescription: '',
    locationId: location.id,
    startTime: MOMENT,
    endTime: secondsAfter(MOMENT, 3600),
    ...changes,
  };
}

export function newAnnouncement(changes: Partial<Announcement> = {}): Announcement {
  return { id: unusedId(), message: 'Lunch is served', time: MOMENT, ...changes };
}
