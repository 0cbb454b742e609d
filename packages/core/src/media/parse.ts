import { err, ok, type Result } from 'neverthrow';
import { isText, lengthOf } from '../kernel/text.ts';
import {
  CONSUMED_STATES,
  LONGEST_MEDIA_DESCRIPTION,
  LONGEST_MEDIA_NAME,
  MEDIUMS,
  type ConsumedState,
  type Medium,
} from './element.ts';

/**
 * What a caller wants of an element: without an `id` it is a new one, with an `id` what is absent stays.
 *
 * @example
 * ```ts
 * const wishes: MediaWish[] = [{ name: 'Dune' }, { id: 1, consumedState: 'finished' }];
 * ```
 */
export interface MediaWish {
  readonly id?: number;
  readonly name?: string;
  readonly medium?: Medium;
  readonly consumedState?: ConsumedState;
  readonly description?: string;
  readonly order?: number;
}

/**
 * A wish as it comes from outside: nothing is known of it. A field that is `null` is one that is given.
 *
 * @example
 * ```ts
 * const input: UncheckedMediaWish = { name: body.name, consumedState: body.consumed_state };
 * ```
 */
export type UncheckedMediaWish = { readonly [Field in keyof MediaWish]?: unknown };

/**
 * Neither a name, for a new element, nor the id of one that is there.
 *
 * @example
 * ```ts
 * parseMediaWish({ order: 3 }).mapErr(({ kind }) => kind); // Err('name-and-id-missing')
 * ```
 */
export interface NameAndIdMissing {
  readonly kind: 'name-and-id-missing';
}

/**
 * An id is a whole number of 32 bits.
 *
 * @example
 * ```ts
 * parseMediaId(1.5).mapErr(({ kind }) => kind); // Err('media-id-malformed')
 * ```
 */
export interface MediaIdMalformed {
  readonly kind: 'media-id-malformed';
}

/**
 * A name is text.
 *
 * @example
 * ```ts
 * parseMediaWish({ name: 5 }).mapErr(({ kind }) => kind); // Err('media-name-malformed')
 * ```
 */
export interface MediaNameMalformed {
  readonly kind: 'media-name-malformed';
}

/**
 * There is no such medium.
 *
 * @example
 * ```ts
 * (await media.list(actor, { medium: 'book' })).mapErr(({ kind }) => kind); // Err('medium-unknown')
 * ```
 */
export interface MediumUnknown {
  readonly kind: 'medium-unknown';
}

/**
 * There is no such state.
 *
 * @example
 * ```ts
 * (await media.put(actor, { name: 'Dune', consumedState: 'done' })).mapErr(({ kind }) => kind); // Err('consumed-state-unknown')
 * ```
 */
export interface ConsumedStateUnknown {
  readonly kind: 'consumed-state-unknown';
}

/**
 * A description is text.
 *
 * @example
 * ```ts
 * parseMediaWish({ id: 1, description: null }).mapErr(({ kind }) => kind); // Err('media-description-malformed')
 * ```
 */
export interface MediaDescriptionMalformed {
  readonly kind: 'media-description-malformed';
}

/**
 * A description has at most {@link LONGEST_MEDIA_DESCRIPTION} characters.
 *
 * @example
 * ```ts
 * parseMediaWish({ id: 1, description: 'x'.repeat(501) }).mapErr(({ kind }) => kind); // Err('media-description-too-long')
 * ```
 */
export interface MediaDescriptionTooLong {
  readonly kind: 'media-description-too-long';
}

/**
 * An order is a whole number of 32 bits.
 *
 * @example
 * ```ts
 * parseMediaWish({ id: 1, order: '3' }).mapErr(({ kind }) => kind); // Err('media-order-malformed')
 * ```
 */
export interface MediaOrderMalformed {
  readonly kind: 'media-order-malformed';
}

/**
 * A name has 1 to {@link LONGEST_MEDIA_NAME} characters.
 *
 * @example
 * ```ts
 * parseMediaWish({ name: '' }).mapErr(({ kind }) => kind); // Err('media-name-out-of-bounds')
 * ```
 */
export interface MediaNameOutOfBounds {
  readonly kind: 'media-name-out-of-bounds';
}

/**
 * What can be wrong with a wish, in the order in which it is looked for.
 *
 * @example
 * ```ts
 * parseMediaWish(input).mapErr(({ kind }: MediaWishMalformed) => messages[kind]);
 * ```
 */
export type MediaWishMalformed =
  | NameAndIdMissing
  | MediaIdMalformed
  | MediaNameMalformed
  | MediumUnknown
  | ConsumedStateUnknown
  | MediaDescriptionMalformed
  | MediaDescriptionTooLong
  | MediaOrderMalformed
  | MediaNameOutOfBounds;

const SMALLEST_INTEGER = -(2 ** 31);
const LARGEST_INTEGER = 2 ** 31 - 1;

/** Whether a value is a whole number of 32 bits. */
function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= SMALLEST_INTEGER && Number(value) <= LARGEST_INTEGER;
}

/**
 * Whether a value names a medium.
 *
 * @example
 * ```ts
 * isMedium('Film'); // false
 * ```
 */
export function isMedium(value: unknown): value is Medium {
  return MEDIUMS.some((medium) => medium === value);
}

/**
 * Whether a value names a state.
 *
 * @example
 * ```ts
 * isConsumedState('not-started'); // false
 * ```
 */
export function isConsumedState(value: unknown): value is ConsumedState {
  return CONSUMED_STATES.some((state) => state === value);
}

/**
 * Checks the id of an element.
 *
 * @example
 * ```ts
 * parseMediaId('3').mapErr(({ kind }) => kind); // Err('media-id-malformed')
 * ```
 */
export function parseMediaId(value: unknown): Result<number, MediaIdMalformed> {
  return isInteger(value) ? ok(value) : err({ kind: 'media-id-malformed' });
}

/**
 * Checks a wish, one field after the other in the order of {@link MediaWishMalformed}; the first fault is told.
 *
 * @example
 * ```ts
 * parseMediaWish({ name: 'Dune', medium: 'literature' }); // ok
 * parseMediaWish({ id: '3' }); // err: media-id-malformed
 * ```
 */
export function parseMediaWish(input: UncheckedMediaWish): Result<MediaWish, MediaWishMalformed> {
  const { id, name, medium, consumedState, description, order } = input;
  if (id === undefined && name === undefined) return err({ kind: 'name-and-id-missing' });
  if (id !== undefined && !isInteger(id)) return err({ kind: 'media-id-malformed' });
  if (name !== undefined && !isText(name)) return err({ kind: 'media-name-malformed' });
  if (medium !== undefined && !isMedium(medium)) return err({ kind: 'medium-unknown' });
  if (consumedState !== undefined && !isConsumedState(consumedState)) return err({ kind: 'consumed-state-unknown' });
  if (description !== undefined && !isText(description)) return err({ kind: 'media-description-malformed' });
  if (description !== undefined && exceeds(description, LONGEST_MEDIA_DESCRIPTION)) {
    return err({ kind: 'media-description-too-long' });
  }
  if (order !== undefined && !isInteger(order)) return err({ kind: 'media-order-malformed' });
  if (name !== undefined && (name === '' || exceeds(name, LONGEST_MEDIA_NAME))) {
    return err({ kind: 'media-name-out-of-bounds' });
  }
  return ok({
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(medium === undefined ? {} : { medium }),
    ...(consumedState === undefined ? {} : { consumedState }),
    ...(description === undefined ? {} : { description }),
    ...(order === undefined ? {} : { order }),
  });
}

// A text has no more characters than UTF-16 units, and at least half as many: counting is seldom needed.
function exceeds(text: string, characters: number): boolean {
  if (text.length <= characters) return false;
  return text.length > 2 * characters || lengthOf(text) > characters;
}
