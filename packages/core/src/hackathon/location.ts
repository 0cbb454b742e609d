import { err, ok, type Result } from 'neverthrow';
import {
  line,
  malformed,
  parseChanges,
  valueOf,
  type FieldError,
  type FieldParser,
  type NothingToChange,
} from './fields.ts';

/**
 * A place in the venue.
 *
 * @example
 * ```ts
 * const isPrimary = ({ rank }: Location) => rank !== undefined;
 * ```
 */
export interface Location {
  /** 24 hex digits. */
  readonly id: string;
  /** 1 to 255 characters. */
  readonly name: string;
  /** Its place among the maps, from 0; absent: it is none of them. */
  readonly rank?: number;
}

/**
 * What a map of a location shows, in a form that browsers know.
 *
 * @example
 * ```ts
 * const type: PictureType = 'image/png';
 * ```
 */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';

/**
 * Every type that a picture may have.
 *
 * @example
 * ```ts
 * PICTURE_TYPES.includes('image/svg+xml'); // true
 * ```
 */
export const PICTURE_TYPES: readonly PictureType[] = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'];

/**
 * The largest picture, in bytes: 5 MiB.
 *
 * @example
 * ```ts
 * const fits = (picture: NewPicture) => picture.bytes.length <= LARGEST_PICTURE;
 * ```
 */
export const LARGEST_PICTURE: number = 5 * 1_048_576;

/**
 * A picture that is to be kept. Whoever hands it over has made sure that its bytes are of the type, and that it holds
 * no scripts.
 *
 * @example
 * ```ts
 * const picture: NewPicture = { contentType: 'image/png', bytes };
 * ```
 */
export interface NewPicture {
  readonly contentType: PictureType;
  readonly bytes: Uint8Array;
}

/**
 * A picture that is kept.
 *
 * @example
 * ```ts
 * const etag = ({ digest }: Picture) => `"${digest}"`;
 * ```
 */
export interface Picture extends NewPicture {
  /** The location's. */
  readonly id: string;
  /** Another one for other bytes or another type; of the characters `A-Z a-z 0-9 _ -`. */
  readonly digest: string;
}

/**
 * What is to be different about a location; what is absent stays. With `rank: -1` it is none of the maps any more.
 *
 * @example
 * ```ts
 * const changes: LocationChanges = { rank: -1 };
 * ```
 */
export interface LocationChanges {
  readonly name?: string;
  readonly rank?: number;
  readonly picture?: NewPicture;
}

/**
 * The picture's type is none of {@link PICTURE_TYPES}.
 *
 * @example
 * ```ts
 * const refused: PictureTypeUnknown = { kind: 'picture-type-unknown' };
 * ```
 */
export interface PictureTypeUnknown {
  readonly kind: 'picture-type-unknown';
}

/**
 * The picture has no bytes, or more than {@link LARGEST_PICTURE}.
 *
 * @example
 * ```ts
 * const refused: PictureTooLarge = { kind: 'picture-too-large' };
 * ```
 */
export interface PictureTooLarge {
  readonly kind: 'picture-too-large';
}

/**
 * Why a location was not taken.
 *
 * @example
 * ```ts
 * const isOfPicture = ({ kind }: LocationMalformed) => kind.startsWith('picture');
 * ```
 */
export type LocationMalformed = FieldError | PictureTypeUnknown | PictureTooLarge;

const HIGHEST_RANK = 2_147_483_647;

const rank: FieldParser<number> = (value, field) =>
  Number.isInteger(value) && Number(value) >= -1 && Number(value) <= HIGHEST_RANK
    ? ok(Number(value))
    : malformed(field);

const FIELDS = { name: line, rank };

/** A location that is to be made, without its id. */
export function parseLocationDraft(
  input: unknown,
): Result<LocationChanges & { readonly name: string }, LocationMalformed> {
  if (valueOf(input, 'name') === undefined) return err({ kind: 'field-missing', field: 'name' });
  return parseChanges<{ name: string; rank: number }>(FIELDS, input)
    .mapErr((error): FieldError =>
      error.kind === 'nothing-to-change' ? { kind: 'field-missing', field: 'name' } : error,
    )
    .andThen(({ name = '', ...fields }) => withPicture({ name, ...fields }, input));
}

/** What is to be different about a location. */
export function parseLocationChanges(input: unknown): Result<LocationChanges, LocationMalformed | NothingToChange> {
  const fields = parseChanges<{ name: string; rank: number }>(FIELDS, input).orElse((error) =>
    error.kind === 'nothing-to-change' && valueOf(input, 'picture') !== undefined ? ok({}) : err(error),
  );
  return fields.andThen((changes) => withPicture(changes, input));
}

/** A location with its changes. */
export function changeLocation(location: Location, changes: Pick<LocationChanges, 'name' | 'rank'>): Location {
  const { id, name } = location;
  const rank = changes.rank ?? location.rank ?? -1;
  return { id, name: changes.name ?? name, ...(rank < 0 ? {} : { rank }) };
}

function withPicture<T extends object>(
  fields: T,
  input: unknown,
): Result<T & Pick<LocationChanges, 'picture'>, LocationMalformed> {
  const picture = valueOf(input, 'picture');
  if (picture === undefined) return ok(fields);
  const contentType = PICTURE_TYPES.find((type) => type === valueOf(picture, 'contentType'));
  const bytes = valueOf(picture, 'bytes');
  if (!(bytes instanceof Uint8Array)) return malformed('picture');
  if (contentType === undefined) return err({ kind: 'picture-type-unknown' });
  if (bytes.length === 0 || bytes.length > LARGEST_PICTURE) return err({ kind: 'picture-too-large' });
  return ok({ ...fields, picture: { contentType, bytes } });
}
