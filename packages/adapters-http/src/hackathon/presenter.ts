import {
  announcementJson,
  eventJson,
  formatTime,
  locationJson,
  ticketJson,
  timesJson,
  type Announcement,
  type Clock,
  type Location,
  type ScheduledEvent,
  type TicketView,
  type Times,
} from '@quintet/core';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';

/** Where the API shows the picture of a location, under its base path. */
export const PICTURE_PATH = '/location/image/';

/** What makes a {@link Presenter}. */
export interface PresenterOptions {
  readonly clock: Clock;
  /** The venue's zone, by its name in the time zone database. */
  readonly timeZone: string;
}

/** Shows everything as clients know it, in the venue's time. */
export class Presenter {
  readonly #clock: Clock;
  readonly #zone: string;
  readonly #announcementTexts = new WeakMap<Announcement, string>();

  constructor({ clock, timeZone }: PresenterOptions) {
    this.#clock = clock;
    this.#zone = timeZone;
  }

  times(times: Times): object {
    return timesJson(times, this.#zone);
  }

  /** @param exchange - Pictures are shown where the request came in. */
  location(exchange: Exchange, location: Location): object {
    return locationJson(location, pictureUrl(exchange));
  }

  locations(exchange: Exchange, locations: readonly Location[]): readonly object[] {
    const url = pictureUrl(exchange);
    return locations.map((location) => locationJson(location, url));
  }

  event(exchange: Exchange, event: ScheduledEvent): object {
    return eventJson(event, this.#zone, pictureUrl(exchange));
  }

  events(exchange: Exchange, events: readonly ScheduledEvent[]): readonly object[] {
    const url = pictureUrl(exchange);
    return events.map((event) => eventJson(event, this.#zone, url));
  }

  announcement(announcement: Announcement): object {
    return announcementJson(announcement, this.#zone);
  }

  announcements(announcements: readonly Announcement[]): readonly object[] {
    return announcements.map((announcement) => announcementJson(announcement, this.#zone));
  }

  /** The answer with announcements that everybody reads: each is written as JSON once, for as long as it is the same. */
  announcementsAnswer(announcements: readonly Announcement[]): Answer {
    return succeededWith(`[${announcements.map((announcement) => this.#announcementText(announcement)).join(',')}]`);
  }

  /** A ticket, as who sees it does. */
  ticket(ticket: TicketView): object {
    const { claimed, expired, isMine, claimedByMe } = ticket;
    const common = ticketJson(ticket, this.#zone, this.#clock.now());
    return { ...common, claimed, expired, is_mine: isMine, claimed_by_me: claimedByMe };
  }

  tickets(tickets: readonly TicketView[]): readonly object[] {
    return tickets.map((ticket) => this.ticket(ticket));
  }

  /** A moment to the second. */
  time(moment: Date): string {
    return formatTime(moment, this.#zone, 'seconds');
  }

  /** A moment with its fraction; `null` where there is none. */
  preciseTime(moment: Date | undefined): string | null {
    return moment === undefined ? null : formatTime(moment, this.#zone, 'microseconds');
  }

  #announcementText(announcement: Announcement): string {
    let text = this.#announcementTexts.get(announcement);
    if (text === undefined) {
      text = JSON.stringify(announcementJson(announcement, this.#zone));
      this.#announcementTexts.set(announcement, text);
    }
    return text;
  }
}

/** The answer to a request that succeeded. */
export function succeeded(data: unknown, status = 200): Answer {
  return succeededWith(JSON.stringify(data), status);
}

/** Likewise, with data that is JSON already. */
function succeededWith(data: string, status = 200): Answer {
  return { status, contentType: 'application/json', body: `{"success":true,"data":${data}}` };
}

/** The answer to one that made something. */
export function created(data: unknown): Answer {
  return succeeded(data, 201);
}

function pictureUrl(exchange: Exchange): (id: string) => string {
  const base = exchange.baseUrl + PICTURE_PATH;
  return (id) => base + id;
}
