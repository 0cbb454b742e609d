import type { ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../identity/ports.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { PageRequest } from '../kernel/page.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { ActorChanges, ActorDraft, CastingActor } from './actor.ts';
import type { Casting, CastingChanges, NewCasting } from './casting.ts';
import type { Movie, MovieChanges, NewMovie } from './movie.ts';

/** There is no such actor. */
export interface ActorNotFound {
  readonly kind: 'actor-not-found';
}

/** There is no such movie. */
export interface MovieNotFound {
  readonly kind: 'movie-not-found';
}

/** There is no such casting. */
export interface CastingNotFound {
  readonly kind: 'casting-not-found';
}

/** Another actor has this email or this phone. */
export interface ContactTaken {
  readonly kind: 'contact-taken';
}

/** The actor is being cast for this role in this movie already. */
export interface AlreadyCast {
  readonly kind: 'already-cast';
}

/** The actor who is to be cast does not exist. */
export interface CastActorUnknown {
  readonly kind: 'cast-actor-unknown';
}

/** An entity that was stored, and how many there are with it. */
export interface Added<T> {
  readonly added: T;
  /** As seen when it was added: others may be added at the same moment. */
  readonly total: number;
}

/** A page of a list, perhaps only of those who seek: actors a movie, movies an actor. */
export interface SeekingPage extends Omit<PageRequest, 'search'> {
  readonly seeking?: boolean;
}

/** A stretch of a list in its order, from just after an entry on. */
export interface Stretch<Position> {
  /** Absent: from the start. The entry itself need not be there any more. */
  readonly after?: Position;
  /** How many entries at most. */
  readonly limit: number;
  readonly seeking?: boolean;
}

/** Where actors are kept: in the order of their names by code point, then of their numbers. */
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

/** Where movies are kept: in the order of their titles by code point, then of their numbers. */
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

/** Whose castings are listed. */
export type CastingsOf = { readonly movieId: number } | { readonly actorId: number };

/** Where castings are kept: in the order of their numbers. */
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
