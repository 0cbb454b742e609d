import type { ChannelDraft, InstagramDomain, Quintet } from '@quintet/core';
import type { Endpoint } from '../../http/api.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { away, refused, TOKEN_REFUSALS } from '../answers.ts';
import { fieldsBody, type FieldsBody } from '../body.ts';
import {
  ADD_CHANNEL_ERRORS,
  CHANNEL_ERRORS,
  EDIT_CHANNEL_ERRORS,
  INSTAGRAM_NOT_FOUND,
  START_CHANNEL_ERRORS,
} from '../errors.ts';
import { CHANNEL_ID, INSTAGRAM_ID } from '../parameters.ts';
import { channelAnswer, channelsAnswer, nothingAnswer } from '../presenter.ts';
import { answerOr, channelOf, instagramOf, signedIn } from '../requests.ts';
import { CHANNEL, CHANNEL_DRAFT, CHANNELS, NOTHING } from '../schemas.ts';
import { CHANNEL_EXAMPLE, CHANNEL_SAMPLE } from './samples.ts';

const TAG = 'Channels';
const PATH = '/api/v1/instagram/:instagramId/channels';
const PATH_OF_ONE = `${PATH}/:channelId`;

/** As the API's first clients spell it. */
const MISSPELT_PATH = '/api/v1/intagram/:instagramId/channels';

const NEW: FieldsBody = fieldsBody(CHANNEL_DRAFT, (reason) => refused(4070, reason));
const CHANGES: FieldsBody = fieldsBody(CHANNEL_DRAFT, (reason) => refused(4080, reason));

const NO_INSTAGRAM = answersIn(INSTAGRAM_NOT_FOUND, { kind: 'instagram-not-found' });
const NOT_FOUND = answersIn(CHANNEL_ERRORS, { kind: 'channel-not-found' });

/** Adding, listing, changing, starting, stopping and deleting the channels of an instagram. */
export function channelRoutes({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): readonly Route[] {
  const ofAll = { tag: TAG, secured: true, parameters: [INSTAGRAM_ID] };
  const ofOne = { tag: TAG, secured: true, parameters: [INSTAGRAM_ID, CHANNEL_ID] };
  const shown = (description: string): Route['success'] => ({
    status: 200,
    description,
    schema: CHANNEL,
    example: CHANNEL_EXAMPLE,
  });
  const add = (path: string, operationId: string, summary: string): Route => ({
    method: 'POST',
    path,
    operationId,
    summary,
    description: 'A new channel does nothing until it is started.',
    ...ofAll,
    body: NEW,
    success: shown('Added'),
    refusals: [...TOKEN_REFUSALS, ...NEW.refusals, ...answersIn(ADD_CHANNEL_ERRORS, CHANNEL_SAMPLE), away(4070)],
    handle: signedIn(identity, async (exchange, actor) => {
      const body = await NEW.read(exchange);
      if (body.isErr()) return body.error;
      // what the fields are is for the use case to say
      const draft = body.value as unknown as ChannelDraft;
      const added = await instagram.addChannel(actor, { ...draft, ...instagramOf(exchange) });
      return answerOr(4070, exchange, added, channelAnswer, ADD_CHANNEL_ERRORS);
    }),
  });
  return [
    add(PATH, 'addChannel', 'Add a channel'),
    add(MISSPELT_PATH, 'addChannelMisspelt', 'Add a channel, as first clients spell it'),
    {
      method: 'GET',
      path: PATH,
      operationId: 'listChannels',
      summary: 'List the channels of an instagram',
      ...ofAll,
      success: { status: 200, description: 'All of them', schema: CHANNELS, example: [CHANNEL_EXAMPLE] },
      refusals: [...TOKEN_REFUSALS, ...NO_INSTAGRAM, away(4060)],
      handle: signedIn(identity, async (exchange, actor) =>
        answerOr(
          4060,
          exchange,
          await instagram.listChannels(actor, instagramOf(exchange)),
          channelsAnswer,
          INSTAGRAM_NOT_FOUND,
        ),
      ),
    },
    {
      method: 'GET',
      path: PATH_OF_ONE,
      operationId: 'getChannel',
      summary: 'Show a channel',
      ...ofOne,
      success: shown('The channel'),
      refusals: [...TOKEN_REFUSALS, ...NOT_FOUND],
      handle: signedIn(identity, async (exchange, actor) =>
        answerTo(exchange, await instagram.getChannel(actor, channelOf(exchange)), channelAnswer, CHANNEL_ERRORS),
      ),
    },
    {
      method: 'PUT',
      path: PATH_OF_ONE,
      operationId: 'editChannel',
      summary: 'Change a channel',
      description:
        'Its state and its counts stay. With another target or value it begins anew, with nobody waiting to be reached.',
      ...ofOne,
      body: CHANGES,
      success: shown('Changed'),
      refusals: [...TOKEN_REFUSALS, ...CHANGES.refusals, ...answersIn(EDIT_CHANNEL_ERRORS, CHANNEL_SAMPLE), away(4080)],
      handle: signedIn(identity, async (exchange, actor) => {
        const body = await CHANGES.read(exchange);
        if (body.isErr()) return body.error;
        const draft = body.value as unknown as ChannelDraft;
        const edited = await instagram.editChannel(actor, { ...draft, ...channelOf(exchange) });
        return answerOr(4080, exchange, edited, channelAnswer, EDIT_CHANNEL_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: PATH_OF_ONE,
      operationId: 'deleteChannel',
      summary: 'Delete a channel',
      description: 'Once it is answered, nothing is done for it any more.',
      ...ofOne,
      success: { status: 200, description: 'Deleted', schema: NOTHING, example: {} },
      refusals: [...TOKEN_REFUSALS, ...NOT_FOUND, away(4090)],
      handle: signedIn(identity, async (exchange, actor) =>
        answerOr(
          4090,
          exchange,
          await instagram.deleteChannel(actor, channelOf(exchange)),
          nothingAnswer,
          CHANNEL_ERRORS,
        ),
      ),
    },
    ...switches(instagram).map(({ verb, summary, description, change }): Route => ({
      method: 'GET',
      path: `${PATH_OF_ONE}/${verb}`,
      operationId: `${verb}Channel`,
      summary,
      description,
      ...ofOne,
      success: shown('The channel in its new state'),
      refusals: [
        ...TOKEN_REFUSALS,
        ...answersIn(verb === 'start' ? START_CHANNEL_ERRORS : CHANNEL_ERRORS, { kind: 'channel-not-found' }),
        away(4080),
      ],
      handle: signedIn(identity, async (exchange, actor) =>
        answerOr(4080, exchange, await change(actor, channelOf(exchange)), channelAnswer, START_CHANNEL_ERRORS),
      ),
    })),
  ];
}

/** What a channel is told to do that it can't. */
export function unknownChannelAction({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): Endpoint {
  return {
    method: 'GET',
    path: `${PATH_OF_ONE}/:action`,
    handle: signedIn(identity, async (exchange, actor) =>
      answerTo(exchange, await instagram.getChannel(actor, channelOf(exchange)), () => refused(4010), CHANNEL_ERRORS),
    ),
  };
}

interface Switch {
  readonly verb: 'start' | 'stop';
  readonly summary: string;
  readonly description: string;
  readonly change: InstagramDomain['startChannel'];
}

function switches({ startChannel, stopChannel }: InstagramDomain): readonly Switch[] {
  return [
    {
      verb: 'start',
      summary: 'Start a channel',
      description: 'Of an instagram that is started. A source that was read to its end is read again.',
      change: startChannel,
    },
    {
      verb: 'stop',
      summary: 'Stop a channel',
      description: 'Once it is answered, nothing is done for it any more.',
      change: stopChannel,
    },
  ];
}
