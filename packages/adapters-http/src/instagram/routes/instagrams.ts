import type { InstagramDomain, InstagramDraft, Quintet } from '@quintet/core';
import type { Endpoint } from '../../http/api.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { away, refused, TOKEN_REFUSALS } from '../answers.ts';
import { fieldsBody, type FieldsBody } from '../body.ts';
import { ADD_INSTAGRAM_ERRORS, EDIT_INSTAGRAM_ERRORS, INSTAGRAM_NOT_FOUND } from '../errors.ts';
import { INSTAGRAM_ID } from '../parameters.ts';
import { instagramAnswer, instagramsAnswer, nothingAnswer } from '../presenter.ts';
import { answerOr, instagramOf, signedIn } from '../requests.ts';
import { INSTAGRAM, INSTAGRAM_CHANGES, INSTAGRAMS, NEW_INSTAGRAM, NOTHING } from '../schemas.ts';
import { INSTAGRAM_EXAMPLE, INSTAGRAM_SAMPLE } from './samples.ts';

const TAG = 'Instagrams';
const PATH = '/api/v1/instagrams';
const PATH_OF_ONE = `${PATH}/:instagramId`;

const NEW: FieldsBody = fieldsBody(NEW_INSTAGRAM, (reason) => refused(2030, reason));
const CHANGES: FieldsBody = fieldsBody(INSTAGRAM_CHANGES, (reason) => refused(2040, reason));

const NOT_FOUND = answersIn(INSTAGRAM_NOT_FOUND, { kind: 'instagram-not-found' });

/** Adding, listing, changing, starting, stopping and deleting instagrams. */
export function instagramRoutes({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): readonly Route[] {
  const ofOne = { tag: TAG, secured: true, parameters: [INSTAGRAM_ID] };
  const shown = (description: string): Route['success'] => ({
    status: 200,
    description,
    schema: INSTAGRAM,
    example: INSTAGRAM_EXAMPLE,
  });
  return [
    {
      method: 'POST',
      path: PATH,
      operationId: 'addInstagram',
      summary: 'Add an instagram',
      description: 'Logs in to it, looks at its profile, keeps it and starts it. Its password is kept encrypted.',
      tag: TAG,
      secured: true,
      body: NEW,
      success: shown('Added and started'),
      refusals: [...TOKEN_REFUSALS, ...NEW.refusals, ...answersIn(ADD_INSTAGRAM_ERRORS, INSTAGRAM_SAMPLE), away(2030)],
      handle: signedIn(identity, async (exchange, actor) => {
        const body = await NEW.read(exchange);
        if (body.isErr()) return body.error;
        // what the fields are is for the use case to say
        const draft = body.value as unknown as InstagramDraft;
        const added = await instagram.addInstagram(actor, draft);
        return answerOr(2030, exchange, added, instagramAnswer, ADD_INSTAGRAM_ERRORS);
      }),
    },
    {
      method: 'GET',
      path: PATH,
      operationId: 'listInstagrams',
      summary: 'List the instagrams of whoever asks',
      tag: TAG,
      secured: true,
      success: { status: 200, description: 'All of them', schema: INSTAGRAMS, example: [INSTAGRAM_EXAMPLE] },
      refusals: [...TOKEN_REFUSALS, refused(2020), away(2020)],
      handle: signedIn(identity, async (exchange, actor) => {
        const listed = await instagram.listInstagrams(actor);
        if (listed.isOk() && listed.value.length === 0) {
          // a token may outlive its account, or the database that it was made on
          const user = await instagram.getUser(actor);
          if (user.isErr() && user.error.kind === 'account-not-found') return refused(2020);
        }
        return answerOr(2020, exchange, listed, instagramsAnswer, {});
      }),
    },
    {
      method: 'GET',
      path: PATH_OF_ONE,
      operationId: 'getInstagram',
      summary: 'Show an instagram',
      ...ofOne,
      success: shown('The instagram'),
      refusals: [...TOKEN_REFUSALS, ...NOT_FOUND],
      handle: signedIn(identity, async (exchange, actor) =>
        answerTo(
          exchange,
          await instagram.getInstagram(actor, instagramOf(exchange)),
          instagramAnswer,
          INSTAGRAM_NOT_FOUND,
        ),
      ),
    },
    {
      method: 'PUT',
      path: PATH_OF_ONE,
      operationId: 'editInstagram',
      summary: 'Change an instagram',
      description:
        'Its state and its counts stay. With another username or password it is logged in to first, and where that is ' +
        'refused nothing is changed.',
      ...ofOne,
      body: CHANGES,
      success: shown('Changed'),
      refusals: [
        ...TOKEN_REFUSALS,
        ...CHANGES.refusals,
        ...answersIn(EDIT_INSTAGRAM_ERRORS, INSTAGRAM_SAMPLE),
        away(2040),
      ],
      handle: signedIn(identity, async (exchange, actor) => {
        const body = await CHANGES.read(exchange);
        if (body.isErr()) return body.error;
        const draft = body.value as unknown as InstagramDraft;
        const edited = await instagram.editInstagram(actor, { ...draft, ...instagramOf(exchange) });
        return answerOr(2040, exchange, edited, instagramAnswer, EDIT_INSTAGRAM_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: PATH_OF_ONE,
      operationId: 'deleteInstagram',
      summary: 'Delete an instagram',
      description: 'Its channels go with it. Once it is answered, nothing is done for it any more.',
      ...ofOne,
      success: { status: 200, description: 'Deleted', schema: NOTHING, example: {} },
      refusals: [...TOKEN_REFUSALS, ...NOT_FOUND, away(2050)],
      handle: signedIn(identity, async (exchange, actor) =>
        answerOr(
          2050,
          exchange,
          await instagram.deleteInstagram(actor, instagramOf(exchange)),
          nothingAnswer,
          INSTAGRAM_NOT_FOUND,
        ),
      ),
    },
    ...switches(instagram).map(({ verb, summary, description, change }): Route => ({
      method: 'GET',
      path: `${PATH_OF_ONE}/${verb}`,
      operationId: `${verb}Instagram`,
      summary,
      description,
      ...ofOne,
      success: shown('The instagram in its new state'),
      refusals: [...TOKEN_REFUSALS, ...NOT_FOUND, away(2040)],
      handle: signedIn(identity, async (exchange, actor) =>
        answerOr(2040, exchange, await change(actor, instagramOf(exchange)), instagramAnswer, INSTAGRAM_NOT_FOUND),
      ),
    })),
  ];
}

/** What an instagram is told to do that it can't. */
export function unknownInstagramAction({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): Endpoint {
  return {
    method: 'GET',
    path: `${PATH_OF_ONE}/:action`,
    handle: signedIn(identity, async (exchange, actor) =>
      answerTo(
        exchange,
        await instagram.getInstagram(actor, instagramOf(exchange)),
        () => refused(2060),
        INSTAGRAM_NOT_FOUND,
      ),
    ),
  };
}

interface Switch {
  readonly verb: 'start' | 'stop';
  readonly summary: string;
  readonly description: string;
  readonly change: InstagramDomain['startInstagram'];
}

function switches({ startInstagram, stopInstagram }: InstagramDomain): readonly Switch[] {
  return [
    {
      verb: 'start',
      summary: 'Start an instagram',
      description: 'Also one that is suspected, which nothing else revives. Its channels are started one by one.',
      change: startInstagram,
    },
    {
      verb: 'stop',
      summary: 'Stop an instagram and its channels',
      description: 'Once it is answered, nothing is done for it any more.',
      change: stopInstagram,
    },
  ];
}
