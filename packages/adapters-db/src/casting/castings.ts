import type {
  AccountNotFound,
  AlreadyCast,
  CastActorUnknown,
  Casting,
  CastingNotFound,
  CastingRepository,
  CastingsOf,
  MovieNotFound,
} from '@quintet/core';
import { err, errAsync, ok, okAsync, type Result } from 'neverthrow';
import { offsetOf } from '../bucketlist/buckets.ts';
import { isRowId } from '../bucketlist/search.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_CASTING,
  CHANGE_CASTING,
  FIND_CASTING,
  PAGE_OF_CASTINGS,
  REMOVE_CASTING,
  STRETCH_OF_CASTINGS,
  type StoredCasting,
} from './casting-statements.ts';

const NOT_FOUND: CastingNotFound = { kind: 'casting-not-found' };
const ACCOUNT_NOT_FOUND: AccountNotFound = { kind: 'account-not-found' };
const MOVIE_NOT_FOUND: MovieNotFound = { kind: 'movie-not-found' };
const ACTOR_UNKNOWN: CastActorUnknown = { kind: 'cast-actor-unknown' };
const ALREADY_CAST: AlreadyCast = { kind: 'already-cast' };

/** The number of no row. */
const NO_ROW = 0;

/** Castings in the database. */
export function databaseCastings(store: Store): CastingRepository {
  return {
    add: (casting, transaction) => {
      const { movieId, actorId, role, status, proposedBy } = casting;
      return store
        .write(ADD_CASTING, [rowId(movieId), rowId(actorId), role, status, rowId(proposedBy)], transaction)
        .andThen(([row]): Result<Casting, MovieNotFound | CastActorUnknown | AccountNotFound | AlreadyCast> => {
          if (row?.has_movie !== true) return err(MOVIE_NOT_FOUND);
          if (!row.has_actor) return err(ACTOR_UNKNOWN);
          if (!row.has_account) return err(ACCOUNT_NOT_FOUND);
          if (row.id === null) return err(ALREADY_CAST);
          return ok({ id: row.id, movieId, actorId, role, status, proposedBy });
        });
    },

    find: (id) => (isRowId(id) ? store.read(FIND_CASTING, [id]).andThen(found) : errAsync(NOT_FOUND)),

    page: (of, request) => {
      const [column, id] = whose(of);
      if (!isRowId(id)) return okAsync([]);
      return store
        .read(PAGE_OF_CASTINGS[column], [id, request.limit, offsetOf(request)])
        .map((rows) => rows.map(castingOf));
    },

    stretch: (of, { after, limit }) => {
      const [column, id] = whose(of);
      if (!isRowId(id)) return okAsync([]);
      return store
        .search(STRETCH_OF_CASTINGS[column], [id, limit, after?.id ?? NO_ROW])
        .map((rows) => rows.map(castingOf));
    },

    change: (id, { actorId, role, status }) => {
      if (!isRowId(id)) return errAsync(NOT_FOUND);
      const actor = actorId === undefined ? null : rowId(actorId);
      return store
        .writeAlone(CHANGE_CASTING, [id, actor, role ?? null, status ?? null])
        .mapErr((error) => {
          if (error.kind === 'unavailable') return error;
          return error.violation === 'foreign-key' ? ACTOR_UNKNOWN : ALREADY_CAST;
        })
        .andThen(found);
    },

    remove: (id, transaction) =>
      isRowId(id) ? store.write(REMOVE_CASTING, [id], transaction).andThen(found) : errAsync(NOT_FOUND),
  };
}

function rowId(id: number): number {
  return isRowId(id) ? id : NO_ROW;
}

function whose(of: CastingsOf): readonly ['movie_id' | 'actor_id', number] {
  return 'movieId' in of ? ['movie_id', of.movieId] : ['actor_id', of.actorId];
}

function found([row]: readonly StoredCasting[]): Result<Casting, CastingNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(castingOf(row));
}

function castingOf({ id, role, status, ...row }: StoredCasting): Casting {
  return { id, movieId: row.movie_id, actorId: row.actor_id, role, status, proposedBy: row.proposed_by };
}
