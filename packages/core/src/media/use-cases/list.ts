import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import type { ConsumedState, MediaElement, Medium } from '../element.ts';
import {
  isConsumedState,
  isMedium,
  parseMediaId,
  type ConsumedStateUnknown,
  type MediaIdMalformed,
  type MediumUnknown,
} from '../parse.ts';
import type { LibraryVersion, MediaFilter, MediaHistory, MediaList, MediaStats, MediaUnchanged } from '../ports.ts';
import type { MediaPorts, MediaSettings } from '../settings.ts';
import type { LibraryOwner } from './confirm-user.ts';

/**
 * Which elements a caller wants. They come in pages when a page or a limit is named, otherwise all at once.
 *
 * @example
 * ```ts
 * const wish: MediaFilterWish = { finished: true, search: 'dune', page: 2 };
 * ```
 */
export interface MediaFilterWish extends PageWish {
  readonly medium?: Medium | undefined;
  readonly consumedState?: ConsumedState | undefined;
  /** `true`: only those that are finished; `false`: only those that are not. */
  readonly finished?: boolean | undefined;
}

/**
 * Why nothing was listed.
 *
 * @example
 * ```ts
 * (await media.list(actor, wish)).mapErr((error: ListMediaError) => error.kind);
 * ```
 */
export type ListMediaError = MediumUnknown | ConsumedStateUnknown | Unavailable;

/**
 * Lists the owner's elements by `order`, then by `id`.
 *
 * @example
 * ```ts
 * const list = (await media.list(actor, { medium: 'film', consumedState: 'not started' }))._unsafeUnwrap();
 * ```
 */
export type ListMedia = (
  owner: LibraryOwner,
  wish?: MediaFilterWish & {
    /** The version of the library that the caller has a list of; `unchanged` is then an answer. */
    readonly knownVersion?: LibraryVersion | undefined;
  },
) => ResultAsync<MediaList | MediaUnchanged, ListMediaError>;

/**
 * Shows how the owner's elements came to be in their states, in the order of {@link ListMedia}.
 *
 * @example
 * ```ts
 * const { entries } = (await media.history(actor, { id: 1 }))._unsafeUnwrap();
 * ```
 */
export type ListMediaHistory = (
  owner: LibraryOwner,
  wish?: MediaFilterWish & {
    /** Only the element of this number. */
    readonly id?: number | undefined;
  },
) => ResultAsync<Page<MediaHistory>, ListMediaError | MediaIdMalformed>;

/**
 * Gives all of the owner's elements in order of creation: importing them, in this order, asks for nothing here, and
 * makes the same library elsewhere.
 *
 * @example
 * ```ts
 * const elements = (await media.export(owner))._unsafeUnwrap();
 * ```
 */
export type ExportMedia = (owner: LibraryOwner) => ResultAsync<readonly MediaElement[], Unavailable>;

/**
 * Counts the owner's elements.
 *
 * @example
 * ```ts
 * const { counts } = (await media.stats(actor))._unsafeUnwrap();
 * ```
 */
export type GetMediaStats = (owner: LibraryOwner) => ResultAsync<MediaStats, Unavailable>;

export function listMedia({ media }: MediaPorts, settings: MediaSettings): ListMedia {
  return ({ accountId }, wish = {}) => {
    const { knownVersion } = wish;
    return parseFilter(wish, settings).asyncAndThen((filter) =>
      media.list(accountId, knownVersion === undefined ? filter : { ...filter, unlessVersion: knownVersion }),
    );
  };
}

export function listMediaHistory({ media }: MediaPorts, settings: MediaSettings): ListMediaHistory {
  return ({ accountId }, wish = {}) =>
    parseFilter(wish, settings)
      .andThen((filter) =>
        wish.id === undefined ? ok(filter) : parseMediaId(wish.id).map((id) => ({ ...filter, id })),
      )
      .asyncAndThen((filter) => media.history(accountId, filter));
}

export function exportMedia({ media }: MediaPorts): ExportMedia {
  return ({ accountId }) =>
    media
      .list(accountId, {})
      .map((list) => (list.kind === 'listed' ? list.entries.toSorted((one, other) => one.id - other.id) : []));
}

export function getMediaStats({ media }: MediaPorts): GetMediaStats {
  return ({ accountId }) => media.stats(accountId);
}

function parseFilter(
  wish: MediaFilterWish,
  { pageSize }: MediaSettings,
): Result<MediaFilter, MediumUnknown | ConsumedStateUnknown> {
  const { medium, consumedState, finished } = wish;
  if (consumedState !== undefined && !isConsumedState(consumedState)) return err({ kind: 'consumed-state-unknown' });
  if (medium !== undefined && !isMedium(medium)) return err({ kind: 'medium-unknown' });
  const { page, limit, search } = pageRequest(wish, pageSize);
  const paged = wish.page !== undefined || wish.limit !== undefined;
  return ok({
    ...(medium === undefined ? {} : { medium }),
    ...(consumedState === undefined ? {} : { consumedState }),
    ...(finished === undefined ? {} : { finished }),
    ...(search === undefined ? {} : { search }),
    ...(paged ? { page: { page, limit } } : {}),
  });
}
