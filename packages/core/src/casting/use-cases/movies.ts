import type { FieldMalformed } from '../../kernel/field.ts';
import type { ResultAsync } from 'neverthrow';
import { permit, type Bearer, type PermissionLacking } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import type { FieldsMissing, NothingToChange } from '../fields.ts';
import { listingPage, wholeList, type ListingPage, type Seeking, type WholeList } from '../listing.ts';
import { parseMovieChanges, parseMovieDraft, type Movie, type MovieDraft } from '../movie.ts';
import type { Added, MovieNotFound } from '../ports.ts';
import type { CastingPorts, CastingSettings } from '../settings.ts';

/**
 * Names a movie.
 *
 * @example
 * ```ts
 * const movie: MovieById = { movieId: 1 };
 * ```
 */
export interface MovieById {
  readonly movieId: number;
}

/**
 * Lists movies by title, a page at a time. Needs `get:movies`.
 *
 * @example
 * ```ts
 * const listed = await casting.listMovies(bearer, { page: 1 });
 * listed.map((movies) => movies.map(({ title }) => title));
 * ```
 */
export type ListMovies = (
  bearer: Bearer,
  wish?: ListingPage & Seeking,
) => ResultAsync<readonly Movie[], PermissionLacking | Unavailable>;

/**
 * Lists all movies by title, piece by piece. Needs `get:movies`.
 *
 * @example
 * ```ts
 * const list = (await casting.listAllMovies(bearer))._unsafeUnwrap();
 * for await (const piece of list) piece.map((movies) => movies.length);
 * ```
 */
export type ListAllMovies = (
  bearer: Bearer,
  wish?: Seeking,
) => ResultAsync<WholeList<Movie>, PermissionLacking | Unavailable>;

/**
 * Shows one movie. Needs `get:movies`.
 *
 * @example
 * ```ts
 * const found = await casting.getMovie(bearer, { movieId: 1 });
 * found.map(({ title }) => title);
 * ```
 */
export type GetMovie = (
  bearer: Bearer,
  input: MovieById,
) => ResultAsync<Movie, PermissionLacking | MovieNotFound | Unavailable>;

/**
 * Takes a movie in, whose release date lies in the future. Needs `post:movie`.
 *
 * @example
 * ```ts
 * await casting.createMovie(bearer, {
 *   title: 'Big house',
 *   genres: ['TV show'],
 *   releaseDate: '2038-01-01',
 *   seekingActor: true,
 * });
 * ```
 */
export type CreateMovie = (
  bearer: Bearer,
  input: MovieDraft,
) => ResultAsync<Added<Movie>, PermissionLacking | FieldsMissing | FieldMalformed | Unavailable>;

/**
 * Changes some of a movie's fields; what is absent stays. Needs `patch:movies`. Whether there is such a movie is
 * looked at before the changes.
 *
 * @example
 * ```ts
 * await casting.editMovie(bearer, { movieId: 1, changes: { seekingActor: false } });
 * ```
 */
export type EditMovie = (
  bearer: Bearer,
  input: MovieById & { readonly changes: Partial<MovieDraft> },
) => ResultAsync<Movie, PermissionLacking | MovieNotFound | NothingToChange | FieldMalformed | Unavailable>;

/**
 * Removes a movie with all its castings, and gives what was removed. Needs `delete:movies`.
 *
 * @example
 * ```ts
 * const deleted = await casting.deleteMovie(bearer, { movieId: 1 });
 * deleted.map(({ title }) => title);
 * ```
 */
export type DeleteMovie = (
  bearer: Bearer,
  input: MovieById,
) => ResultAsync<Movie, PermissionLacking | MovieNotFound | Unavailable>;

export function listMovies({ movies }: CastingPorts, settings: CastingSettings): ListMovies {
  return (bearer, { seeking, ...wish } = {}) =>
    permit(bearer, 'get:movies').asyncAndThen(() =>
      movies.page({ ...listingPage(wish, settings), ...(seeking === undefined ? {} : { seeking }) }),
    );
}

export function listAllMovies({ movies }: CastingPorts, settings: CastingSettings): ListAllMovies {
  return (bearer, { seeking } = {}) =>
    permit(bearer, 'get:movies').asyncAndThen(() =>
      wholeList<Movie>(
        (after) =>
          movies.stretch({
            limit: settings.stretchSize,
            ...(after === undefined ? {} : { after }),
            ...(seeking === undefined ? {} : { seeking }),
          }),
        settings,
      ),
    );
}

export function getMovie({ movies }: CastingPorts): GetMovie {
  return (bearer, { movieId }) => permit(bearer, 'get:movies').asyncAndThen(() => movies.find(lookupNumber(movieId)));
}

export function createMovie({ clock, movies }: CastingPorts): CreateMovie {
  return (bearer, input) =>
    permit(bearer, 'post:movie')
      .andThen(() => parseMovieDraft(input, clock.now()))
      .asyncAndThen((movie) => movies.add(movie));
}

export function editMovie({ movies }: CastingPorts): EditMovie {
  return (bearer, { movieId, changes }) =>
    permit(bearer, 'patch:movies')
      .asyncAndThen(() => movies.find(lookupNumber(movieId)))
      .andThen(() => parseMovieChanges(changes))
      .andThen((changes) => movies.change(lookupNumber(movieId), changes));
}

export function deleteMovie({ movies }: CastingPorts): DeleteMovie {
  return (bearer, { movieId }) =>
    permit(bearer, 'delete:movies').asyncAndThen(() => movies.remove(lookupNumber(movieId)));
}
