import type { CastingChanges, CastingDraft, CastingsOf, Quintet } from '@quintet/core';
import { answerTo } from '../../http/errors.ts';
import type { Parameter, Route } from '../../http/route.ts';
import { NOT_FOUND, TOKEN_REFUSALS } from '../answers.ts';
import { CASTING_ERRORS, CREATE_CASTING_ERRORS, EDIT_CASTING_ERRORS, LIST_CASTINGS_ERRORS } from '../errors.ts';
import { PAGE_PARAMETERS, pageAnswer, pageWanted, wholeAnswer } from '../listing.ts';
import {
  castingJson,
  createdCastingAnswer,
  deletedCastingAnswer,
  editedCastingAnswer,
  listHead,
} from '../presenter.ts';
import { fieldsBody, idOf, withBearer } from '../requests.ts';
import {
  CASTING_CHANGES,
  CASTINGS_ANSWER,
  CREATED_CASTING_ANSWER,
  DELETED_CASTING_ANSWER,
  EDITED_CASTING_ANSWER,
  NEW_CASTING,
} from '../schemas.ts';
import { ACTOR_ID, ACTOR_PATH, CASTING_ID, CASTING_PATH, MOVIE_ID, MOVIE_PATH } from './parameters.ts';
import { CASTING } from './samples.ts';

const LISTING = { head: listHead('castings'), present: castingJson };
const TAG = 'Castings';

const NAMES: Readonly<Record<keyof CastingDraft, string>> = { actorId: 'actor_id', role: 'role', status: 'status' };

const DRAFT = fieldsBody(NEW_CASTING, NAMES);
const CHANGES = fieldsBody(CASTING_CHANGES, NAMES);

/** Listing, proposing, deciding and removing who plays what. */
export function castingRoutes(quintet: Quintet): readonly Route[] {
  const { identity, casting } = quintet;
  return [
    listRoute(quintet, {
      path: `${MOVIE_PATH}/castings`,
      operationId: 'listCastingsOfMovie',
      summary: "List a movie's castings",
      parameter: MOVIE_ID,
      of: (movieId) => ({ movieId }),
    }),
    listRoute(quintet, {
      path: `${ACTOR_PATH}/castings`,
      operationId: 'listCastingsOfActor',
      summary: "List an actor's castings",
      parameter: ACTOR_ID,
      of: (actorId) => ({ actorId }),
    }),
    {
      method: 'POST',
      path: `${MOVIE_PATH}/castings`,
      operationId: 'createCasting',
      summary: 'Propose an actor for a role',
      description: 'Once for each role. Needs `post:castings`.',
      tag: TAG,
      secured: true,
      parameters: [MOVIE_ID],
      body: DRAFT,
      success: {
        status: 200,
        description: 'Proposed',
        schema: CREATED_CASTING_ANSWER,
        example: { success: true, casting_id: 7, casting: CASTING },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND, ...DRAFT.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await DRAFT.readFields(exchange);
        if (body.isErr()) return body.error;
        const input = { movieId: idOf(exchange, 'movieId'), casting: body.value as CastingDraft };
        const created = await casting.createCasting(bearer, input);
        return answerTo(exchange, created, createdCastingAnswer, CREATE_CASTING_ERRORS);
      }),
    },
    {
      method: 'PATCH',
      path: CASTING_PATH,
      operationId: 'editCasting',
      summary: 'Change or decide a casting',
      description: 'Needs `patch:castings`.',
      tag: TAG,
      secured: true,
      parameters: [CASTING_ID],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: EDITED_CASTING_ANSWER,
        example: { success: true, modified_casting: CASTING, casting: CASTING },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND, ...CHANGES.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await CHANGES.readFields(exchange);
        if (body.isErr()) return body.error;
        const input = { castingId: idOf(exchange, 'castingId'), changes: body.value as CastingChanges };
        return answerTo(exchange, await casting.editCasting(bearer, input), editedCastingAnswer, EDIT_CASTING_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: CASTING_PATH,
      operationId: 'deleteCasting',
      summary: 'Remove a casting',
      description: 'Needs `delete:castings`.',
      tag: TAG,
      secured: true,
      parameters: [CASTING_ID],
      success: {
        status: 200,
        description: 'Removed',
        schema: DELETED_CASTING_ANSWER,
        example: { success: true, deleted_casting: CASTING, casting: CASTING },
      },
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) => {
        const removed = await casting.deleteCasting(bearer, { castingId: idOf(exchange, 'castingId') });
        return answerTo(exchange, removed, deletedCastingAnswer, CASTING_ERRORS);
      }),
    },
  ];
}

interface CastingsList extends Pick<Route, 'path' | 'operationId' | 'summary'> {
  /** Whose castings they are. */
  readonly parameter: Parameter;
  readonly of: (id: number) => CastingsOf;
}

function listRoute({ identity, casting }: Quintet, { parameter, of, ...route }: CastingsList): Route {
  return {
    method: 'GET',
    ...route,
    description: 'In order of creation. Needs `get:castings`.',
    tag: TAG,
    secured: true,
    parameters: [parameter, ...PAGE_PARAMETERS],
    success: {
      status: 200,
      description: 'The castings',
      schema: CASTINGS_ANSWER,
      example: { success: true, castings: [CASTING] },
    },
    refusals: [...TOKEN_REFUSALS, NOT_FOUND],
    handle: withBearer(identity, (exchange, bearer) => {
      const page = pageWanted(exchange);
      const whose = of(idOf(exchange, parameter.name));
      return page === undefined
        ? wholeAnswer(exchange, casting.listAllCastings(bearer, whose), LISTING, LIST_CASTINGS_ERRORS)
        : pageAnswer(exchange, casting.listCastings(bearer, whose, page), LISTING, LIST_CASTINGS_ERRORS);
    }),
  };
}
