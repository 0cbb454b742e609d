import { createHash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { KeptEvent, ScheduledEvent } from '../../hackathon/event.ts';
import type { Location } from '../../hackathon/location.ts';
import type {
  EventNotFound,
  EventRepository,
  LocationNotFound,
  LocationRepository,
  PictureNotFound,
  PictureStore,
} from '../../hackathon/ports.ts';
import { compareTexts } from '../casting/rows.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import type { HackathonTables } from './tables.ts';

const NO_LOCATION: LocationNotFound = { kind: 'location-not-found' };
const NO_PICTURE: PictureNotFound = { kind: 'picture-not-found' };
const NO_EVENT: EventNotFound = { kind: 'event-not-found' };

/**
 * Locations in memory.
 *
 * @example
 * ```ts
 * const locations = memoryLocations(new MemoryDatabase());
 * ```
 */
export function memoryLocations(database: MemoryDatabase): LocationRepository {
  return {
    add: (location, transaction) =>
      database.write(transaction, ({ hackathon }) => {
        hackathon.locations.put(location);
        return ok(undefined);
      }),

    find: (id, transaction) => settled(locationOf(database.tables(transaction).hackathon, id)),

    list: () => settled(ok(database.committed.hackathon.locations.values().toSorted(inOrder))),

    save: (location, transaction) =>
      database.write(transaction, ({ hackathon }) =>
        locationOf(hackathon, location.id).map(() => hackathon.locations.put(location)),
      ),

    remove: (id) =>
      database.write(undefined, ({ hackathon }) =>
        locationOf(hackathon, id).andThen(() => {
          if (hackathon.events.values().some(({ locationId }) => locationId === id)) {
            return err({ kind: 'location-in-use' as const });
          }
          hackathon.pictures.delete(id);
          hackathon.locations.delete(id);
          return ok(undefined);
        }),
      ),
  };
}

/**
 * Pictures of locations in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const [locations, pictures] = [memoryLocations(database), memoryPictures(database)];
 * ```
 */
export function memoryPictures(database: MemoryDatabase): PictureStore {
  return {
    put: (id, { contentType, bytes }, transaction) =>
      database.write(transaction, ({ hackathon }) =>
        locationOf(hackathon, id).map(() => {
          const digest = createHash('sha256').update(`${contentType}\n`).update(bytes).digest('base64url');
          // Whoever handed the bytes over may go on to change them.
          hackathon.pictures.put({ id, contentType, bytes: Uint8Array.from(bytes), digest });
        }),
      ),

    find: (id) => {
      const { hackathon } = database.committed;
      return settled(locationOf(hackathon, id).andThen(() => found(hackathon.pictures.get(id), NO_PICTURE)));
    },
  };
}

/**
 * The schedule in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const [locations, schedule] = [memoryLocations(database), memorySchedule(database)];
 * ```
 */
export function memorySchedule(database: MemoryDatabase): EventRepository {
  return {
    add: (event, transaction) =>
      database.write(transaction, ({ hackathon }) =>
        withLocation(hackathon, event).map((scheduled) => {
          hackathon.events.put(event);
          return scheduled;
        }),
      ),

    find: (id, transaction) => {
      const { hackathon } = database.tables(transaction);
      return settled(found(hackathon.events.get(id), NO_EVENT).andThen((event) => scheduled(hackathon, event)));
    },

    list: ({ locationId }, transaction) => {
      const { hackathon } = database.tables(transaction);
      const events = hackathon.events
        .values()
        .filter((event) => locationId === undefined || event.locationId === locationId)
        .toSorted(
          (one, other) => one.startTime.getTime() - other.startTime.getTime() || compareTexts(one.id, other.id),
        );
      return settled(ok(events.flatMap((event) => withLocation(hackathon, event).unwrapOr(undefined) ?? [])));
    },

    save: (event, transaction) =>
      database.write(transaction, ({ hackathon }) =>
        found(hackathon.events.get(event.id), NO_EVENT)
          .andThen(() => withLocation(hackathon, event))
          .map((scheduled) => {
            hackathon.events.put(event);
            return scheduled;
          }),
      ),

    remove: (id, transaction) =>
      database.write(transaction, ({ hackathon }) =>
        found(hackathon.events.get(id), NO_EVENT).map(() => hackathon.events.delete(id)),
      ),
  };
}

function locationOf({ locations }: HackathonTables, id: string): Result<Location, LocationNotFound> {
  return found(locations.get(id), NO_LOCATION);
}

function withLocation(
  hackathon: HackathonTables,
  { locationId, ...event }: KeptEvent,
): Result<ScheduledEvent, LocationNotFound> {
  return locationOf(hackathon, locationId).map((location) => ({ ...event, location }));
}

/** No location is removed that an event names. */
function scheduled(hackathon: HackathonTables, event: KeptEvent): Result<ScheduledEvent, EventNotFound> {
  return withLocation(hackathon, event).mapErr(() => NO_EVENT);
}

function inOrder(one: Location, other: Location): number {
  const [rank, otherRank] = [one.rank ?? Infinity, other.rank ?? Infinity];
  if (rank !== otherRank) return rank - otherRank;
  return compareTexts(one.name, other.name) || compareTexts(one.id, other.id);
}
