import type { ResultAsync } from 'neverthrow';
import type { PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import {
  inOrder,
  parseEventChanges,
  parseEventDraft,
  type KeptEvent,
  type ScheduledEvent,
  type TimesOutOfOrder,
} from '../event.ts';
import type { FieldError, NothingToChange } from '../fields.ts';
import type { HackathonMessages } from '../messages.ts';
import type { EventNotFound, LocationNotFound } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { lookupId, permitOrganizer } from './organize.ts';

/**
 * What is known of an event. `location` is the location's id; times are `Date`s, or text in ISO 8601, in the
 * hackathon's zone where it names none, and kept to the second.
 *
 * @example
 * ```ts
 * const input: EventInput = {
 *   shortDescription: 'Opening Ceremony',
 *   longDescription: 'Welcome to MenloHacks II',
 *   location: '58ad07c47a2f2e9dfdbac50b',
 *   startTime: '2017-02-16T16:14:00',
 *   endTime: '2017-02-16T17:00:00',
 * };
 * ```
 */
export interface EventInput {
  readonly shortDescription: unknown;
  readonly longDescription: unknown;
  readonly location: unknown;
  readonly startTime: unknown;
  readonly endTime: unknown;
}

/**
 * Lists the schedule by when events start.
 *
 * @example
 * ```ts
 * (await hackathon.listEvents()).map((events) => events.map(({ location }) => location.name));
 * ```
 */
export type ListEvents = () => ResultAsync<readonly ScheduledEvent[], Unavailable>;

/**
 * Puts an event on the schedule. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.createEvent(organizer, input);
 * ```
 */
export type CreateEvent = (
  actor: Actor,
  input: EventInput,
) => ResultAsync<ScheduledEvent, PermissionLacking | FieldError | TimesOutOfOrder | LocationNotFound | Unavailable>;

/**
 * Changes an event; what is absent stays. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.editEvent(organizer, { id: event.id, changes: { endTime: '2017-02-16T18:00:00' } });
 * ```
 */
export type EditEvent = (
  actor: Actor,
  input: { readonly id: string; readonly changes: Partial<EventInput> },
) => ResultAsync<
  ScheduledEvent,
  PermissionLacking | EventNotFound | FieldError | NothingToChange | TimesOutOfOrder | LocationNotFound | Unavailable
>;

/**
 * Takes an event off the schedule. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.deleteEvent(organizer, { id: event.id });
 * ```
 */
export type DeleteEvent = (
  actor: Actor,
  input: { readonly id: string },
) => ResultAsync<void, PermissionLacking | EventNotFound | Unavailable>;

export function listEvents({ schedule }: HackathonPorts): ListEvents {
  return () => schedule.list({});
}

export function createEvent(
  ports: HackathonPorts,
  { timeZone }: HackathonSettings,
  messages: HackathonMessages,
): CreateEvent {
  return (actor, input) =>
    permitOrganizer(actor)
      .andThen(() => parseEventDraft(input, timeZone))
      .asyncAndThen((draft) => ports.unitOfWork.run((transaction) => storeEvent(ports, messages, draft, transaction)));
}

/** Stores a new event, and tells of it. */
export function storeEvent(
  { objectIds, schedule, messageLog }: HackathonPorts,
  messages: HackathonMessages,
  draft: Omit<KeptEvent, 'id'>,
  transaction: Transaction,
): ResultAsync<ScheduledEvent, LocationNotFound | Unavailable> {
  return schedule
    .add({ id: objectIds.next(), ...draft }, transaction)
    .andThen((event) => messageLog.append([messages.eventSaved(event)], transaction).map(() => event));
}

export function editEvent(
  { unitOfWork, schedule, messageLog }: HackathonPorts,
  { timeZone }: HackathonSettings,
  messages: HackathonMessages,
): EditEvent {
  return (actor, { id, changes }) =>
    permitOrganizer(actor)
      .asyncAndThen(() => schedule.find(lookupId(id)))
      .andThen(() => parseEventChanges(changes, timeZone))
      .andThen((changes) =>
        unitOfWork.run((transaction) =>
          schedule
            .find(lookupId(id), transaction)
            .andThen(({ location, ...event }) => inOrder({ ...event, locationId: location.id, ...changes }))
            .andThen((changed) => schedule.save(changed, transaction))
            .andThen((event) => messageLog.append([messages.eventSaved(event)], transaction).map(() => event)),
        ),
      );
}

export function deleteEvent(
  { unitOfWork, schedule, messageLog }: HackathonPorts,
  messages: HackathonMessages,
): DeleteEvent {
  return (actor, { id }) =>
    permitOrganizer(actor).asyncAndThen(() =>
      unitOfWork.run((transaction) =>
        schedule
          .remove(lookupId(id), transaction)
          .andThen(() => messageLog.append([messages.eventDeleted(lookupId(id))], transaction)),
      ),
    );
}
