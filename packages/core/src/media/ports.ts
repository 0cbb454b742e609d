import type { ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../identity/ports.ts';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Page } from '../kernel/page.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { ConsumedState, MediaChanges, MediaElement, Medium, NewMediaElement, StateChange } from './element.ts';

/**
 * The owner has no such element.
 *
 * @example
 * ```ts
 * (await media.put(actor, { id: 0, name: 'Dune' })).mapErr(({ kind }) => kind); // Err('media-not-found')
 * ```
 */
export interface MediaNotFound {
  readonly kind: 'media-not-found';
}

/**
 * The library is no longer in the version that the change was based on.
 *
 * @example
 * ```ts
 * (await media.putIfUnchanged({ ...wanted, version: 0 })).mapErr(({ kind }) => kind); // Err('library-changed-meanwhile')
 * ```
 */
export interface LibraryChangedMeanwhile {
  readonly kind: 'library-changed-meanwhile';
}

/**
 * Which state all elements of one owner are in together: a whole number that rises with every change of any of them,
 * and never comes back. 0 where nothing has ever been changed.
 *
 * The next one is the larger of the last plus one and the moment of the change in milliseconds, so that it doesn't
 * come back either where storage is restored from an earlier copy or begun anew.
 *
 * @example
 * ```ts
 * const version: LibraryVersion = (await media.list(owner, {}))._unsafeUnwrap().version;
 * ```
 */
export type LibraryVersion = number;

/**
 * Which elements of an owner are wanted; conditions add up.
 *
 * @example
 * ```ts
 * const films: MediaFilter = { medium: 'film', finished: false, page: { page: 1, limit: 20 } };
 * ```
 */
export interface MediaFilter {
  readonly medium?: Medium;
  readonly consumedState?: ConsumedState;
  /** `true`: only those that are finished; `false`: only those that are not. */
  readonly finished?: boolean;
  /** Only elements whose name contains this text, in any case. */
  readonly search?: string;
  /** Absent: all on one page. */
  readonly page?: { readonly page: number; readonly limit: number };
}

/**
 * What a list is asked for with.
 *
 * @example
 * ```ts
 * await media.list(owner, { medium: 'film', unlessVersion: version });
 * ```
 */
export interface MediaQuery extends MediaFilter {
  /** The version of the library that the caller has; then `unchanged` is an answer. */
  readonly unlessVersion?: LibraryVersion;
}

/**
 * A list of elements, by `order`, then by `id`.
 *
 * @example
 * ```ts
 * list.kind === 'listed' ? list.entries.map(({ name }) => name) : 'as before';
 * ```
 */
export interface MediaList extends Page<MediaElement> {
  readonly kind: 'listed';
  /** The version of the library that the list was made from. */
  readonly version: LibraryVersion;
}

/**
 * The library is in the version that the caller has.
 *
 * @example
 * ```ts
 * (await media.list(owner, { unlessVersion: version }))._unsafeUnwrap().kind; // 'unchanged'
 * ```
 */
export interface MediaUnchanged {
  readonly kind: 'unchanged';
  readonly version: LibraryVersion;
}

/**
 * New elements and changes of elements, stored together or not at all.
 *
 * @example
 * ```ts
 * const wanted: MediaPut = { owner: actor.accountId, elements: [{ id: 1, order: 3 }], at: clock.now() };
 * ```
 */
export interface MediaPut {
  readonly owner: AccountId;
  /** Each with an `id` is a change; no id occurs twice. */
  readonly elements: readonly (NewMediaElement | MediaChanges)[];
  /** When it happens: the time of creation, and of the changes of state. */
  readonly at: Date;
}

/**
 * What was stored.
 *
 * @example
 * ```ts
 * const { elements, version }: StoredMedia = (await media.put(wanted))._unsafeUnwrap();
 * ```
 */
export interface StoredMedia {
  /** In the order of {@link MediaPut.elements}. */
  readonly elements: readonly MediaElement[];
  readonly version: LibraryVersion;
}

/**
 * An element, and how it came to be in its state.
 *
 * @example
 * ```ts
 * changes.map(({ to, at }) => `${element.name}: ${to} on ${at.toDateString()}`);
 * ```
 */
export interface MediaHistory {
  readonly element: MediaElement;
  /** In order of time. */
  readonly changes: readonly StateChange[];
}

/**
 * How many elements there are.
 *
 * @example
 * ```ts
 * counts.film.finished; // 12
 * finishedPerMonth['2026-11']; // 3
 * ```
 */
export interface MediaStats {
  /** By medium and state; every combination is there, with 0 where there is none. */
  readonly counts: Readonly<Record<Medium, Readonly<Record<ConsumedState, number>>>>;
  /** By the month (`2026-11`, in UTC) in which those that are finished were; months without any are absent. */
  readonly finishedPerMonth: Readonly<Record<string, number>>;
}

/**
 * Where media elements are kept. A search finds `%`, `_` and `\` as they are.
 *
 * @example
 * ```ts
 * const media: MediaRepository = memoryMedia(new MemoryDatabase());
 * await media.list(actor.accountId, { medium: 'film', search: 'dune' });
 * ```
 */
export interface MediaRepository {
  /** An owner's elements, as one consistent state of the library. */
  list(owner: AccountId, query: MediaQuery): ResultAsync<MediaList | MediaUnchanged, Unavailable>;

  /**
   * Stores new elements, each under a new number, higher than any before and rising in the order given; and carries
   * changes out, as `changeElement` does. Each change of state enters the history. The library's version rises by it,
   * once. An empty list changes nothing.
   *
   * An owner who has no account, or an id that is not this owner's, refuses everything.
   */
  put(
    put: MediaPut,
    transaction?: Transaction,
  ): ResultAsync<StoredMedia, AccountNotFound | MediaNotFound | Unavailable>;

  /**
   * As {@link MediaRepository.put}, on the condition that the library is still in a version. Of any number of calls
   * with the same version one succeeds at most.
   */
  putIfUnchanged(
    put: MediaPut & { readonly version: LibraryVersion },
    transaction?: Transaction,
  ): ResultAsync<StoredMedia, AccountNotFound | MediaNotFound | LibraryChangedMeanwhile | Unavailable>;

  /** Removes an element with its history, and tells whether the owner had it. */
  remove(
    removal: { readonly owner: AccountId; readonly id: number; readonly at: Date },
    transaction?: Transaction,
  ): ResultAsync<boolean, Unavailable>;

  /** Elements in the order of {@link MediaRepository.list}, each with all its changes of state. */
  history(
    owner: AccountId,
    filter: MediaFilter & { readonly id?: number },
  ): ResultAsync<Page<MediaHistory>, Unavailable>;

  stats(owner: AccountId): ResultAsync<MediaStats, Unavailable>;
}
