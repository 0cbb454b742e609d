import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { AccountNotFound, UsernameTaken } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { parseAnnouncementDraft } from '../announcement.ts';
import { parseEventDraft, type TimesOutOfOrder } from '../event.ts';
import { valueOf, type FieldError } from '../fields.ts';
import { parseLocationDraft, type Location, type LocationMalformed } from '../location.ts';
import type { HackathonMessages } from '../messages.ts';
import type { LocationNotFound } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { parseTicketDraft, type TicketDraft } from '../ticket.ts';
import { withoutForm } from './accounts.ts';
import { storeAnnouncement } from './announcements.ts';
import { storeEvent, type EventInput } from './events.ts';
import { storeLocation } from './locations.ts';
import { storeTicket } from './tickets.ts';

/**
 * What a hackathon begins with. An event's `location` is the name of one of the locations.
 *
 * @example
 * ```ts
 * const draft: HackathonDraft = {
 *   attendee: { username: 'ann@example.com', password: '123456', name: 'Ann' },
 *   locations: [{ name: 'Main gym', rank: 0 }],
 *   events: [{ shortDescription: 'Opening', longDescription: '', location: 'Main gym', startTime, endTime }],
 *   announcements: [{ message: 'Welcome' }],
 *   tickets: [{ description: 'CSS is not loading', location: 'Main gym', contact: '' }],
 * };
 * ```
 */
export interface HackathonDraft {
  /** Whose tickets they are: a new account. */
  readonly attendee: { readonly username: string; readonly password: string; readonly name: string };
  readonly locations: readonly { readonly name: string; readonly rank?: number }[];
  readonly events: readonly EventInput[];
  readonly announcements: readonly { readonly message: string; readonly time?: Date | string }[];
  readonly tickets: readonly TicketDraft[];
}

/**
 * Why nothing was filled in.
 *
 * @example
 * ```ts
 * const isThereAlready = ({ kind }: FillHackathonError) => kind === 'username-taken';
 * ```
 */
export type FillHackathonError =
  | UsernameTaken
  | LocationMalformed
  | FieldError
  | TimesOutOfOrder
  | LocationNotFound
  | AccountNotFound
  | Unavailable;

/**
 * For whoever runs the system: takes in what a hackathon begins with, all or nothing.
 *
 * @example
 * ```ts
 * await hackathon.fillHackathon(draft);
 * ```
 */
export type FillHackathon = (draft: HackathonDraft) => ResultAsync<void, FillHackathonError>;

export function fillHackathon(
  ports: HackathonPorts,
  settings: HackathonSettings,
  messages: HackathonMessages,
): FillHackathon {
  const { clock, unitOfWork, identity } = ports;
  const { timeZone } = settings;
  return ({ attendee: { name, ...credentials }, locations, events, announcements, tickets }) =>
    unitOfWork.run((transaction) =>
      safeTry<void, FillHackathonError>(async function* () {
        const { id: owner } = yield* identity
          .createAccount({ ...credentials, displayName: name }, transaction)
          .mapErr(withoutForm);
        const places = new Map<unknown, Location>();
        for (const draft of locations) {
          const location = yield* storeLocation(ports, yield* parseLocationDraft(draft), transaction);
          places.set(location.name, location);
        }
        for (const draft of events) {
          const location = places.get(valueOf(draft, 'location'))?.id ?? null;
          const event = yield* parseEventDraft({ ...draft, location }, timeZone);
          yield* storeEvent(ports, messages, event, transaction);
        }
        for (const draft of announcements) {
          const announcement = yield* parseAnnouncementDraft(draft, timeZone, clock.now());
          yield* storeAnnouncement(ports, messages, announcement, transaction);
        }
        for (const draft of tickets) {
          yield* storeTicket(ports, settings, messages, owner, yield* parseTicketDraft(draft), transaction);
        }
        return ok(undefined);
      }),
    );
}
