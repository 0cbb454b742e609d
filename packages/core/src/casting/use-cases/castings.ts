import type { FieldMalformed } from '../../kernel/field.ts';
import type { ResultAsync } from 'neverthrow';
import { permit, type AccountNotFound, type Bearer, type PermissionLacking } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import {
  parseCastingChanges,
  parseCastingDraft,
  type Casting,
  type CastingChanges,
  type CastingDraft,
} from '../casting.ts';
import type { FieldsMissing, NothingToChange } from '../fields.ts';
import { listingPage, wholeList, type ListingPage, type WholeList } from '../listing.ts';
import type {
  ActorNotFound,
  AlreadyCast,
  CastActorUnknown,
  CastingNotFound,
  CastingsOf,
  MovieNotFound,
} from '../ports.ts';
import type { CastingPorts, CastingSettings } from '../settings.ts';
import type { MovieById } from './movies.ts';

/**
 * Names a casting.
 *
 * @example
 * ```ts
 * const accepted: CastingById = { castingId: 7 };
 * ```
 */
export interface CastingById {
  readonly castingId: number;
}

/**
 * Lists the castings of a movie or of an actor in order of creation, a page at a time. Needs `get:castings`.
 *
 * @example
 * ```ts
 * const listed = await casting.listCastings(bearer, { movieId: 1 }, { limit: 50 });
 * listed.map((castings) => castings.map(({ role, status }) => `${role}: ${status}`));
 * ```
 */
export type ListCastings = (
  bearer: Bearer,
  of: CastingsOf,
  wish?: ListingPage,
) => ResultAsync<readonly Casting[], PermissionLacking | MovieNotFound | ActorNotFound | Unavailable>;

/**
 * Lists all castings of a movie or of an actor in order of creation, piece by piece. Needs `get:castings`.
 *
 * @example
 * ```ts
 * const list = (await casting.listAllCastings(bearer, { actorId: 3 }))._unsafeUnwrap();
 * for await (const piece of list) piece.map((castings) => castings.length);
 * ```
 */
export type ListAllCastings = (
  bearer: Bearer,
  of: CastingsOf,
) => ResultAsync<WholeList<Casting>, PermissionLacking | MovieNotFound | ActorNotFound | Unavailable>;

/**
 * Proposes an actor for a role in a movie. Needs `post:castings`, and an account for the record: a subject of the
 * external issuer gets one. There may be none, where a token outlived the database that it was made on. Whether there
 * is such a movie is looked at before the rest.
 *
 * @example
 * ```ts
 * await casting.createCasting(bearer, { movieId: 1, casting: { actorId: 3, role: 'The neighbour' } });
 * ```
 */
export type CreateCasting = (
  bearer: Bearer,
  input: MovieById & { readonly casting: CastingDraft },
) => ResultAsync<
  Casting,
  | PermissionLacking
  | MovieNotFound
  | FieldsMissing
  | FieldMalformed
  | CastActorUnknown
  | AlreadyCast
  | AccountNotFound
  | Unavailable
>;

/**
 * Changes a casting's actor, role or status; what is absent stays. Needs `patch:castings`. Whether there is such a
 * casting is looked at before the changes.
 *
 * @example
 * ```ts
 * await casting.editCasting(bearer, { castingId: 7, changes: { status: 'accept' } });
 * ```
 */
export type EditCasting = (
  bearer: Bearer,
  input: CastingById & { readonly changes: CastingChanges },
) => ResultAsync<
  Casting,
  PermissionLacking | CastingNotFound | NothingToChange | FieldMalformed | CastActorUnknown | AlreadyCast | Unavailable
>;

/**
 * Removes a casting, and gives what was removed. Needs `delete:castings`.
 *
 * @example
 * ```ts
 * const deleted = await casting.deleteCasting(bearer, { castingId: 7 });
 * deleted.map(({ role }) => role);
 * ```
 */
export type DeleteCasting = (
  bearer: Bearer,
  input: CastingById,
) => ResultAsync<Casting, PermissionLacking | CastingNotFound | Unavailable>;

export function listCastings(ports: CastingPorts, settings: CastingSettings): ListCastings {
  return (bearer, of, wish = {}) =>
    permit(bearer, 'get:castings')
      .asyncAndThen(() => ownerOf(ports, of))
      .andThen(() => ports.castings.page(of, listingPage(wish, settings)));
}

export function listAllCastings(ports: CastingPorts, settings: CastingSettings): ListAllCastings {
  return (bearer, of) =>
    permit(bearer, 'get:castings')
      .asyncAndThen(() => ownerOf(ports, of))
      .andThen(() =>
        wholeList<Casting>(
          (after) =>
            ports.castings.stretch(of, { limit: settings.stretchSize, ...(after === undefined ? {} : { after }) }),
          settings,
        ),
      );
}

export function createCasting({ identity, movies, castings }: CastingPorts): CreateCasting {
  return (bearer, { movieId, casting }) =>
    permit(bearer, 'post:castings')
      .asyncAndThen(() => movies.find(lookupNumber(movieId)))
      .andThen(() => parseCastingDraft(casting))
      .andThen((draft) =>
        identity
          .accountOf(bearer)
          .andThen((proposedBy) => castings.add({ ...draft, movieId: lookupNumber(movieId), proposedBy })),
      );
}

export function editCasting({ castings }: CastingPorts): EditCasting {
  return (bearer, { castingId, changes }) =>
    permit(bearer, 'patch:castings')
      .asyncAndThen(() => castings.find(lookupNumber(castingId)))
      .andThen(() => parseCastingChanges(changes))
      .andThen((changes) => castings.change(lookupNumber(castingId), changes));
}

export function deleteCasting({ castings }: CastingPorts): DeleteCasting {
  return (bearer, { castingId }) =>
    permit(bearer, 'delete:castings').asyncAndThen(() => castings.remove(lookupNumber(castingId)));
}

/** Makes sure that the movie or the actor whose castings are wanted exists. */
function ownerOf(
  { actors, movies }: CastingPorts,
  of: CastingsOf,
): ResultAsync<void, MovieNotFound | ActorNotFound | Unavailable> {
  return 'movieId' in of
    ? movies.find(lookupNumber(of.movieId)).map(() => undefined)
    : actors.find(lookupNumber(of.actorId)).map(() => undefined);
}
