import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/**
 * What the use cases of a hackathon need from outside.
 *
 * @example
 * ```ts
 * const { hackathon } = createQuintet(memoryAdapters());
 * ```
 */
export type HackathonPorts = Pick<
  Ports,
  | 'clock'
  | 'unitOfWork'
  | 'objectIds'
  | 'timers'
  | 'messageLog'
  | 'accounts'
  | 'tickets'
  | 'locations'
  | 'pictures'
  | 'schedule'
  | 'announcements'
  | 'times'
  | 'people'
> & { readonly identity: Identity };

/**
 * The channels that messages are told on.
 *
 * @example
 * ```ts
 * const laterYear: HackathonChannels = {
 *   mentor: 'com.viverev.mentor.update',
 *   announcement: 'com.viverev.announcement',
 *   event: 'com.viverev.event',
 * };
 * ```
 */
export interface HackathonChannels {
  readonly mentor: string;
  readonly announcement: string;
  readonly event: string;
}

/**
 * The names of what is told.
 *
 * @example
 * ```ts
 * const names: HackathonEventNames = { save: 'save', expire: 'expire', delete: 'delete' };
 * ```
 */
export interface HackathonEventNames {
  readonly save: string;
  readonly expire: string;
  readonly delete: string;
}

/**
 * What may be set about a hackathon.
 *
 * @example
 * ```ts
 * const quintet = createQuintet(resolve, { hackathon: { timeZone: 'America/Los_Angeles' } });
 * ```
 */
export interface HackathonSettings {
  /** Seconds from when a ticket was opened until it expires. */
  readonly ticketLifetime: number;
  /** The IANA name of the zone in which times are shown and typed. */
  readonly timeZone: string;
  readonly channels: HackathonChannels;
  readonly eventNames: HackathonEventNames;
  /** Where a location's picture is found, in messages: an absolute URL. */
  readonly pictureUrl: (locationId: string) => string;
  /** Entries of a page where the caller names no limit. */
  readonly pageSize: number;
}

/**
 * Half an hour for a ticket, UTC, the channels of the first iOS app, 50 entries a page.
 *
 * @example
 * ```ts
 * createHackathon(ports, { ...HACKATHON_DEFAULTS, ticketLifetime: 600 });
 * ```
 */
export const HACKATHON_DEFAULTS: HackathonSettings = {
  ticketLifetime: 1800,
  timeZone: 'UTC',
  channels: { mentor: 'com.vivere.mentor', announcement: 'com.vivere.announcement', event: 'com.vivere.event' },
  eventNames: { save: 'save', expire: 'expire', delete: 'delete' },
  pictureUrl: (locationId) => `http://127.0.0.1:3000/location/image/${locationId}`,
  pageSize: 50,
};
