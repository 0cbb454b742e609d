import type { Movie, MovieNotFound, MovieRepository } from '@quintet/core';
import { err, errAsync, ok, type Result } from 'neverthrow';
import { isRowId } from '../bucketlist/search.ts';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { readPage, readStretch } from './lists.ts';
import {
  ADD_MOVIE,
  CHANGE_MOVIE,
  FIND_MOVIE,
  LIST_MOVIES,
  REMOVE_MOVIE,
  type StoredMovie,
} from './movie-statements.ts';

const NOT_FOUND: MovieNotFound = { kind: 'movie-not-found' };

/** Movies in the database. */
export function databaseMovies(store: Store): MovieRepository {
  return {
    add: ({ title, genres, releaseDate, seekingActor }, transaction) =>
      store.write(ADD_MOVIE, [title, genres, moment(releaseDate), seekingActor], transaction).map(([row]) => {
        if (row === undefined) throw new Error('No number was given to the movie.');
        return { added: { id: row.id, title, genres, releaseDate, seekingActor }, total: row.total };
      }),

    find: (id) => (isRowId(id) ? store.read(FIND_MOVIE, [id]).andThen(found) : errAsync(NOT_FOUND)),

    page: (request) => readPage(store, LIST_MOVIES, request).map((rows) => rows.map(movieOf)),

    stretch: ({ after, ...request }) =>
      readStretch(store, LIST_MOVIES, {
        ...request,
        ...(after === undefined ? {} : { after: { text: after.title, id: after.id } }),
      }).map((rows) => rows.map(movieOf)),

    change: (id, { title, genres, releaseDate, seekingActor }) => {
      if (!isRowId(id)) return errAsync(NOT_FOUND);
      const date = releaseDate === undefined ? null : moment(releaseDate);
      return store
        .write(CHANGE_MOVIE, [id, title ?? null, genres ?? null, date, seekingActor ?? null], undefined)
        .andThen(found);
    },

    remove: (id, transaction) =>
      isRowId(id) ? store.write(REMOVE_MOVIE, [id], transaction).andThen(found) : errAsync(NOT_FOUND),
  };
}

function found([row]: readonly StoredMovie[]): Result<Movie, MovieNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(movieOf(row));
}

function movieOf({ id, title, genres, release_date: releaseDate, seeking_actor: seekingActor }: StoredMovie): Movie {
  return { id, title, genres, releaseDate, seekingActor };
}
