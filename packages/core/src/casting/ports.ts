import type { ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../identity/ports.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { PageRequest } from '../kernel/page.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { ActorChanges, ActorDraft, CastingActor } from './actor.ts';
import type { Casting, CastingChanges, NewCasting } from './casting.ts';
import type { Movie, MovieChanges, NewMovie } from './movie.ts';

/**
 * There is no such actor.
 *
 * @example
 * ```ts
 * (await actors.find(0)).mapErr(({ kind }) => kind); // Err('actor-not-found')
 * ```
 */
export interface ActorNotFound {
  readonly kind: 'actor-not-found';
}

/**
 * There is no such movie.
 *
 * @example
 * ```ts
 * (await movies.find(0)).mapErr(({ kind }) => kind); // Err('movie-not-found')
 * ```
 */
export interface MovieNotFound {
  readonly kind: 'movie-not-found';
}

/**
 * There is no such casting.
 *
 * @example
 * ```ts
 * (await castings.find(0)).mapErr(({ kind }) => kind); // Err('casting-not-found')
 * ```
 */
export interface CastingNotFound {
  readonly kind: 'casting-not-found';
}

/**
 * Another actor has this email or this phone.
 *
 * @example
 * ```ts
 * (await actors.add(ann)).mapErr(({ kind }) => kind); // Err('contact-taken')
 * ```
 */
export interface ContactTaken {
  readonly kind: 'contact-taken';
}

/**
 * The actor is being cast for this role in this movie already.
 *
 * @example
 * ```ts
 * (await castings.add(casting)).mapErr(({ kind }) => kind); // Err('already-cast')
 * ```
 */
export interface AlreadyCast {
  readonly kind: 'already-cast';
}

/**
 * The actor who is to be cast does not exist.
 *
 * @example
 * ```ts
 * (await castings.add({ ...casting, actorId: 0 })).mapErr(({ kind }) => kind); // Err('cast-actor-unknown')
 * ```
 */
export interface CastActorUnknown {
  readonly kind: 'cast-actor-unknown';
}

/**
 * An entity that was stored, and how many there are with it.
 *
 * @example
 * ```ts
 * const tell = ({ added, total }: Added<CastingActor>) => `${added.name} is one of ${total}`;
 * ```
 */
export interface Added<T> {
  readonly added: T;
  /** As seen when it was added: others may be added at the same moment. */
  readonly total: number;
}

/**
 * A page of a list, perhaps only of those who seek: actors a movie, movies an actor.
 *
 * @example
 * ```ts
 * const request: SeekingPage = { page: 2, limit: 20, seeking: true };
 * ```
 */
export interface SeekingPage extends Omit<PageRequest, 'search'> {
  readonly seeking?: boolean;
}

/**
 * A stretch of a list in its order, from just after an entry on.
 *
 * @example
 * ```ts
 * const next: Stretch<Pick<Movie, 'title' | 'id'>> = { after: { title: 'Big house', id: 1 }, limit: 100 };
 * ```
 */
export interface Stretch<Position> {
  /** Absent: from the start. The entry itself need not be there any more. */
  readonly after?: Position;
  /** How many entries at most. */
  readonly limit: number;
  readonly seeking?: boolean;
}

/**
 * Where actors are kept: in the order of their names by code point, then of their numbers.
 *
 * @example
 * ```ts
 * const actors: ActorRepository = memoryActors(new MemoryDatabase());
 * await actors.change(3, { age: 33 });
 * ```
 */
export interface ActorRepository {
  /** Stores an actor under a new number, higher than any before. Email and phone are unique, also in a race. */
  add(actor: ActorDraft, transaction?: Transaction): ResultAsync<Added<CastingActor>, ContactTaken | Unavailable>;

  find(id: number): ResultAsync<CastingActor, ActorNotFound | Unavailable>;

  page(request: SeekingPage): ResultAsync<readonly CastingActor[], Unavailable>;

  /** For reading a list of any length piece by piece. */
  stretch(request: Stretch<Pick<CastingActor, 'name' | 'id'>>): ResultAsync<readonly CastingActor[], Unavailable>;

  /** Changes the fields that are named, and no other: two changes of different fields at once lose neither. */
  change(id: number, changes: ActorChanges): ResultAsync<CastingActor, ActorNotFound | ContactTaken | Unavailable>;

  /** Removes an actor with all their castings, and gives what was removed; of any number of removals one succeeds. */
  remove(id: number, transaction?: Transaction): ResultAsync<CastingActor, ActorNotFound | Unavailable>;
}

/**
 * Where movies are kept: in the order of their titles by code point, then of their numbers.
 *
 * @example
 * ```ts
 * const movies: MovieRepository = memoryMovies(new MemoryDatabase());
 * await movies.page({ page: 1, limit: 20, seeking: true });
 * ```
 */
export interface MovieRepository {
  /** Stores a movie under a new number, higher than any before. */
  add(movie: NewMovie, transaction?: Transaction): ResultAsync<Added<Movie>, Unavailable>;

  find(id: number): ResultAsync<Movie, MovieNotFound | Unavailable>;

  page(request: SeekingPage): ResultAsync<readonly Movie[], Unavailable>;

  /** For reading a list of any length piece by piece. */
  stretch(request: Stretch<Pick<Movie, 'title' | 'id'>>): ResultAsync<readonly Movie[], Unavailable>;

  /** Changes the fields that are named, and no other: two changes of different fields at once lose neither. */
  change(id: number, changes: MovieChanges): ResultAsync<Movie, MovieNotFound | Unavailable>;

  /** Removes a movie with all its castings, and gives what was removed; of any number of removals one succeeds. */
  remove(id: number, transaction?: Transaction): ResultAsync<Movie, MovieNotFound | Unavailable>;
}

/**
 * Whose castings are listed.
 *
 * @example
 * ```ts
 * const ofMovie: CastingsOf = { movieId: 1 };
 * ```
 */
export type CastingsOf = { readonly movieId: number } | { readonly actorId: number };

/**
 * Where castings are kept: in the order of their numbers.
 *
 * @example
 * ```ts
 * const castings: CastingRepository = memoryCastings(database);
 * await castings.page({ movieId: 1 }, { page: 1, limit: 20 });
 * ```
 */
export interface CastingRepository {
  /**
   * Stores a casting under a new number, higher than any before. An actor is cast once for a role in a movie, also in
   * a race; a movie or an actor that is removed meanwhile gets none. Whoever proposes must have an account.
   */
  add(
    casting: NewCasting,
    transaction?: Transaction,
  ): ResultAsync<Casting, MovieNotFound | CastActorUnknown | AlreadyCast | AccountNotFound | Unavailable>;

  find(id: number): ResultAsync<Casting, CastingNotFound | Unavailable>;

  page(of: CastingsOf, request: Omit<PageRequest, 'search'>): ResultAsync<readonly Casting[], Unavailable>;

  /** For reading a list of any length piece by piece. */
  stretch(
    of: CastingsOf,
    request: Omit<Stretch<Pick<Casting, 'id'>>, 'seeking'>,
  ): ResultAsync<readonly Casting[], Unavailable>;

  /** Changes the fields that are named, and no other: two changes of different fields at once lose neither. */
  change(
    id: number,
    changes: CastingChanges,
  ): ResultAsync<Casting, CastingNotFound | CastActorUnknown | AlreadyCast | Unavailable>;

  /** Removes a casting, and gives what was removed; of any number of removals one succeeds. */
  remove(id: number, transaction?: Transaction): ResultAsync<Casting, CastingNotFound | Unavailable>;
}
