import { createECDH, createHmac, randomBytes } from 'node:crypto';
import { okAsync } from 'neverthrow';
import { PORTS, type Deliveries, type Transport } from '@quintet/core';
import { memoryAdapters, settableClock } from '@quintet/core/memory';
import { describe, expect, test } from 'vitest';
import type { PushEntrance } from '../../src/hackathon/index.ts';
import type { Received, Sending } from '../support/agency.ts';
import { hackathonInMemory } from '../support/hackathon.ts';

const channels = { mentor: 'com.vivere.mentor', announcement: 'com.vivere.announcement', event: 'com.vivere.event' };
const pusher = { key: 'app-key', secret: 'app-secret' };
const push: PushEntrance = { channels, pusher, hasStream: true, webPushKey: 'BKey' };
const clock = settableClock();
const webPush: Transport = { name: 'web-push', deliver: () => okAsync(undefined) };
const deliveries = memoryAdapters({ clock })<Deliveries>(PORTS.deliveries);
const hackathon = hackathonInMemory({ clock, push, ports: { transports: [webPush], deliveries } });

const refusal = ({ status, body }: Received): readonly unknown[] => [
  status,
  (body['error'] as { readonly title: string } | undefined)?.title,
];
const idOf = (token: string): string => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { readonly sub: string };
  return claims.sub;
};

describe('how to connect', () => {
  const shown = async (to = hackathon, sending: Sending = {}): Promise<unknown> =>
    (await to.call('GET /push', sending)).body['data'];

  test('is told as seen from outside', async () => {
    expect(await shown()).toEqual({
      pusher: {
        key: 'app-key',
        auth_endpoint: 'http://api.example/hackathon/pusher/auth',
        host: 'api.example',
        port: 80,
        tls: false,
        path: '',
      },
      stream: 'http://api.example/hackathon/stream',
      web_push: { public_key: 'BKey', subscriptions: 'http://api.example/hackathon/push/subscriptions' },
      channels: { ...channels, own: null, organizers: null },
    });
    const behind = hackathonInMemory({ push, http: { publicUrl: 'https://hack.example.com/live' } });
    expect(await shown(behind)).toMatchObject({
      pusher: { host: 'hack.example.com', port: 443, tls: true, path: '/live' },
      stream: 'https://hack.example.com/live/hackathon/stream',
    });
  });

  test('has the channels of who asks', async () => {
    const { token } = await hackathon.attendee();
    expect(await shown(hackathon, { token })).toMatchObject({
      channels: { ...channels, own: `private-mentor-${idOf(token)}`, organizers: null },
    });
    const organizer = await hackathon.organizer();
    expect(await shown(hackathon, { token: organizer })).toMatchObject({
      channels: { own: `private-mentor-${idOf(organizer)}`, organizers: 'presence-organizers' },
    });
  });

  test('of a hosted service has its place, and of none nothing', async () => {
    const hosted = { ...push, pusher: { ...pusher, hosted: { cluster: 'eu' } } };
    expect(await shown(hackathonInMemory({ push: hosted }))).toMatchObject({
      pusher: { key: 'app-key', cluster: 'eu', auth_endpoint: 'http://api.example/hackathon/pusher/auth' },
    });
    const without = hackathonInMemory({ push: { channels, hasStream: false } });
    expect(await shown(without)).toMatchObject({ pusher: null, stream: null, web_push: null });
    for (const request of ['POST /pusher/auth', 'POST /push/subscriptions', 'DELETE /push/subscriptions']) {
      expect(refusal(await without.call(request, { json: {} }))).toEqual([404, 'Not found']);
    }
  });

  test('never has the secret', async () => {
    expect((await hackathon.call('GET /push', { token: await hackathon.organizer() })).text).not.toContain(
      'app-secret',
    );
  });
});

describe('entering a channel', () => {
  const enter = (fields: Record<string, string>, sending: Sending = {}): Promise<Received> =>
    hackathon.call('POST /pusher/auth', {
      text: new URLSearchParams(fields).toString(),
      type: 'application/x-www-form-urlencoded',
      ...sending,
    });
  const signature = (...parts: readonly string[]): string =>
    `app-key:${createHmac('sha256', 'app-secret').update(parts.join(':')).digest('hex')}`;

  test('a mentor may enter their own', async () => {
    const { token } = await hackathon.attendee();
    const channel = `private-mentor-${idOf(token)}`;
    const fields = { socket_id: '123.456', channel_name: channel };
    const answer = await enter(fields, { token });
    expect([answer.status, answer.body]).toEqual([200, { auth: signature('123.456', channel) }]);
    expect((await enter(fields, { authorization: `Bearer ${token}` })).body).toEqual(answer.body);
    const asJson = await hackathon.call('POST /pusher/auth', { token, json: fields });
    expect(asJson.body).toEqual(answer.body);
    const another = await hackathon.attendee();
    expect(refusal(await enter(fields, { token: another.token }))).toEqual([403, 'Channel not allowed']);
    expect(refusal(await enter(fields, { token: await hackathon.organizer() }))).toEqual([403, 'Channel not allowed']);
  });

  test('organizers are present under their names', async () => {
    const organizer = await hackathon.organizer();
    const { status, body } = await enter(
      { socket_id: '1.2', channel_name: 'presence-organizers' },
      { token: organizer },
    );
    const data = String(body['channel_data']);
    expect([status, JSON.parse(data)]).toEqual([
      200,
      { user_id: idOf(organizer), user_info: { name: expect.stringMatching(/^Name of user-/u) } },
    ]);
    expect(body['auth']).toBe(signature('1.2', 'presence-organizers', data));
    const { token } = await hackathon.attendee();
    const fields = { socket_id: '1.2', channel_name: 'presence-organizers' };
    expect(refusal(await enter(fields, { token }))).toEqual([403, 'Channel not allowed']);
  });

  test('nobody enters without a good token', async () => {
    for (const sending of [{}, { token: 'x' }, { authorization: 'Basic YQ==' }]) {
      const fields = { socket_id: '1.2', channel_name: 'presence-organizers' };
      expect(refusal(await enter(fields, sending))).toEqual([401, 'No user is currently logged in']);
    }
  });

  test('what would make the signature good for something else is refused', async () => {
    const { token } = await hackathon.attendee();
    const own = `private-mentor-${idOf(token)}`;
    for (const socket_id of ['', '1', '1.2.3', '1.2:private-x', 'a.b', '1.2\n', ' 1.2', '-1.2', '1.2:']) {
      expect(refusal(await enter({ socket_id, channel_name: own }, { token }))).toEqual([400, 'Invalid socket']);
    }
    expect(refusal(await enter({ channel_name: own }, { token }))).toEqual([400, 'Invalid socket']);
    const bad = [
      '',
      'com.vivere.mentor',
      `${own}:x`,
      `${own}\n`,
      `private-${'x'.repeat(200)}`,
      'private-#',
      'PRIVATE-mentor-1',
    ];
    for (const channel_name of bad) {
      expect(refusal(await enter({ socket_id: '1.2', channel_name }, { token }))).toEqual([400, 'Invalid channel']);
    }
    for (const channel_name of [
      'private-x',
      'presence-x',
      'private-mentor-',
      `${own}0`,
      `private-mentor-0${idOf(token)}`,
    ]) {
      expect(refusal(await enter({ socket_id: '1.2', channel_name }, { token }))).toEqual([403, 'Channel not allowed']);
    }
    for (const text of ['{', '[]', '7']) {
      expect(refusal(await hackathon.call('POST /pusher/auth', { token, text }))).toEqual([
        400,
        'Invalid request body',
      ]);
    }
  });
});

describe('a browser', () => {
  const key = (): string => {
    const pair = createECDH('prime256v1');
    return pair.generateKeys('base64url');
  };
  let endpoints = 0;
  const subscription = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    endpoint: `https://push.example.com/send/${(endpoints += 1)}`,
    expirationTime: null,
    keys: { p256dh: key(), auth: randomBytes(16).toString('base64url') },
    ...changes,
  });
  const subscribe = (json: unknown, sending: Sending = {}): Promise<Received> =>
    hackathon.call('POST /push/subscriptions', { json, ...sending });
  const stored = async (accountId?: number): Promise<readonly object[]> =>
    (
      await deliveries.list({ transport: 'web-push', ...(accountId === undefined ? {} : { accountId }) })
    )._unsafeUnwrap();

  test('is subscribed to announcements, and no more when it says so', async () => {
    const sent = subscription();
    const { status, body } = await subscribe(sent);
    expect([status, body]).toEqual([201, { success: true, data: { channels: ['com.vivere.announcement'] } }]);
    const { endpoint, keys } = sent;
    const [found] = await stored();
    expect(found).toMatchObject({
      transport: 'web-push',
      address: { endpoint, keys },
      channels: ['com.vivere.announcement'],
      id: expect.stringMatching(/^web-push:[\w-]{43}$/u),
    });
    // again: it is replaced
    expect((await subscribe({ ...sent, channels: ['com.vivere.event'] })).status).toBe(201);
    expect(await stored()).toEqual([{ ...found, channels: ['com.vivere.event'] }]);
    const gone = await hackathon.call('DELETE /push/subscriptions', { json: { endpoint } });
    expect([gone.status, gone.body]).toEqual([200, { success: true, data: { endpoint } }]);
    expect(await stored()).toEqual([]);
    expect(refusal(await hackathon.call('DELETE /push/subscriptions', { json: { endpoint } }))).toEqual([
      404,
      'Subscription not found',
    ]);
  });

  test('is subscribed to private channels by who may enter them', async () => {
    const { token } = await hackathon.attendee();
    const own = `private-mentor-${idOf(token)}`;
    const wish = { channels: ['com.vivere.announcement', own] };
    expect((await subscribe(subscription(wish), { token })).status).toBe(201);
    expect(await stored(Number(idOf(token)))).toMatchObject([{ ...wish, accountId: Number(idOf(token)) }]);
    const other = await hackathon.attendee();
    for (const sending of [{}, { token: other.token }, { token: 'x' }]) {
      expect(refusal(await subscribe(subscription(wish), sending))).toEqual([403, 'Channel not allowed']);
    }
    for (const channel of ['private-*', 'presence-*']) {
      expect(refusal(await subscribe(subscription({ channels: [channel] }), { token }))).toEqual([
        403,
        'Channel not allowed',
      ]);
    }
  });

  test('is not subscribed with what is no subscription', async () => {
    const before = await stored();
    const { keys } = subscription() as { readonly keys: { readonly p256dh: string; readonly auth: string } };
    const bad: readonly Record<string, unknown>[] = [
      { endpoint: undefined },
      { endpoint: 7 },
      { endpoint: '' },
      { endpoint: 'http://push.example.com/' },
      { endpoint: 'ftp://push.example.com/' },
      { endpoint: 'javascript:alert(1)' },
      { endpoint: 'https://ann:secret@push.example.com/' },
      { endpoint: `https://push.example.com/${'x'.repeat(3000)}` },
      { keys: undefined },
      { keys: null },
      { keys: [] },
      { keys: { ...keys, auth: undefined } },
      { keys: { ...keys, auth: randomBytes(15).toString('base64url') } },
      { keys: { ...keys, auth: '!' } },
      { keys: { ...keys, p256dh: undefined } },
      { keys: { ...keys, p256dh: randomBytes(65).toString('base64url') } },
      { keys: { ...keys, p256dh: Buffer.concat([Buffer.from([4]), randomBytes(64)]).toString('base64url') } },
    ];
    for (const changes of bad) {
      expect([changes, refusal(await subscribe(subscription(changes)))]).toEqual([
        changes,
        [400, 'Invalid subscription'],
      ]);
    }
    for (const channelsWanted of [[], null, 'x', [7], ['#'], Array.from({ length: 101 }, (_, index) => `c${index}`)]) {
      expect(refusal(await subscribe(subscription({ channels: channelsWanted })))).toEqual([400, 'Invalid channels']);
    }
    for (const json of [{}, { endpoint: 'http://x/' }]) {
      expect(refusal(await hackathon.call('DELETE /push/subscriptions', { json }))).toEqual([
        400,
        'Invalid subscription',
      ]);
    }
    expect(await stored()).toEqual(before);
  });
});
