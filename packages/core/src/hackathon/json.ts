import type { Announcement } from './announcement.ts';
import type { ScheduledEvent } from './event.ts';
import type { Location } from './location.ts';
import { hasExpired, type Ticket } from './ticket.ts';
import type { Times } from './times.ts';
import { formatTime } from './zone.ts';

/**
 * A ticket as clients get it. What depends on who reads it (`is_mine`, `claimed_by_me`) is not part of it.
 *
 * @example
 * ```ts
 * const { time_created }: TicketJson = ticketJson(ticket, 'UTC', clock.now()); // '2017-02-25T15:55:05.978000'
 * ```
 */
export interface TicketJson {
  readonly id: string;
  readonly description: string;
  readonly location: string;
  readonly contact: string;
  readonly claimed: boolean;
  readonly expired: boolean;
  readonly time_created: string;
  /** `null` until it is closed. */
  readonly time_complete: string | null;
}

/**
 * A location as clients get it.
 *
 * @example
 * ```ts
 * const { map }: LocationJson = locationJson(location, (id) => `https://api.example.com/location/image/${id}`);
 * ```
 */
export interface LocationJson {
  readonly id: string;
  readonly map: string;
  readonly name: string;
  readonly rank?: number;
  readonly is_primary: boolean;
}

/**
 * Something on the schedule as clients get it.
 *
 * @example
 * ```ts
 * const { start_time }: EventJson = eventJson(event, 'UTC', pictureUrl); // '2017-02-16T16:14:00'
 * ```
 */
export interface EventJson {
  readonly id: string;
  readonly short_description: string;
  readonly long_description: string;
  readonly location: LocationJson;
  readonly start_time: string;
  readonly end_time: string;
}

/**
 * An announcement as clients get it.
 *
 * @example
 * ```ts
 * const { time }: AnnouncementJson = announcementJson(announcement, 'UTC'); // '2017-02-22T21:44:27'
 * ```
 */
export interface AnnouncementJson {
  readonly id: string;
  readonly message: string;
  readonly time: string;
}

/**
 * The four times as clients get them.
 *
 * @example
 * ```ts
 * const { event_start_time }: TimesJson = timesJson(times, 'UTC'); // '2017-03-18T00:15:00'
 * ```
 */
export interface TimesJson {
  readonly event_start_time: string;
  readonly event_end_time: string;
  readonly hacking_start_time: string;
  readonly hacking_end_time: string;
}

/**
 * Shows a ticket as it is at a moment, its times in a zone.
 *
 * @example
 * ```ts
 * ticketJson(ticket, 'UTC', clock.now()).expired; // false
 * ```
 */
export function ticketJson(ticket: Ticket, zone: string, now: Date): TicketJson {
  const { id, description, location, contact, claimedBy, createdAt, closedAt } = ticket;
  return {
    id,
    description,
    location,
    contact,
    claimed: claimedBy !== undefined,
    expired: hasExpired(ticket, now),
    time_created: formatTime(createdAt, zone, 'microseconds'),
    time_complete: closedAt === undefined ? null : formatTime(closedAt, zone, 'microseconds'),
  };
}

/**
 * Shows a location.
 *
 * @param pictureUrl - Makes the absolute URL of its picture.
 *
 * @example
 * ```ts
 * locationJson({ id, name: 'Storage' }, pictureUrl); // { id, map, name: 'Storage', is_primary: false }
 * ```
 */
export function locationJson({ id, name, rank }: Location, pictureUrl: (id: string) => string): LocationJson {
  return { id, map: pictureUrl(id), name, ...(rank === undefined ? {} : { rank }), is_primary: rank !== undefined };
}

/**
 * Shows something on the schedule, its times in a zone.
 *
 * @example
 * ```ts
 * eventJson(event, 'UTC', pictureUrl).location.name; // 'Main gym'
 * ```
 */
export function eventJson(event: ScheduledEvent, zone: string, pictureUrl: (id: string) => string): EventJson {
  return {
    id: event.id,
    short_description: event.shortDescription,
    long_description: event.longDescription,
    location: locationJson(event.location, pictureUrl),
    start_time: formatTime(event.startTime, zone, 'seconds'),
    end_time: formatTime(event.endTime, zone, 'seconds'),
  };
}

/**
 * Shows an announcement, its time in a zone.
 *
 * @example
 * ```ts
 * announcementJson(announcement, 'UTC'); // { id, message: 'Lunch is served', time: '2017-02-22T21:44:27' }
 * ```
 */
export function announcementJson({ id, message, time }: Announcement, zone: string): AnnouncementJson {
  return { id, message, time: formatTime(time, zone, 'seconds') };
}

/**
 * Shows the four times in a zone.
 *
 * @example
 * ```ts
 * timesJson(times, 'UTC').hacking_end_time; // '2017-03-19T00:00:00'
 * ```
 */
export function timesJson({ eventStart, eventEnd, hackingStart, hackingEnd }: Times, zone: string): TimesJson {
  return {
    event_start_time: formatTime(eventStart, zone, 'seconds'),
    event_end_time: formatTime(eventEnd, zone, 'seconds'),
    hacking_start_time: formatTime(hackingStart, zone, 'seconds'),
    hacking_end_time: formatTime(hackingEnd, zone, 'seconds'),
  };
}
