import type { FieldMalformed } from '../../kernel/field.ts';
import type { ResultAsync } from 'neverthrow';
import { permit, type Bearer, type PermissionLacking } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import { parseActorChanges, parseActorDraft, type ActorChanges, type ActorDraft, type CastingActor } from '../actor.ts';
import type { FieldsMissing, NothingToChange } from '../fields.ts';
import { listingPage, wholeList, type ListingPage, type Seeking, type WholeList } from '../listing.ts';
import type { ActorNotFound, Added, ContactTaken } from '../ports.ts';
import type { CastingPorts, CastingSettings } from '../settings.ts';

/**
 * Names an actor.
 *
 * @example
 * ```ts
 * const actor: ActorById = { actorId: 3 };
 * ```
 */
export interface ActorById {
  readonly actorId: number;
}

/**
 * Lists actors by name, a page at a time. Needs `get:actors`.
 *
 * @example
 * ```ts
 * const listed = await casting.listActors(bearer, { page: 1, seeking: true });
 * listed.map((actors) => actors.map(({ name }) => name));
 * ```
 */
export type ListActors = (
  bearer: Bearer,
  wish?: ListingPage & Seeking,
) => ResultAsync<readonly CastingActor[], PermissionLacking | Unavailable>;

/**
 * Lists all actors by name, piece by piece. Needs `get:actors`.
 *
 * @example
 * ```ts
 * const list = (await casting.listAllActors(bearer))._unsafeUnwrap();
 * for await (const piece of list) piece.map((actors) => actors.length);
 * ```
 */
export type ListAllActors = (
  bearer: Bearer,
  wish?: Seeking,
) => ResultAsync<WholeList<CastingActor>, PermissionLacking | Unavailable>;

/**
 * Shows one actor. Needs `get:actors`.
 *
 * @example
 * ```ts
 * const found = await casting.getActor(bearer, { actorId: 3 });
 * found.map(({ name }) => name);
 * ```
 */
export type GetActor = (
  bearer: Bearer,
  input: ActorById,
) => ResultAsync<CastingActor, PermissionLacking | ActorNotFound | Unavailable>;

/**
 * Takes an actor in. Needs `post:actor`.
 *
 * @example
 * ```ts
 * const created = await casting.createActor(bearer, ann);
 * created.map(({ added, total }) => `number ${added.id} of ${total}`);
 * ```
 */
export type CreateActor = (
  bearer: Bearer,
  input: ActorDraft,
) => ResultAsync<Added<CastingActor>, PermissionLacking | FieldsMissing | FieldMalformed | ContactTaken | Unavailable>;

/**
 * Changes some of an actor's fields; what is absent stays. Needs `patch:actors`. Whether there is such an actor is
 * looked at before the changes.
 *
 * @example
 * ```ts
 * await casting.editActor(bearer, { actorId: 3, changes: { age: 33 } });
 * ```
 */
export type EditActor = (
  bearer: Bearer,
  input: ActorById & { readonly changes: ActorChanges },
) => ResultAsync<
  CastingActor,
  PermissionLacking | ActorNotFound | NothingToChange | FieldMalformed | ContactTaken | Unavailable
>;

/**
 * Removes an actor with all castings, and gives what was removed. Needs `delete:actors`.
 *
 * @example
 * ```ts
 * const deleted = await casting.deleteActor(bearer, { actorId: 3 });
 * deleted.map(({ name }) => name);
 * ```
 */
export type DeleteActor = (
  bearer: Bearer,
  input: ActorById,
) => ResultAsync<CastingActor, PermissionLacking | ActorNotFound | Unavailable>;

export function listActors({ actors }: CastingPorts, settings: CastingSettings): ListActors {
  return (bearer, { seeking, ...wish } = {}) =>
    permit(bearer, 'get:actors').asyncAndThen(() =>
      actors.page({ ...listingPage(wish, settings), ...(seeking === undefined ? {} : { seeking }) }),
    );
}

export function listAllActors({ actors }: CastingPorts, settings: CastingSettings): ListAllActors {
  return (bearer, { seeking } = {}) =>
    permit(bearer, 'get:actors').asyncAndThen(() =>
      wholeList<CastingActor>(
        (after) =>
          actors.stretch({
            limit: settings.stretchSize,
            ...(after === undefined ? {} : { after }),
            ...(seeking === undefined ? {} : { seeking }),
          }),
        settings,
      ),
    );
}

export function getActor({ actors }: CastingPorts): GetActor {
  return (bearer, { actorId }) => permit(bearer, 'get:actors').asyncAndThen(() => actors.find(lookupNumber(actorId)));
}

export function createActor({ actors }: CastingPorts): CreateActor {
  return (bearer, input) =>
    permit(bearer, 'post:actor')
      .andThen(() => parseActorDraft(input))
      .asyncAndThen((draft) => actors.add(draft));
}

export function editActor({ actors }: CastingPorts): EditActor {
  return (bearer, { actorId, changes }) =>
    permit(bearer, 'patch:actors')
      .asyncAndThen(() => actors.find(lookupNumber(actorId)))
      .andThen(() => parseActorChanges(changes))
      .andThen((changes) => actors.change(lookupNumber(actorId), changes));
}

export function deleteActor({ actors }: CastingPorts): DeleteActor {
  return (bearer, { actorId }) =>
    permit(bearer, 'delete:actors').asyncAndThen(() => actors.remove(lookupNumber(actorId)));
}
