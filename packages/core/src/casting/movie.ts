import type { FieldMalformed } from '../kernel/field.ts';
import { err, ok, type Result } from 'neverthrow';
import {
  flag,
  parseChanges,
  parseDraft,
  title,
  type FieldParsers,
  type FieldsMissing,
  type NothingToChange,
} from './fields.ts';
import { parseReleaseDate } from './release-date.ts';

/**
 * A movie that actors are cast in.
 *
 * @example
 * ```ts
 * const isOut = ({ releaseDate }: Movie) => releaseDate <= new Date();
 * ```
 */
export interface Movie {
  readonly id: number;
  /** 1 to 600 characters, without blanks at its ends; two movies may have the same. */
  readonly title: string;
  /** Up to {@link MOST_GENRES} of 1 to 600 characters each. */
  readonly genres: readonly string[];
  /** To the second. It lies in the future when the movie is created. */
  readonly releaseDate: Date;
  readonly seekingActor: boolean;
}

/**
 * A movie that has no number yet.
 *
 * @example
 * ```ts
 * const movie: NewMovie = {
 *   title: 'Big house',
 *   genres: ['TV show'],
 *   releaseDate: new Date('2038-01-01T00:00:00Z'),
 *   seekingActor: true,
 * };
 * ```
 */
export type NewMovie = Omit<Movie, 'id'>;

/**
 * What a movie is to be; its date may be written in any form that `parseReleaseDate` reads.
 *
 * @example
 * ```ts
 * const movie: MovieDraft = {
 *   title: 'Big house',
 *   genres: ['TV show'],
 *   releaseDate: '2038-01-01',
 *   seekingActor: true,
 * };
 * ```
 */
export type MovieDraft = Omit<NewMovie, 'releaseDate'> & { readonly releaseDate: Date | string };

/**
 * What is to be different about a movie; what is absent stays.
 *
 * @example
 * ```ts
 * const closed: MovieChanges = { seekingActor: false };
 * ```
 */
export type MovieChanges = Partial<NewMovie>;

/**
 * How many genres a movie can have.
 *
 * @example
 * ```ts
 * const isTooMuch = (genres: readonly string[]) => genres.length > MOST_GENRES;
 * ```
 */
export const MOST_GENRES = 100;

const FIELDS: FieldParsers<NewMovie> = {
  title,
  genres: parseGenres,
  releaseDate: parseReleaseDate,
  seekingActor: flag,
};

/**
 * Checks all that must be known of a new movie.
 *
 * @param now - The release date lies after it.
 *
 * @example
 * ```ts
 * parseMovieDraft({ ...movie, releaseDate: '2001-01-01' }, new Date());
 * // err({ kind: 'field-malformed', field: 'releaseDate' })
 * ```
 */
export function parseMovieDraft(input: unknown, now: Date): Result<NewMovie, FieldsMissing | FieldMalformed> {
  return parseDraft(FIELDS, input).andThen((movie) =>
    movie.releaseDate > now ? ok(movie) : err({ kind: 'field-malformed' as const, field: 'releaseDate' }),
  );
}

/**
 * Checks what is to be changed about a movie. Its release date may have passed.
 *
 * @example
 * ```ts
 * parseMovieChanges({ releaseDate: '2001.02.03' }); // ok({ releaseDate: 2001-02-03T00:00:00.000Z })
 * ```
 */
export function parseMovieChanges(input: unknown): Result<MovieChanges, NothingToChange | FieldMalformed> {
  return parseChanges(FIELDS, input);
}

function parseGenres(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_GENRES) return undefined;
  const genres = value.map(title);
  return genres.every((genre) => genre !== undefined) ? genres : undefined;
}
