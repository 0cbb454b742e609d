import { mentorChannel, ORGANIZERS_CHANNEL, type Actor, type Quintet } from '@quintet/core';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import { NOT_LOGGED_IN, CHANNEL_FORBIDDEN, INVALID_CHANNEL, INVALID_SOCKET, INVALID_BODY } from '../answers.ts';
import { json } from '../../http/answer.ts';
import { answerTo } from '../../http/errors.ts';
import { channelAuth, type PushEntrance, type PusherEntrance } from '../push-entrance.ts';
import { succeeded } from '../presenter.ts';
import { asReader, isObject, signedIn, type Fields } from '../requests.ts';
import { CHANNEL_AUTH, CHANNEL_ENTRY, PUSH_ANSWER } from '../schemas.ts';
import { isJson } from '../../http/guard.ts';
import { subscriptionRoutes } from './subscriptions.ts';

const TAG = 'Push';
const SOCKET_ID = /^\d{1,20}\.\d{1,20}$/u;

const ENTRANCE = {
  pusher: {
    key: '278d425bdf160c739803',
    auth_endpoint: 'http://127.0.0.1:3000/hackathon/pusher/auth',
    host: '127.0.0.1',
    port: 3000,
    tls: false,
    path: '',
  },
  stream: 'http://127.0.0.1:3000/hackathon/stream',
  web_push: null,
  channels: {
    mentor: 'com.vivere.mentor',
    announcement: 'com.vivere.announcement',
    event: 'com.vivere.event',
    own: 'private-mentor-7',
    organizers: null,
  },
};

/** How clients get what is pushed. */
export function pushRoutes(quintet: Quintet, entrance: PushEntrance): readonly Route[] {
  const { pusher, hasStream, webPushKey, channels } = entrance;
  return [
    {
      method: 'GET',
      path: '/push',
      operationId: 'getPush',
      summary: 'How to connect for what is pushed',
      description: 'Who is logged in is told of their own private channel too.',
      tag: TAG,
      secured: false,
      success: {
        status: 200,
        description: 'Addresses, public keys and names of channels',
        schema: PUSH_ANSWER,
        example: { success: true, data: ENTRANCE },
      },
      refusals: [],
      handle: asReader(quintet, (exchange, actor) =>
        succeeded({
          pusher: pusher === undefined ? null : pusherAnswer(exchange, pusher),
          stream: hasStream ? `${exchange.baseUrl}/stream` : null,
          web_push:
            webPushKey === undefined
              ? null
              : { public_key: webPushKey, subscriptions: `${exchange.baseUrl}/push/subscriptions` },
          channels: { ...channels, ...ownChannels(actor) },
        }),
      ),
    },
    ...(pusher === undefined ? [] : [authRoute(quintet, pusher)]),
    ...(webPushKey === undefined ? [] : subscriptionRoutes(quintet, channels)),
  ];
}

function ownChannels(actor: Actor | undefined): { readonly own: string | null; readonly organizers: string | null } {
  const isOrganizer = actor?.permissions.includes('organize:hackathon') === true;
  return {
    own: actor === undefined ? null : mentorChannel(actor.accountId),
    organizers: isOrganizer ? ORGANIZERS_CHANNEL : null,
  };
}

function pusherAnswer(exchange: Exchange, { key, hosted }: PusherEntrance): object {
  const common = { key, auth_endpoint: `${exchange.baseUrl}/pusher/auth` };
  if (hosted !== undefined) return { ...common, ...hosted };
  const url = new URL(exchange.origin);
  const tls = url.protocol === 'https:';
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  return { ...common, host: url.hostname, port, tls, path: url.pathname.replace(/\/$/u, '') };
}

function authRoute(quintet: Quintet, pusher: PusherEntrance): Route {
  return {
    method: 'POST',
    path: '/pusher/auth',
    operationId: 'authorizeChannel',
    summary: 'Where pusher-js asks whether it may enter a private or presence channel',
    tag: TAG,
    secured: true,
    body: {
      schema: CHANNEL_ENTRY,
      contentType: 'application/x-www-form-urlencoded',
      alternatives: { 'application/json': CHANNEL_ENTRY },
      refusals: [],
    },
    success: {
      status: 200,
      description: 'A signature, in the form that pusher-js wants',
      schema: CHANNEL_AUTH,
      example: { auth: '278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4' },
    },
    refusals: [NOT_LOGGED_IN, INVALID_BODY, INVALID_SOCKET, INVALID_CHANNEL, CHANNEL_FORBIDDEN],
    handle: signedIn(quintet, async (exchange, actor) => {
      const body = await exchange.text();
      if ('failure' in body) return exchange.failure(body.failure);
      const fields = fieldsOf(body.text, exchange.header('content-type'));
      if (fields === undefined) return INVALID_BODY;
      const { socket_id: socketId, channel_name: channel } = fields;
      // What is signed is put together with colons, so nothing else may come through here.
      if (typeof socketId !== 'string' || !SOCKET_ID.test(socketId)) return INVALID_SOCKET;
      if (typeof channel !== 'string' || !/^(?:private|presence)-/u.test(channel)) return INVALID_CHANNEL;
      return answerTo(
        exchange,
        await quintet.push.authorizeChannel(actor, channel),
        ({ member }) => json(200, channelAuth(pusher, { socketId, channel, member })),
        { 'channel-forbidden': CHANNEL_FORBIDDEN, 'channel-malformed': INVALID_CHANNEL },
      );
    }),
  };
}

function fieldsOf(text: string, contentType: string | undefined): Fields | undefined {
  if (!isJson(contentType)) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
