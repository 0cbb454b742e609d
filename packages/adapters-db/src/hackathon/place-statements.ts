import { statement, type Statement } from '../database/statement.ts';

/** A location as the statements give it. */
export interface StoredLocation {
  readonly id: string;
  readonly name: string;
  readonly rank: number | null;
}

/** Values: id, name, rank. */
export const ADD_LOCATION: Statement<object> = statement(
  'location_add',
  'INSERT INTO location (id, name, rank) VALUES ($1, $2, $3)',
);

/** Values: id. */
export const FIND_LOCATION: Statement<StoredLocation> = statement(
  'location_find',
  'SELECT id, name, rank FROM location WHERE id = $1',
);

/** Values: id. Nobody else changes it before the end of the transaction. */
export const HOLD_LOCATION: Statement<StoredLocation> = statement('location_hold', `${FIND_LOCATION.text} FOR UPDATE`);

export const LIST_LOCATIONS: Statement<StoredLocation> = statement(
  'location_list',
  'SELECT id, name, rank FROM location ORDER BY rank, name, id',
);

/** Values: id, name, rank. */
export const SAVE_LOCATION: Statement<object> = statement(
  'location_save',
  'UPDATE location SET name = $2, rank = $3 WHERE id = $1 RETURNING id',
);

/** Values: id. An event that comes in meanwhile violates its reference. */
export const REMOVE_LOCATION: Statement<{ readonly id: string }> = statement(
  'location_remove',
  `DELETE FROM location
   WHERE id = $1 AND NOT EXISTS (SELECT FROM scheduled_event WHERE location_id = $1)
   RETURNING id`,
);

// Bytes travel as base64: PGlite writes and reads those of a picture one by one, which takes seconds.

/** Values: location, type, bytes in base64, digest. No row: there is no such location. */
export const PUT_PICTURE: Statement<{ readonly location_id: string }> = statement(
  'location_picture_put',
  `INSERT INTO location_picture (location_id, content_type, bytes, digest)
   SELECT held.id, $2, decode($3::text, 'base64'), $4 FROM (SELECT id FROM location WHERE id = $1 FOR KEY SHARE) AS held
   ON CONFLICT (location_id) DO UPDATE
   SET content_type = excluded.content_type, bytes = excluded.bytes, digest = excluded.digest
   RETURNING location_id`,
);

/** A location without a picture has `null` for each part of it. */
export interface StoredPicture {
  readonly id: string;
  readonly content_type: string | null;
  /** In base64, with line breaks. */
  readonly bytes: string | null;
  readonly digest: string | null;
}

/** Values: location. */
export const FIND_PICTURE: Statement<StoredPicture> = statement(
  'location_picture_find',
  `SELECT l.id, p.content_type, encode(p.bytes, 'base64') AS bytes, p.digest
   FROM location AS l LEFT JOIN location_picture AS p ON p.location_id = l.id WHERE l.id = $1`,
);

/** An event with its place, as the statements give it. */
export interface StoredEvent {
  readonly id: string;
  readonly short_description: string;
  readonly long_description: string;
  readonly start_time: Date;
  readonly end_time: Date;
  readonly location_id: string;
  readonly location_name: string;
  readonly location_rank: number | null;
}

const EVENT = `e.id, e.short_description, e.long_description, e.start_time, e.end_time,
  l.id AS location_id, l.name AS location_name, l.rank AS location_rank`;

/** Values: id, short description, long description, location, start, end. No row: there is no such location. */
export const ADD_EVENT: Statement<StoredEvent> = statement(
  'scheduled_event_add',
  `WITH place AS (
     SELECT id, name, rank FROM location WHERE id = $4 FOR KEY SHARE
   ), e AS (
     INSERT INTO scheduled_event (id, short_description, long_description, location_id, start_time, end_time)
     SELECT $1, $2, $3, place.id, $5::timestamptz, $6::timestamptz FROM place
     RETURNING *
   )
   SELECT ${EVENT} FROM e JOIN place AS l ON true`,
);

/** Values: id. */
export const FIND_EVENT: Statement<StoredEvent> = statement(
  'scheduled_event_find',
  `SELECT ${EVENT} FROM scheduled_event AS e JOIN location AS l ON l.id = e.location_id WHERE e.id = $1`,
);

/** Values: id. Nobody else changes it before the end of the transaction. */
export const HOLD_EVENT: Statement<StoredEvent> = statement(
  'scheduled_event_hold',
  `${FIND_EVENT.text} FOR UPDATE OF e`,
);

export const LIST_EVENTS: Statement<StoredEvent> = statement(
  'scheduled_event_list',
  `SELECT ${EVENT} FROM scheduled_event AS e JOIN location AS l ON l.id = e.location_id ORDER BY e.start_time, e.id`,
);

/** Values: location. */
export const EVENTS_OF_LOCATION: Statement<StoredEvent> = statement(
  'scheduled_event_of_location',
  `SELECT ${EVENT} FROM scheduled_event AS e JOIN location AS l ON l.id = e.location_id
   WHERE e.location_id = $1 ORDER BY e.start_time, e.id`,
);

/**
 * Values: id, short description, long description, location, start, end. One row with `id: null`: there is no such
 * location; no row: no such event.
 */
export const SAVE_EVENT: Statement<StoredEvent | { readonly id: null }> = statement(
  'scheduled_event_save',
  `WITH place AS (
     SELECT id, name, rank FROM location WHERE id = $4 FOR KEY SHARE
   ), changed AS (
     UPDATE scheduled_event AS e
     SET short_description = $2, long_description = $3, location_id = place.id, start_time = $5::timestamptz,
       end_time = $6::timestamptz
     FROM place WHERE e.id = $1
     RETURNING e.*
   )
   SELECT ${EVENT}
   FROM (SELECT id FROM scheduled_event WHERE id = $1) AS there
   LEFT JOIN changed AS e ON e.id = there.id
   LEFT JOIN place AS l ON true`,
);

/** Values: id. */
export const REMOVE_EVENT: Statement<{ readonly id: string }> = statement(
  'scheduled_event_remove',
  'DELETE FROM scheduled_event WHERE id = $1 RETURNING id',
);
