import { okAsync, type ResultAsync } from 'neverthrow';
import type { PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import type { NothingToChange } from '../fields.ts';
import {
  changeLocation,
  parseLocationChanges,
  parseLocationDraft,
  type Location,
  type LocationChanges,
  type LocationMalformed,
  type NewPicture,
  type Picture,
} from '../location.ts';
import type { HackathonMessages } from '../messages.ts';
import type { LocationInUse, LocationNotFound, PictureNotFound } from '../ports.ts';
import type { HackathonPorts } from '../settings.ts';
import { lookupId, permitOrganizer } from './organize.ts';

/**
 * Lists the maps: locations with a rank, by it.
 *
 * @example
 * ```ts
 * (await hackathon.listMaps()).map((maps) => maps.map(({ name }) => name));
 * ```
 */
export type ListMaps = () => ResultAsync<readonly Location[], Unavailable>;

/**
 * Lists all locations: the maps, then the others by name. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.listLocations(organizer);
 * ```
 */
export type ListLocations = (actor: Actor) => ResultAsync<readonly Location[], PermissionLacking | Unavailable>;

/**
 * The picture of a location.
 *
 * @example
 * ```ts
 * const { contentType, bytes, digest } = (await hackathon.getPicture(location.id))._unsafeUnwrap();
 * ```
 */
export type GetPicture = (id: string) => ResultAsync<Picture, LocationNotFound | PictureNotFound | Unavailable>;

/**
 * Makes a location; with a rank from 0 on it is one of the maps. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.createLocation(organizer, { name: 'Basement', rank: 1, picture: { contentType: 'image/png', bytes } });
 * ```
 */
export type CreateLocation = (
  actor: Actor,
  input: { readonly name: unknown; readonly rank?: unknown; readonly picture?: NewPicture },
) => ResultAsync<Location, PermissionLacking | LocationMalformed | Unavailable>;

/**
 * Changes a location, or gives it another picture; with `rank: -1` it is none of the maps any more. Readers are told of
 * the events that take place there. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.editLocation(organizer, { id: location.id, changes: { name: 'Main gym' } });
 * ```
 */
export type EditLocation = (
  actor: Actor,
  input: {
    readonly id: string;
    readonly changes: { readonly name?: unknown; readonly rank?: unknown; readonly picture?: NewPicture };
  },
) => ResultAsync<Location, PermissionLacking | LocationNotFound | LocationMalformed | NothingToChange | Unavailable>;

/**
 * Removes a location with its picture, unless events take place there. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.deleteLocation(organizer, { id: location.id });
 * ```
 */
export type DeleteLocation = (
  actor: Actor,
  input: { readonly id: string },
) => ResultAsync<void, PermissionLacking | LocationNotFound | LocationInUse | Unavailable>;

export function listMaps({ locations }: HackathonPorts): ListMaps {
  return () => locations.list().map((all) => all.filter(({ rank }) => rank !== undefined));
}

export function listLocations({ locations }: HackathonPorts): ListLocations {
  return (actor) => permitOrganizer(actor).asyncAndThen(() => locations.list());
}

export function getPicture({ pictures }: HackathonPorts): GetPicture {
  return (id) => pictures.find(lookupId(id));
}

export function createLocation(ports: HackathonPorts): CreateLocation {
  return (actor, input) =>
    permitOrganizer(actor)
      .andThen(() => parseLocationDraft(input))
      .asyncAndThen((draft) => ports.unitOfWork.run((transaction) => storeLocation(ports, draft, transaction)));
}

/** Stores a new location with its picture. */
export function storeLocation(
  { objectIds, locations, pictures }: HackathonPorts,
  { picture, ...draft }: LocationChanges & { readonly name: string },
  transaction: Transaction,
): ResultAsync<Location, Unavailable> {
  const location = changeLocation({ id: objectIds.next(), name: draft.name }, draft);
  const added = locations.add(location, transaction);
  if (picture === undefined) return added.map(() => location);
  return added
    .andThen(() => pictures.put(location.id, picture, transaction))
    .map(() => location)
    .mapErr((error) => {
      if (error.kind === 'location-not-found') throw new Error('A location that was added is not there.');
      return error;
    });
}

export function editLocation(ports: HackathonPorts, messages: HackathonMessages): EditLocation {
  const { unitOfWork, locations } = ports;
  return (actor, { id, changes }) =>
    permitOrganizer(actor)
      .asyncAndThen(() => locations.find(lookupId(id)))
      .andThen(() => parseLocationChanges(changes))
      .andThen((changes) =>
        unitOfWork.run((transaction) =>
          locations.find(lookupId(id), transaction).andThen((location) => {
            const changed = changeLocation(location, changes);
            return locations
              .save(changed, transaction)
              .andThen(() => putPicture(ports, id, changes.picture, transaction))
              .andThen(() => tellEvents(ports, messages, changed, transaction))
              .map(() => changed);
          }),
        ),
      );
}

export function deleteLocation({ locations }: HackathonPorts): DeleteLocation {
  return (actor, { id }) => permitOrganizer(actor).asyncAndThen(() => locations.remove(lookupId(id)));
}

function putPicture(
  { pictures }: HackathonPorts,
  id: string,
  picture: NewPicture | undefined,
  transaction: Transaction,
): ResultAsync<void, LocationNotFound | Unavailable> {
  return picture === undefined ? okAsync(undefined) : pictures.put(lookupId(id), picture, transaction);
}

/** Readers have the location as a part of its events. */
function tellEvents(
  { schedule, messageLog }: HackathonPorts,
  messages: HackathonMessages,
  { id }: Location,
  transaction: Transaction,
): ResultAsync<void, Unavailable> {
  return schedule.list({ locationId: id }, transaction).andThen((events) =>
    messageLog.append(
      events.map((event) => messages.eventSaved(event)),
      transaction,
    ),
  );
}
