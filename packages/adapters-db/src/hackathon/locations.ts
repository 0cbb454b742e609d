import { createHash } from 'node:crypto';
import type {
  Location,
  LocationInUse,
  LocationNotFound,
  LocationRepository,
  Picture,
  PictureNotFound,
  PictureStore,
  PictureType,
  Unavailable,
} from '@quintet/core';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Store } from '../database/store.ts';
import {
  ADD_LOCATION,
  FIND_LOCATION,
  FIND_PICTURE,
  HOLD_LOCATION,
  LIST_LOCATIONS,
  PUT_PICTURE,
  REMOVE_LOCATION,
  SAVE_LOCATION,
  type StoredLocation,
  type StoredPicture,
} from './place-statements.ts';

const NOT_FOUND: LocationNotFound = { kind: 'location-not-found' };
const NO_PICTURE: PictureNotFound = { kind: 'picture-not-found' };
const IN_USE: LocationInUse = { kind: 'location-in-use' };

/** Locations in the database. */
export function databaseLocations(store: Store): LocationRepository {
  return {
    add: ({ id, name, rank }, transaction) =>
      store.write(ADD_LOCATION, [id, name, rank ?? null], transaction).map(() => undefined),

    find: (id, transaction) =>
      transaction === undefined
        ? store.read(FIND_LOCATION, [id]).andThen(found)
        : store.write(HOLD_LOCATION, [id], transaction).andThen(found),

    list: () => store.read(LIST_LOCATIONS, []).map((rows) => rows.map(locationOf)),

    save: ({ id, name, rank }, transaction) =>
      store
        .write(SAVE_LOCATION, [id, name, rank ?? null], transaction)
        .andThen(({ length }) => (length === 0 ? err(NOT_FOUND) : ok(undefined))),

    remove: (id) =>
      store
        .writeAlone(REMOVE_LOCATION, [id])
        .orElse((error) => errAsync(error.kind === 'constraint-violated' ? IN_USE : error))
        .andThen(([row]): ResultAsync<void, LocationNotFound | LocationInUse | Unavailable> => {
          if (row !== undefined) return okAsync(undefined);
          return store.read(FIND_LOCATION, [id]).andThen((rows) => found(rows).andThen(() => err(IN_USE)));
        }),
  };
}

/** Pictures of locations in the database. */
export function databasePictures(store: Store): PictureStore {
  return {
    put: (id, { contentType, bytes }, transaction) => {
      const digest = createHash('sha256').update(`${contentType}\n`).update(bytes).digest('base64url');
      return store
        .write(PUT_PICTURE, [id, contentType, Buffer.from(bytes).toString('base64'), digest], transaction)
        .andThen(({ length }) => (length === 0 ? err(NOT_FOUND) : ok(undefined)));
    },

    // A picture of megabytes would hold up all that is read after it.
    find: (id) => store.search(FIND_PICTURE, [id]).andThen(pictureOf),
  };
}

function found([row]: readonly StoredLocation[]): Result<Location, LocationNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(locationOf(row));
}

/** A location as the core knows it. */
export function locationOf({ id, name, rank }: StoredLocation): Location {
  return { id, name, ...(rank === null ? {} : { rank }) };
}

function pictureOf([row]: readonly StoredPicture[]): Result<Picture, LocationNotFound | PictureNotFound> {
  if (row === undefined) return err(NOT_FOUND);
  const { id, content_type: contentType, bytes, digest } = row;
  if (contentType === null || bytes === null || digest === null) return err(NO_PICTURE);
  return ok({
    id,
    contentType: contentType as PictureType,
    bytes: new Uint8Array(Buffer.from(bytes, 'base64')),
    digest,
  });
}
