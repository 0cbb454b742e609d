import type { MovieDraft, Quintet } from '@quintet/core';
import { answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { NOT_FOUND, TOKEN_REFUSALS } from '../answers.ts';
import { MOVIE_ERRORS, CREATE_MOVIE_ERRORS, EDIT_MOVIE_ERRORS, LIST_ERRORS } from '../errors.ts';
import { PAGE_PARAMETERS, pageAnswer, pageWanted, SEEKING_PARAMETER, seekingWanted, wholeAnswer } from '../listing.ts';
import {
  movieAnswer,
  movieJson,
  createdMovieAnswer,
  deletedMovieAnswer,
  editedMovieAnswer,
  listHead,
} from '../presenter.ts';
import { fieldsBody, idOf, withBearer } from '../requests.ts';
import {
  MOVIE_ANSWER,
  MOVIE_CHANGES,
  MOVIES_ANSWER,
  CREATED_MOVIE_ANSWER,
  DELETED_MOVIE_ANSWER,
  EDITED_MOVIE_ANSWER,
  NEW_MOVIE,
} from '../schemas.ts';
import { MOVIE_ID, MOVIE_PATH } from './parameters.ts';
import { MOVIE } from './samples.ts';

const LISTING = { head: listHead('movies'), present: movieJson };
const TAG = 'Movies';

const NAMES: Readonly<Record<keyof MovieDraft, string>> = {
  title: 'title',
  genres: 'genres',
  releaseDate: 'release_date',
  seekingActor: 'seeking_actor',
};

const DRAFT = fieldsBody(NEW_MOVIE, NAMES);
const CHANGES = fieldsBody(MOVIE_CHANGES, NAMES);

/** Listing, showing, taking in, changing and removing movies. */
export function movieRoutes({ identity, casting }: Quintet): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/movies',
      operationId: 'listMovies',
      summary: 'List movies',
      description: 'By title. Needs `get:movies`.',
      tag: TAG,
      secured: true,
      parameters: [...PAGE_PARAMETERS, SEEKING_PARAMETER],
      success: {
        status: 200,
        description: 'The movies',
        schema: MOVIES_ANSWER,
        example: { success: true, movies: [MOVIE] },
      },
      refusals: TOKEN_REFUSALS,
      handle: withBearer(identity, (exchange, bearer) => {
        const page = pageWanted(exchange);
        const seeking = seekingWanted(exchange);
        return page === undefined
          ? wholeAnswer(exchange, casting.listAllMovies(bearer, seeking), LISTING, LIST_ERRORS)
          : pageAnswer(exchange, casting.listMovies(bearer, { ...page, ...seeking }), LISTING, LIST_ERRORS);
      }),
    },
    {
      method: 'POST',
      path: '/movies/create',
      operationId: 'createMovie',
      summary: 'Take a movie in',
      description: 'Needs `post:movie`.',
      tag: TAG,
      secured: true,
      body: DRAFT,
      success: {
        status: 200,
        description: 'Taken in',
        schema: CREATED_MOVIE_ANSWER,
        example: { success: true, movie_id: 4, movies_total: 4, actors_total: 4 },
      },
      refusals: [...TOKEN_REFUSALS, ...DRAFT.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await DRAFT.readFields(exchange);
        if (body.isErr()) return body.error;
        // what the fields are is for the use case to look at, once it has looked at the permission
        const draft = body.value as MovieDraft;
        return answerTo(exchange, await casting.createMovie(bearer, draft), createdMovieAnswer, CREATE_MOVIE_ERRORS);
      }),
    },
    {
      method: 'GET',
      path: MOVIE_PATH,
      operationId: 'getMovie',
      summary: 'Show a movie',
      description: 'Needs `get:movies`.',
      tag: TAG,
      secured: true,
      parameters: [MOVIE_ID],
      success: {
        status: 200,
        description: 'The movie',
        schema: MOVIE_ANSWER,
        example: { success: true, movie: MOVIE },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) => {
        const movieId = idOf(exchange, 'movieId');
        return answerTo(exchange, await casting.getMovie(bearer, { movieId }), movieAnswer, MOVIE_ERRORS);
      }),
    },
    {
      method: 'PATCH',
      path: MOVIE_PATH,
      operationId: 'editMovie',
      summary: 'Change a movie',
      description: 'Needs `patch:movies`.',
      tag: TAG,
      secured: true,
      parameters: [MOVIE_ID],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: EDITED_MOVIE_ANSWER,
        example: { success: true, modified_movie: 1, movie_updated: MOVIE },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND, ...CHANGES.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await CHANGES.readFields(exchange);
        if (body.isErr()) return body.error;
        const input = { movieId: idOf(exchange, 'movieId'), changes: body.value as Partial<MovieDraft> };
        return answerTo(exchange, await casting.editMovie(bearer, input), editedMovieAnswer, EDIT_MOVIE_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: MOVIE_PATH,
      operationId: 'deleteMovie',
      summary: 'Remove a movie with all castings',
      description: 'Needs `delete:movies`.',
      tag: TAG,
      secured: true,
      parameters: [MOVIE_ID],
      success: {
        status: 200,
        description: 'Removed',
        schema: DELETED_MOVIE_ANSWER,
        example: { success: true, deleted_movie: MOVIE },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) => {
        const movieId = idOf(exchange, 'movieId');
        return answerTo(exchange, await casting.deleteMovie(bearer, { movieId }), deletedMovieAnswer, MOVIE_ERRORS);
      }),
    },
  ];
}
