import { err, ok, Result, safeTry, type ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { enterState, type MediaChanges, type MediaElement, type NewMediaElement } from '../element.ts';
import {
  parseMediaId,
  parseMediaWish,
  type MediaIdMalformed,
  type MediaWish,
  type MediaWishMalformed,
} from '../parse.ts';
import type { MediaNotFound, MediaPut } from '../ports.ts';
import type { MediaPorts, MediaSettings } from '../settings.ts';
import type { LibraryOwner } from './confirm-user.ts';

/**
 * Why nothing was stored.
 *
 * @example
 * ```ts
 * (await media.put(actor, wish)).mapErr((error: PutMediaError) => error.kind);
 * ```
 */
export type PutMediaError = MediaWishMalformed | AccountNotFound | MediaNotFound | Unavailable;

/**
 * Makes a new element, or changes the fields that are named of one that the owner has.
 *
 * @example
 * ```ts
 * const { id } = (await media.put(actor, { name: 'Dune', medium: 'literature' }))._unsafeUnwrap();
 * await media.put(actor, { id, consumedState: 'started' });
 * ```
 */
export type PutMedia = (owner: LibraryOwner, wish: MediaWish) => ResultAsync<MediaElement, PutMediaError>;

/**
 * Makes and changes any number of elements, all or nothing: all wishes are looked at before any is stored. Several
 * wishes for one id come to the same as one with the last of each field.
 * Answers each wish, in the same order, with the element as it is when all has been stored.
 *
 * @example
 * ```ts
 * await media.putAll(actor, [{ name: 'Dune' }, { id: 1, consumedState: 'finished' }]); // both or none
 * ```
 */
export type PutAllMedia = (
  owner: LibraryOwner,
  wishes: readonly MediaWish[],
) => ResultAsync<readonly MediaElement[], PutMediaError>;

/**
 * Removes an element. One that the owner does not have is removed already.
 *
 * @example
 * ```ts
 * await media.remove(actor, { id: 1 });
 * ```
 */
export type RemoveMedia = (
  owner: LibraryOwner,
  input: { readonly id: number },
) => ResultAsync<void, MediaIdMalformed | Unavailable>;

export function putMedia({ clock, media }: MediaPorts): PutMedia {
  return ({ accountId }, wish) =>
    parseMediaWish(wish).asyncAndThen((wish) => {
      const at = clock.now();
      return media
        .put({ owner: accountId, elements: [toStore(wish, at)], at })
        .andThen(({ elements: [element] }) =>
          element === undefined ? err({ kind: 'media-not-found' as const }) : ok(element),
        );
    });
}

export function putAllMedia(ports: MediaPorts, { batchSize }: MediaSettings): PutAllMedia {
  const { clock } = ports;
  return ({ accountId }, wishes) =>
    Result.combine(wishes.map((wish) => parseMediaWish(wish))).asyncAndThen((wishes) => {
      const at = clock.now();
      const { elements, positions } = together(wishes, at);
      return storeAll(ports, { owner: accountId, elements, at }, batchSize).map((stored) =>
        positions.flatMap((position) => stored[position] ?? []),
      );
    });
}

export function removeMedia({ clock, media }: MediaPorts): RemoveMedia {
  return ({ accountId }, input) =>
    parseMediaId(input.id).asyncAndThen((id) =>
      media.remove({ owner: accountId, id, at: clock.now() }).map(() => undefined),
    );
}

/** Stores elements at once, or batch after batch in one transaction, so that no statement takes too long. */
function storeAll(
  { unitOfWork, media }: MediaPorts,
  { elements, ...put }: MediaPut,
  batchSize: number,
): ResultAsync<readonly MediaElement[], AccountNotFound | MediaNotFound | Unavailable> {
  if (elements.length <= batchSize) return media.put({ ...put, elements }).map((stored) => stored.elements);
  return unitOfWork.run((transaction) =>
    safeTry<readonly MediaElement[], AccountNotFound | MediaNotFound | Unavailable>(async function* () {
      const stored: MediaElement[] = [];
      for (let first = 0; first < elements.length; first += batchSize) {
        const batch = { ...put, elements: elements.slice(first, first + batchSize) };
        const { elements: ofBatch } = yield* media.put(batch, transaction);
        for (const element of ofBatch) stored.push(element);
      }
      return ok(stored);
    }),
  );
}

/** What a wish comes to: a change where it names an id, otherwise a new element with what is absent at its default. */
function toStore(wish: MediaWish, at: Date): NewMediaElement | MediaChanges {
  const { id, consumedState, ...fields } = wish;
  if (id === undefined) return newElement(wish, at);
  return { id, ...fields, ...(consumedState === undefined ? {} : { state: enterState(consumedState, at) }) };
}

function newElement(
  { name = '', medium = 'other', consumedState = 'not started', description = '', order = 0 }: MediaWish,
  at: Date,
): NewMediaElement {
  return { name, medium, description, order, ...enterState(consumedState, at) };
}

/** Brings wishes for one id together, and keeps in mind which wish went where. */
function together(
  wishes: readonly MediaWish[],
  at: Date,
): { readonly elements: readonly (NewMediaElement | MediaChanges)[]; readonly positions: readonly number[] } {
  const elements: (NewMediaElement | MediaChanges)[] = [];
  const byId = new Map<number, number>();
  const positions = wishes.map((wish) => {
    const element = toStore(wish, at);
    const known = 'id' in element ? byId.get(element.id) : undefined;
    const position = known ?? elements.length;
    elements[position] = known === undefined ? element : { ...elements[known], ...element };
    if ('id' in element) byId.set(element.id, position);
    return position;
  });
  return { elements, positions };
}
