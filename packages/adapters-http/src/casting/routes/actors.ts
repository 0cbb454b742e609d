import type { ActorChanges, Bearer, Quintet } from '@quintet/core';
import type { Route } from '../../http/route.ts';
import { ACTOR_ERRORS, CREATE_ACTOR_ERRORS, EDIT_ACTOR_ERRORS } from '../errors.ts';
import { actorAnswer, actorJson, createdActorAnswer, deletedActorAnswer, editedActorAnswer } from '../presenter.ts';
import {
  ACTOR_ANSWER,
  ACTOR_CHANGES,
  ACTORS_ANSWER,
  CREATED_ACTOR_ANSWER,
  DELETED_ACTOR_ANSWER,
  EDITED_ACTOR_ANSWER,
  NEW_ACTOR,
} from '../schemas.ts';
import { routesOf } from './kind.ts';
import { ACTOR_ID, ACTOR_PATH } from './parameters.ts';
import { ACTOR } from './samples.ts';

/** Listing, showing, taking in, changing and removing actors. */
export function actorRoutes({ identity, casting }: Quintet): readonly Route[] {
  return routesOf(identity, {
    plural: 'actors',
    noun: 'Actor',
    path: ACTOR_PATH,
    parameter: ACTOR_ID,
    order: 'name',
    names: {
      name: 'name',
      age: 'age',
      gender: 'gender',
      email: 'email',
      phone: 'phone',
      photo: 'photo',
      seekingMovie: 'seeking_movie',
    },
    draft: NEW_ACTOR,
    changes: ACTOR_CHANGES,
    told: {
      list: {
        summary: 'List actors',
        answer: 'The actors',
        permission: 'get:actors',
        schema: ACTORS_ANSWER,
        example: { actors: [ACTOR] },
      },
      create: {
        summary: 'Take an actor in',
        answer: 'Taken in',
        permission: 'post:actor',
        schema: CREATED_ACTOR_ANSWER,
        example: { actor_id: 4, actors_total: 4 },
      },
      get: {
        summary: 'Show an actor',
        answer: 'The actor',
        permission: 'get:actors',
        schema: ACTOR_ANSWER,
        example: { actor: { ...ACTOR, photo_link: ACTOR.photo } },
      },
      edit: {
        summary: 'Change an actor',
        answer: 'Changed',
        permission: 'patch:actors',
        schema: EDITED_ACTOR_ANSWER,
        example: { modified_actor: ACTOR, actor_updated: ACTOR },
      },
      delete: {
        summary: 'Remove an actor with all castings',
        answer: 'Removed',
        permission: 'delete:actors',
        schema: DELETED_ACTOR_ANSWER,
        example: { deleted_actor: ACTOR },
      },
    },
    present: actorJson,
    shown: actorAnswer,
    created: createdActorAnswer,
    edited: editedActorAnswer,
    deleted: deletedActorAnswer,
    listAll: casting.listAllActors,
    list: casting.listActors,
    create: casting.createActor,
    get: (bearer: Bearer, actorId: number) => casting.getActor(bearer, { actorId }),
    edit: (bearer: Bearer, actorId: number, changes: ActorChanges) => casting.editActor(bearer, { actorId, changes }),
    remove: (bearer: Bearer, actorId: number) => casting.deleteActor(bearer, { actorId }),
    errors: ACTOR_ERRORS,
    createErrors: CREATE_ACTOR_ERRORS,
    editErrors: EDIT_ACTOR_ERRORS,
  });
}
