import type { Bearer, MovieDraft, Quintet } from '@quintet/core';
import type { Route } from '../../http/route.ts';
import { CREATE_MOVIE_ERRORS, EDIT_MOVIE_ERRORS, MOVIE_ERRORS } from '../errors.ts';
import { createdMovieAnswer, deletedMovieAnswer, editedMovieAnswer, movieAnswer, movieJson } from '../presenter.ts';
import {
  CREATED_MOVIE_ANSWER,
  DELETED_MOVIE_ANSWER,
  EDITED_MOVIE_ANSWER,
  MOVIE_ANSWER,
  MOVIE_CHANGES,
  MOVIES_ANSWER,
  NEW_MOVIE,
} from '../schemas.ts';
import { routesOf } from './kind.ts';
import { MOVIE_ID, MOVIE_PATH } from './parameters.ts';
import { MOVIE } from './samples.ts';

/** Listing, showing, taking in, changing and removing movies. */
export function movieRoutes({ identity, casting }: Quintet): readonly Route[] {
  return routesOf(identity, {
    plural: 'movies',
    noun: 'Movie',
    path: MOVIE_PATH,
    parameter: MOVIE_ID,
    order: 'title',
    names: { title: 'title', genres: 'genres', releaseDate: 'release_date', seekingActor: 'seeking_actor' },
    draft: NEW_MOVIE,
    changes: MOVIE_CHANGES,
    told: {
      list: {
        summary: 'List movies',
        answer: 'The movies',
        permission: 'get:movies',
        schema: MOVIES_ANSWER,
        example: { movies: [MOVIE] },
      },
      create: {
        summary: 'Take a movie in',
        answer: 'Taken in',
        permission: 'post:movie',
        schema: CREATED_MOVIE_ANSWER,
        example: { movie_id: 4, movies_total: 4, actors_total: 4 },
      },
      get: {
        summary: 'Show a movie',
        answer: 'The movie',
        permission: 'get:movies',
        schema: MOVIE_ANSWER,
        example: { movie: MOVIE },
      },
      edit: {
        summary: 'Change a movie',
        answer: 'Changed',
        permission: 'patch:movies',
        schema: EDITED_MOVIE_ANSWER,
        example: { modified_movie: 1, movie_updated: MOVIE },
      },
      delete: {
        summary: 'Remove a movie with all castings',
        answer: 'Removed',
        permission: 'delete:movies',
        schema: DELETED_MOVIE_ANSWER,
        example: { deleted_movie: MOVIE },
      },
    },
    present: movieJson,
    shown: movieAnswer,
    created: createdMovieAnswer,
    edited: editedMovieAnswer,
    deleted: deletedMovieAnswer,
    listAll: casting.listAllMovies,
    list: casting.listMovies,
    create: casting.createMovie,
    get: (bearer: Bearer, movieId: number) => casting.getMovie(bearer, { movieId }),
    edit: (bearer: Bearer, movieId: number, changes: Partial<MovieDraft>) =>
      casting.editMovie(bearer, { movieId, changes }),
    remove: (bearer: Bearer, movieId: number) => casting.deleteMovie(bearer, { movieId }),
    errors: MOVIE_ERRORS,
    createErrors: CREATE_MOVIE_ERRORS,
    editErrors: EDIT_MOVIE_ERRORS,
  });
}
