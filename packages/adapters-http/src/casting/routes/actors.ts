import type { ActorChanges, ActorDraft, Quintet } from '@quintet/core';
import { answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { NOT_FOUND, TOKEN_REFUSALS } from '../answers.ts';
import { ACTOR_ERRORS, CREATE_ACTOR_ERRORS, EDIT_ACTOR_ERRORS, LIST_ERRORS } from '../errors.ts';
import { PAGE_PARAMETERS, pageAnswer, pageWanted, SEEKING_PARAMETER, seekingWanted, wholeAnswer } from '../listing.ts';
import {
  actorAnswer,
  actorJson,
  createdActorAnswer,
  deletedActorAnswer,
  editedActorAnswer,
  listHead,
} from '../presenter.ts';
import { fieldsBody, idOf, withBearer } from '../requests.ts';
import {
  ACTOR_ANSWER,
  ACTOR_CHANGES,
  ACTORS_ANSWER,
  CREATED_ACTOR_ANSWER,
  DELETED_ACTOR_ANSWER,
  EDITED_ACTOR_ANSWER,
  NEW_ACTOR,
} from '../schemas.ts';
import { ACTOR_ID, ACTOR_PATH } from './parameters.ts';
import { ACTOR } from './samples.ts';

const LISTING = { head: listHead('actors'), present: actorJson };
const TAG = 'Actors';

const NAMES: Readonly<Record<keyof ActorDraft, string>> = {
  name: 'name',
  age: 'age',
  gender: 'gender',
  email: 'email',
  phone: 'phone',
  photo: 'photo',
  seekingMovie: 'seeking_movie',
};

const DRAFT = fieldsBody(NEW_ACTOR, NAMES);
const CHANGES = fieldsBody(ACTOR_CHANGES, NAMES);

/** Listing, showing, taking in, changing and removing actors. */
export function actorRoutes({ identity, casting }: Quintet): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/actors',
      operationId: 'listActors',
      summary: 'List actors',
      description: 'By name. Needs `get:actors`.',
      tag: TAG,
      secured: true,
      parameters: [...PAGE_PARAMETERS, SEEKING_PARAMETER],
      success: {
        status: 200,
        description: 'The actors',
        schema: ACTORS_ANSWER,
        example: { success: true, actors: [ACTOR] },
      },
      refusals: TOKEN_REFUSALS,
      handle: withBearer(identity, (exchange, bearer) => {
        const page = pageWanted(exchange);
        const seeking = seekingWanted(exchange);
        return page === undefined
          ? wholeAnswer(exchange, casting.listAllActors(bearer, seeking), LISTING, LIST_ERRORS)
          : pageAnswer(exchange, casting.listActors(bearer, { ...page, ...seeking }), LISTING, LIST_ERRORS);
      }),
    },
    {
      method: 'POST',
      path: '/actors/create',
      operationId: 'createActor',
      summary: 'Take an actor in',
      description: 'Needs `post:actor`.',
      tag: TAG,
      secured: true,
      body: DRAFT,
      success: {
        status: 200,
        description: 'Taken in',
        schema: CREATED_ACTOR_ANSWER,
        example: { success: true, actor_id: 4, actors_total: 4 },
      },
      refusals: [...TOKEN_REFUSALS, ...DRAFT.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await DRAFT.readFields(exchange);
        if (body.isErr()) return body.error;
        // what the fields are is for the use case to look at, once it has looked at the permission
        const draft = body.value as ActorDraft;
        return answerTo(exchange, await casting.createActor(bearer, draft), createdActorAnswer, CREATE_ACTOR_ERRORS);
      }),
    },
    {
      method: 'GET',
      path: ACTOR_PATH,
      operationId: 'getActor',
      summary: 'Show an actor',
      description: 'Needs `get:actors`.',
      tag: TAG,
      secured: true,
      parameters: [ACTOR_ID],
      success: {
        status: 200,
        description: 'The actor',
        schema: ACTOR_ANSWER,
        example: { success: true, actor: { ...ACTOR, photo_link: ACTOR.photo } },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) => {
        const actorId = idOf(exchange, 'actorId');
        return answerTo(exchange, await casting.getActor(bearer, { actorId }), actorAnswer, ACTOR_ERRORS);
      }),
    },
    {
      method: 'PATCH',
      path: ACTOR_PATH,
      operationId: 'editActor',
      summary: 'Change an actor',
      description: 'Needs `patch:actors`.',
      tag: TAG,
      secured: true,
      parameters: [ACTOR_ID],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: EDITED_ACTOR_ANSWER,
        example: { success: true, modified_actor: ACTOR, actor_updated: ACTOR },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND, ...CHANGES.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await CHANGES.readFields(exchange);
        if (body.isErr()) return body.error;
        const input = { actorId: idOf(exchange, 'actorId'), changes: body.value as ActorChanges };
        return answerTo(exchange, await casting.editActor(bearer, input), editedActorAnswer, EDIT_ACTOR_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: ACTOR_PATH,
      operationId: 'deleteActor',
      summary: 'Remove an actor with all castings',
      description: 'Needs `delete:actors`.',
      tag: TAG,
      secured: true,
      parameters: [ACTOR_ID],
      success: {
        status: 200,
        description: 'Removed',
        schema: DELETED_ACTOR_ANSWER,
        example: { success: true, deleted_actor: ACTOR },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) => {
        const actorId = idOf(exchange, 'actorId');
        return answerTo(exchange, await casting.deleteActor(bearer, { actorId }), deletedActorAnswer, ACTOR_ERRORS);
      }),
    },
  ];
}
