import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import type { NewMessage } from '../../push/message.ts';
import { dueAt, parseAnnouncementChanges, parseAnnouncementDraft, type Announcement } from '../announcement.ts';
import type { FieldError, NothingToChange } from '../fields.ts';
import type { HackathonMessages } from '../messages.ts';
import type { AnnouncementNotFound } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { lookupId, permitOrganizer } from './organize.ts';

/** The timers that publish announcements. */
export const ANNOUNCEMENT_TIMER = 'hackathon/announcement-publication';

const THE_EPOCH = new Date(0);

/**
 * Lists announcements, the latest first: those after a moment (the epoch, if none is given), none of the future.
 *
 * @example
 * ```ts
 * await hackathon.listAnnouncements({ since: new Date('2017-02-22T21:44:09Z') });
 * ```
 */
export type ListAnnouncements = (wish?: {
  readonly since?: Date | undefined;
}) => ResultAsync<readonly Announcement[], Unavailable>;

/**
 * Lists all announcements, also those to come, the latest first. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.listAllAnnouncements(organizer);
 * ```
 */
export type ListAllAnnouncements = (
  actor: Actor,
) => ResultAsync<readonly Announcement[], PermissionLacking | Unavailable>;

/**
 * Makes an announcement, at once or at a time: a `Date`, or text in ISO 8601, in the hackathon's zone where it names
 * none, kept to the second. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.createAnnouncement(organizer, { message: 'Lunch is served', time: '2017-03-18T12:00:00' });
 * ```
 */
export type CreateAnnouncement = (
  actor: Actor,
  input: { readonly message: unknown; readonly time?: unknown },
) => ResultAsync<Announcement, PermissionLacking | FieldError | Unavailable>;

/**
 * Changes an announcement; what is absent stays. One that is put off is taken back until its time. Needs
 * `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.editAnnouncement(organizer, { id: announcement.id, changes: { message: 'Dinner is served' } });
 * ```
 */
export type EditAnnouncement = (
  actor: Actor,
  input: { readonly id: string; readonly changes: { readonly message?: unknown; readonly time?: unknown } },
) => ResultAsync<Announcement, PermissionLacking | AnnouncementNotFound | FieldError | NothingToChange | Unavailable>;

/**
 * Takes an announcement back. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.deleteAnnouncement(organizer, { id: announcement.id });
 * ```
 */
export type DeleteAnnouncement = (
  actor: Actor,
  input: { readonly id: string },
) => ResultAsync<void, PermissionLacking | AnnouncementNotFound | Unavailable>;

/**
 * Makes an announcement out of a text message. Whoever calls this has made sure that an organizer sent it.
 *
 * @example
 * ```ts
 * await hackathon.announceBySms({ message: 'Lunch is served' });
 * ```
 */
export type AnnounceBySms = (input: {
  readonly message: unknown;
}) => ResultAsync<Announcement, FieldError | Unavailable>;

export function listAnnouncements({ clock, announcements }: HackathonPorts): ListAnnouncements {
  return ({ since } = {}) => announcements.list({ after: since ?? THE_EPOCH, through: clock.now() });
}

export function listAllAnnouncements({ announcements }: HackathonPorts): ListAllAnnouncements {
  return (actor) => permitOrganizer(actor).asyncAndThen(() => announcements.list({}));
}

export function createAnnouncement(
  ports: HackathonPorts,
  settings: HackathonSettings,
  messages: HackathonMessages,
): CreateAnnouncement {
  const announce = announceBySms(ports, settings, messages);
  return (actor, input) => permitOrganizer(actor).asyncAndThen(() => announce(input));
}

export function announceBySms(
  ports: HackathonPorts,
  { timeZone }: HackathonSettings,
  messages: HackathonMessages,
): (input: { readonly message: unknown; readonly time?: unknown }) => ReturnType<AnnounceBySms> {
  return (input) =>
    parseAnnouncementDraft(input, timeZone, ports.clock.now()).asyncAndThen((draft) =>
      ports.unitOfWork.run((transaction) => storeAnnouncement(ports, messages, draft, transaction)),
    );
}

/** Stores a new announcement, and tells of it, now or at its time. */
export function storeAnnouncement(
  ports: HackathonPorts,
  messages: HackathonMessages,
  draft: Pick<Announcement, 'message' | 'time'>,
  transaction: Transaction,
): ResultAsync<Announcement, Unavailable> {
  const announcement = dueAt({ id: ports.objectIds.next(), ...draft }, ports.clock.now());
  return ports.announcements
    .add(announcement, transaction)
    .andThen(() => tell(ports, messages, undefined, announcement, transaction))
    .map(() => announcement);
}

export function editAnnouncement(
  ports: HackathonPorts,
  { timeZone }: HackathonSettings,
  messages: HackathonMessages,
): EditAnnouncement {
  const { clock, unitOfWork, announcements } = ports;
  return (actor, { id, changes }) =>
    permitOrganizer(actor)
      .asyncAndThen(() => announcements.find(lookupId(id)))
      .andThen(() => parseAnnouncementChanges(changes, timeZone))
      .andThen((changes) =>
        unitOfWork.run((transaction) =>
          announcements.find(lookupId(id), transaction).andThen((before) => {
            const changed = dueAt({ ...before, ...changes }, clock.now());
            return announcements
              .save(changed, transaction)
              .andThen(() => tell(ports, messages, before, changed, transaction))
              .map(() => changed);
          }),
        ),
      );
}

export function deleteAnnouncement(
  { unitOfWork, announcements, messageLog }: HackathonPorts,
  messages: HackathonMessages,
): DeleteAnnouncement {
  return (actor, { id }) =>
    permitOrganizer(actor).asyncAndThen(() =>
      unitOfWork.run((transaction) =>
        announcements
          .remove(lookupId(id), transaction)
          .andThen((removed) => messageLog.append(takenBack(messages, removed), transaction)),
      ),
    );
}

/** Publishes an announcement whose time has come; sets the timer anew for one whose time has not. */
export function publishAnnouncement(
  ports: HackathonPorts,
  messages: HackathonMessages,
  id: string,
): ResultAsync<void, Unavailable> {
  const { clock, unitOfWork, announcements } = ports;
  return unitOfWork
    .run((transaction) =>
      announcements.find(id, transaction).andThen((before) => {
        if (before.publishedAt !== undefined) return okAsync(undefined);
        const announcement = dueAt(before, clock.now());
        return announcements
          .save(announcement, transaction)
          .andThen(() => tell(ports, messages, before, announcement, transaction));
      }),
    )
    .orElse((error) => (error.kind === 'announcement-not-found' ? okAsync(undefined) : errAsync(error)));
}

/** Readers never learn of what is not published yet. */
function tell(
  { messageLog, timers }: HackathonPorts,
  messages: HackathonMessages,
  before: Announcement | undefined,
  announcement: Announcement,
  transaction: Transaction,
): ResultAsync<void, Unavailable> {
  if (announcement.publishedAt !== undefined) {
    return messageLog.append([messages.announcementSaved(announcement)], transaction);
  }
  const { id, time } = announcement;
  return messageLog
    .append(takenBack(messages, before), transaction)
    .andThen(() => timers.set({ kind: ANNOUNCEMENT_TIMER, key: id, at: time }, transaction));
}

function takenBack(messages: HackathonMessages, before: Announcement | undefined): readonly NewMessage[] {
  return before?.publishedAt === undefined ? [] : [messages.announcementDeleted(before.id)];
}
