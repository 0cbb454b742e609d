import type { EventNotFound, EventRepository, KeptEvent, LocationNotFound, ScheduledEvent } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import { moment, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { locationOf } from './locations.ts';
import {
  ADD_EVENT,
  EVENTS_OF_LOCATION,
  FIND_EVENT,
  HOLD_EVENT,
  LIST_EVENTS,
  REMOVE_EVENT,
  SAVE_EVENT,
  type StoredEvent,
} from './place-statements.ts';

const NOT_FOUND: EventNotFound = { kind: 'event-not-found' };
const NO_LOCATION: LocationNotFound = { kind: 'location-not-found' };

/** The schedule in the database. */
export function databaseSchedule(store: Store): EventRepository {
  return {
    add: (event, transaction) =>
      store
        .write(ADD_EVENT, valuesOf(event), transaction)
        .andThen(([row]) => (row === undefined ? err(NO_LOCATION) : ok(eventOf(row)))),

    find: (id, transaction) =>
      transaction === undefined
        ? store.read(FIND_EVENT, [id]).andThen(found)
        : store.write(HOLD_EVENT, [id], transaction).andThen(found),

    list: ({ locationId }, transaction) => {
      const [statement, values] =
        locationId === undefined ? [LIST_EVENTS, []] : ([EVENTS_OF_LOCATION, [locationId]] as const);
      const rows =
        transaction === undefined ? store.read(statement, values) : store.write(statement, values, transaction);
      return rows.map((rows) => rows.map(eventOf));
    },

    save: (event, transaction) =>
      store
        .write(SAVE_EVENT, valuesOf(event), transaction)
        .andThen(([row]): Result<ScheduledEvent, EventNotFound | LocationNotFound> => {
          if (row === undefined) return err(NOT_FOUND);
          return row.id === null ? err(NO_LOCATION) : ok(eventOf(row));
        }),

    remove: (id, transaction) =>
      store
        .write(REMOVE_EVENT, [id], transaction)
        .andThen(({ length }) => (length === 0 ? err(NOT_FOUND) : ok(undefined))),
  };
}

function valuesOf({
  id,
  shortDescription,
  longDescription,
  locationId,
  startTime,
  endTime,
}: KeptEvent): readonly Value[] {
  return [id, shortDescription, longDescription, locationId, moment(startTime), moment(endTime)];
}

function found([row]: readonly StoredEvent[]): Result<ScheduledEvent, EventNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(eventOf(row));
}

function eventOf(row: StoredEvent): ScheduledEvent {
  return {
    id: row.id,
    shortDescription: row.short_description,
    longDescription: row.long_description,
    location: locationOf({ id: row.location_id, name: row.location_name, rank: row.location_rank }),
    startTime: row.start_time,
    endTime: row.end_time,
  };
}
