import type { ActorNotFound, ActorRepository, CastingActor, ContactTaken } from '@quintet/core';
import { err, errAsync, ok, type Result } from 'neverthrow';
import { isRowId } from '../bucketlist/search.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_ACTOR,
  CHANGE_ACTOR,
  FIND_ACTOR,
  LIST_ACTORS,
  REMOVE_ACTOR,
  type StoredActor,
} from './actor-statements.ts';
import { readPage, readStretch } from './lists.ts';

const NOT_FOUND: ActorNotFound = { kind: 'actor-not-found' };
const TAKEN: ContactTaken = { kind: 'contact-taken' };

/** Actors in the database. */
export function databaseActors(store: Store): ActorRepository {
  return {
    add: ({ name, age, gender, email, phone, photo, seekingMovie }, transaction) =>
      store.write(ADD_ACTOR, [name, age, gender, email, phone, photo, seekingMovie], transaction).andThen(([row]) =>
        row === undefined
          ? err(TAKEN)
          : ok({
              added: { id: row.id, name, age, gender, email, phone, photo, seekingMovie },
              total: row.total,
            }),
      ),

    find: (id) => (isRowId(id) ? store.read(FIND_ACTOR, [id]).andThen(found) : errAsync(NOT_FOUND)),

    page: (request) => readPage(store, LIST_ACTORS, request).map((rows) => rows.map(actorOf)),

    stretch: ({ after, ...request }) =>
      readStretch(store, LIST_ACTORS, {
        ...request,
        ...(after === undefined ? {} : { after: { text: after.name, id: after.id } }),
      }).map((rows) => rows.map(actorOf)),

    change: (id, { name, age, gender, email, phone, photo, seekingMovie }) => {
      if (!isRowId(id)) return errAsync(NOT_FOUND);
      const changes = [name, age, gender, email, phone, photo, seekingMovie].map((value) => value ?? null);
      return store
        .writeAlone(CHANGE_ACTOR, [id, ...changes])
        .mapErr((error) => (error.kind === 'constraint-violated' ? TAKEN : error))
        .andThen(found);
    },

    remove: (id, transaction) =>
      isRowId(id) ? store.write(REMOVE_ACTOR, [id], transaction).andThen(found) : errAsync(NOT_FOUND),
  };
}

function found([row]: readonly StoredActor[]): Result<CastingActor, ActorNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(actorOf(row));
}

function actorOf({ seeking_movie: seekingMovie, ...row }: StoredActor): CastingActor {
  const { id, name, age, gender, email, phone, photo } = row;
  return { id, name, age, gender, email, phone, photo, seekingMovie };
}
