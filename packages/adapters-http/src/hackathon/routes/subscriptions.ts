import type { HackathonChannels, Quintet } from '@quintet/core';
import { answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import {
  CHANNEL_FORBIDDEN,
  FAILURES,
  INVALID_BODY,
  INVALID_CHANNELS,
  INVALID_SUBSCRIPTION,
  SUBSCRIPTION_NOT_FOUND,
} from '../answers.ts';
import { created, succeeded } from '../presenter.ts';
import { asReader, readObject } from '../requests.ts';
import { ENDPOINT, SUBSCRIBED_ANSWER, SUBSCRIPTION, UNSUBSCRIBED_ANSWER } from '../schemas.ts';
import { destinationId, parseEndpoint, parseSubscription } from '../subscription.ts';

const TAG = 'Push';
const TRANSPORT = 'web-push';

/** Browsers that want to be told while they are closed. */
export function subscriptionRoutes(quintet: Quintet, { announcement }: HackathonChannels): readonly Route[] {
  const { push } = quintet;
  return [
    {
      method: 'POST',
      path: '/push/subscriptions',
      operationId: 'subscribe',
      summary: 'Have a browser told, also while it is closed',
      description: 'Of announcements, or what `channels` names; private channels need a token. Again: replaces it.',
      tag: TAG,
      secured: false,
      body: { schema: SUBSCRIPTION, refusals: [INVALID_BODY, INVALID_SUBSCRIPTION, INVALID_CHANNELS] },
      success: {
        status: 201,
        description: 'Subscribed',
        schema: SUBSCRIBED_ANSWER,
        example: { success: true, data: { channels: ['com.vivere.announcement'] } },
      },
      refusals: [INVALID_BODY, INVALID_SUBSCRIPTION, INVALID_CHANNELS, CHANNEL_FORBIDDEN],
      handle: asReader(quintet, async (exchange, actor) => {
        const body = await readObject(exchange);
        if (body.isErr()) return body.error;
        const subscription = parseSubscription(body.value);
        if (subscription.isErr()) return INVALID_SUBSCRIPTION;
        const { channels = [announcement] } = body.value;
        if (!isChannelList(channels)) return INVALID_CHANNELS;
        const destination = {
          id: destinationId(subscription.value.endpoint),
          transport: TRANSPORT,
          address: subscription.value,
          channels,
          ...(actor === undefined ? {} : { accountId: actor.accountId }),
        };
        return answerTo(exchange, await push.addDestination(destination, { actor }), () => created({ channels }), {
          'destination-malformed': INVALID_SUBSCRIPTION,
          // Browsers are to be pushed to, but no package of adapters does.
          'transport-not-found': FAILURES['not-found'],
          'channel-malformed': INVALID_CHANNELS,
          'channel-forbidden': CHANNEL_FORBIDDEN,
        });
      }),
    },
    {
      method: 'DELETE',
      path: '/push/subscriptions',
      operationId: 'unsubscribe',
      summary: 'Have a browser told no more',
      description: 'Who knows the endpoint may do so: nobody but the browser does.',
      tag: TAG,
      secured: false,
      body: { schema: ENDPOINT, refusals: [INVALID_BODY, INVALID_SUBSCRIPTION] },
      success: {
        status: 200,
        description: 'Gone',
        schema: UNSUBSCRIBED_ANSWER,
        example: { success: true, data: { endpoint: 'https://push.example.com/send/abc' } },
      },
      refusals: [INVALID_BODY, INVALID_SUBSCRIPTION, SUBSCRIPTION_NOT_FOUND],
      handle: async (exchange) => {
        const body = await readObject(exchange);
        if (body.isErr()) return body.error;
        const endpoint = parseEndpoint(body.value['endpoint']);
        if (endpoint === undefined) return INVALID_SUBSCRIPTION;
        return answerTo(
          exchange,
          await push.removeDestination(destinationId(endpoint)),
          () => succeeded({ endpoint }),
          {
            'destination-not-found': SUBSCRIPTION_NOT_FOUND,
          },
        );
      },
    },
  ];
}

function isChannelList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 100 &&
    value.every((channel) => typeof channel === 'string')
  );
}
