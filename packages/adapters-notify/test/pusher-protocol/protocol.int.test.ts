import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { errAsync } from 'neverthrow';
import { PORTS, unavailable, type PresenceRegistry, type Resolve } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { APP, clientOf, connect, dial, endClients, startPusher, told, type TestServer } from '../support/pusher.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPusher({ channels: 3, clientEvents: 5 });
});
afterEach(endClients);
afterAll(() => server.stop());

const sign = (text: string, secret = APP.secret): string =>
  `${APP.key}:${createHmac('sha256', secret).update(text).digest('hex')}`;

const subscribe = (channel: unknown, rest: object = {}): object => ({
  event: 'pusher:subscribe',
  data: { channel, ...rest },
});

describe('a connection', () => {
  test('is told its id and how long it may be silent, and its pings are answered', async () => {
    const client = dial(server);
    const { event, data } = await client.next();
    expect(event).toBe('pusher:connection_established');
    expect(JSON.parse(String(data))).toEqual({
      socket_id: expect.stringMatching(/^\d+\.\d+$/),
      activity_timeout: 120,
    });
    client.say({ event: 'pusher:ping', data: {} });
    expect(await client.next()).toEqual({ event: 'pusher:pong', data: '{}' });
  });

  test.each([
    ['an unknown key', '/app/wrong?protocol=7', 4001],
    ['no key', '/app/?protocol=7', 4005],
    ['a path below the key', `/app/${APP.key}/x?protocol=7`, 4005],
    ['no version', `/app/${APP.key}`, 4008],
    ['a version that is none', `/app/${APP.key}?protocol=seven`, 4006],
    ['a version of the future', `/app/${APP.key}?protocol=8`, 4007],
    ['a version of the past', `/app/${APP.key}?protocol=4`, 4007],
  ])('with %s is refused, and told so by code', async (_, path, code) => {
    const client = dial(server, path);
    expect(await client.next()).toEqual({
      event: 'pusher:error',
      data: { code, message: expect.stringMatching(/\S/) },
    });
    expect(await client.next()).toEqual({ closed: code });
  });

  test.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no message', '[]'],
    ['a message without an event', '{"data":{}}'],
    ['an event that is no text', '{"event":7}'],
    ['an event of the server’s', '{"event":"pusher:connection_established","data":"{}"}'],
    ['an event that does not exist', '{"event":"save","channel":"news","data":"{}"}'],
  ])('that sends %s is told so, and goes on', async (_, text) => {
    const client = await connect(server);
    client.say(text);
    expect(await client.next()).toMatchObject({ event: 'pusher:error', data: { code: 4200 } });
    client.say({ event: 'pusher:ping', data: {} });
    expect(await client.next()).toMatchObject({ event: 'pusher:pong' });
  });

  test('that sends a frame which is too large is ended, and nobody else', async () => {
    const [one, other] = [await connect(server), await connect(server)];
    one.say('x'.repeat(70_000));
    expect(await one.next()).toEqual({ closed: 1009 });
    other.say({ event: 'pusher:ping', data: {} });
    expect(await other.next()).toMatchObject({ event: 'pusher:pong' });
  });

  test('that sends far too much at once is ended', async () => {
    const client = await connect(server);
    for (let count = 0; count < 700; count += 1) client.say({ event: 'pusher:pong', data: {} });
    expect(await client.next()).toMatchObject({ event: 'pusher:error', data: { code: 4100 } });
    expect(await client.next()).toEqual({ closed: 4100 });
  });

  test('beyond what a server takes is told to try elsewhere', async () => {
    const small = await startPusher({ connections: 1 });
    await connect(small);
    const second = dial(small);
    expect(await second.next()).toMatchObject({ event: 'pusher:error', data: { code: 4100 } });
    expect(await second.next()).toEqual({ closed: 4100 });
    await small.stop();
  });
});

describe('subscriptions', () => {
  test('are confirmed, ended, and may be begun again', async () => {
    const client = await connect(server);
    for (let round = 0; round < 2; round += 1) {
      client.say(subscribe('news'));
      expect(await client.next()).toEqual({
        event: 'pusher_internal:subscription_succeeded',
        channel: 'news',
        data: '{}',
      });
      client.say({ event: 'pusher:unsubscribe', data: { channel: 'news' } });
    }
    client.say(subscribe('other'));
    await client.next();
    await server.push.publish(
      { channel: 'news', event: 'save', data: 1 },
      { channel: 'other', event: 'save', data: 2 },
    );
    expect(await client.next()).toEqual({
      event: 'save',
      channel: 'other',
      data: '2',
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
  });

  test('a second one to the same channel is an error, and changes nothing', async () => {
    const client = await connect(server);
    client.say(subscribe('news'));
    await client.next();
    client.say(subscribe('news'));
    expect(await client.next()).toMatchObject({
      event: 'pusher:error',
      data: { code: null, message: 'Existing subscription to channel news' },
    });
    await server.push.publish({ channel: 'news', event: 'save', data: 1 }, { channel: 'news', event: 'save', data: 2 });
    expect([(await client.next()).data, (await client.next()).data]).toEqual(['1', '2']);
  });

  test.each([['a b'], [''], ['#server-to-user-7'], ['x'.repeat(165)], [7], [null], [undefined]])(
    'to %j are refused: it is no channel',
    async (channel) => {
      const client = await connect(server);
      client.say(subscribe(channel));
      const { event, data } = await client.next();
      expect(event).toBe('pusher:subscription_error');
      expect(JSON.parse(String(data))).toMatchObject({ type: 'InvalidChannel', status: 400 });
    },
  );

  test('are limited in number', async () => {
    const client = await connect(server);
    for (const channel of ['a', 'b', 'c']) {
      client.say(subscribe(channel));
      await client.next();
    }
    client.say(subscribe('d'));
    const { channel, data } = await client.next();
    expect([channel, JSON.parse(String(data)).type]).toEqual(['d', 'LimitReached']);
  });

  describe('to channels that not everybody may enter need a signature', () => {
    const member = '{"user_id":"7","user_info":{"name":"Ann"}}';
    test.each<[string, string, (socketId: string) => object]>([
      ['none', 'private-a', () => ({})],
      ['no text', 'private-a', () => ({ auth: { a: 1 } })],
      ['that of another secret', 'private-a', (id) => ({ auth: sign(`${id}:private-a`, 'guessed') })],
      ['that of another channel', 'private-a', (id) => ({ auth: sign(`${id}:private-b`) })],
      ['that of another socket', 'private-a', () => ({ auth: sign('1.1:private-a') })],
      ['another key’s', 'private-a', (id) => ({ auth: sign(`${id}:private-a`).replace(APP.key, 'key') })],
      [
        'that of another member',
        'presence-a',
        (id) => ({ auth: sign(`${id}:presence-a:${member}`), channel_data: member.replace('7', '8') }),
      ],
      ['that of no member', 'presence-a', (id) => ({ auth: sign(`${id}:presence-a`) })],
      [
        'that of a member without an id',
        'presence-a',
        (id) => ({ auth: sign(`${id}:presence-a:{"user_info":{}}`), channel_data: '{"user_info":{}}' }),
      ],
    ])('and not %s', async (_, channel, rest) => {
      const client = await connect(server);
      client.say(subscribe(channel, rest(client.socketId)));
      const { event, data } = await client.next();
      expect(event).toBe('pusher:subscription_error');
      expect(JSON.parse(String(data))).toMatchObject({ type: 'AuthError', status: 401 });
    });
  });

  test('to presence channels are refused, not lost, while nobody knows who is present', async () => {
    const adapters = memoryAdapters();
    const away: PresenceRegistry = {
      ...adapters(PORTS.presence),
      join: () => errAsync(unavailable(new Error('the database is away'))),
    };
    const resolve: Resolve = (port) => (port === (PORTS.presence as symbol) ? (away as never) : adapters(port));
    const lacking = await startPusher({}, resolve);
    const channel = clientOf(lacking, { userId: '7', name: 'Ann' }).subscribe('presence-a');
    expect(await told(channel, 'pusher:subscription_error')).toMatchObject({ type: 'Unavailable', status: 503 });
    expect(lacking.trouble).toEqual([new Error('the database is away')]);
    await lacking.stop();
  });
});

describe('what a client tells others', () => {
  const enter = async (channel: string): Promise<Awaited<ReturnType<typeof connect>>> => {
    const client = await connect(server);
    client.say(subscribe(channel, { auth: sign(`${client.socketId}:${channel}`) }));
    await client.next();
    return client;
  };

  test.each([
    ['in a channel that it is not in', 'private-other', 'not subscribed'],
    ['in no channel', undefined, 'not subscribed'],
    ['in an encrypted channel', 'private-encrypted-a', 'encrypted'],
  ])('is refused %s', async (_, channel, why) => {
    const client = await enter('private-encrypted-a');
    client.say({ event: 'client-a', channel, data: {} });
    const { event, data } = await client.next();
    expect(event).toBe('pusher:error');
    expect(data).toMatchObject({ code: 4301, message: expect.stringContaining(why) });
  });

  test('is refused in a public channel', async () => {
    const client = await connect(server);
    client.say(subscribe('news'));
    await client.next();
    client.say({ event: 'client-a', channel: 'news', data: {} });
    expect(await client.next()).toMatchObject({ data: { code: 4301, message: expect.stringContaining('private') } });
  });

  test('is limited in size and number, and the rest arrives', async () => {
    const [one, other] = [await enter('private-desk'), await enter('private-desk')];
    one.say({ event: 'client-large', channel: 'private-desk', data: 'x'.repeat(10_241) });
    expect(await one.next()).toMatchObject({ data: { code: 4301, message: expect.stringContaining('10240 bytes') } });
    for (let number = 1; number <= 5; number += 1)
      one.say({ event: 'client-a', channel: 'private-desk', data: number });
    expect(await one.next()).toMatchObject({ data: { code: 4301, message: expect.stringContaining('5 a second') } });
    for (let number = 1; number <= 4; number += 1) {
      expect(await other.next()).toEqual({ event: 'client-a', channel: 'private-desk', data: number });
    }
  });
});

describe('readers that are silent', () => {
  test('are asked, and ended with 4201 when they do not answer; those that do stay', async () => {
    const impatient = await startPusher({ activityTimeout: 0.2, pongTimeout: 0.2 });
    const library = clientOf(impatient);
    await told(library.connection, 'connected');
    const silent = await connect(impatient);
    expect(await silent.next()).toEqual({ event: 'pusher:ping', data: '{}' });
    expect(await silent.next()).toMatchObject({ event: 'pusher:error', data: { code: 4201 } });
    expect(await silent.next()).toEqual({ closed: 4201 });
    // The library was asked at least once in that time, and is there.
    expect(library.connection.state).toBe('connected');
    await impatient.stop();
  });
});

describe('readers that stop reading', () => {
  test('are ended when too much waits for them, and the others get everything', async () => {
    const bounded = await startPusher({ buffer: 100_000 });
    const reader = await connect(bounded);
    reader.say(subscribe('news'));
    await reader.next();
    const { port } = bounded;
    const stalled = connectSocket(port, '127.0.0.1');
    stalled.on('error', () => {});
    await once(stalled, 'connect');
    stalled.write(
      `GET /app/${APP.key}?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await once(stalled, 'readable');
    // subscribe, masked with zeros
    const text = Buffer.from(JSON.stringify(subscribe('news')));
    stalled.write(Buffer.concat([Buffer.from([0x81, 0x80 + text.length, 0, 0, 0, 0]), text]));
    const dropped = (): number | undefined =>
      bounded.pusher.gauges().find(({ name }) => name === 'quintet_pusher_dropped_clients')?.value;

    const data = 'x'.repeat(50_000);
    let sent = 0;
    for (; sent < 1_000 && dropped() === 0; sent += 1) {
      await bounded.push.publish({ channel: 'news', event: 'save', data: `${sent} ${data}` });
      expect((await reader.next()).data).toBe(JSON.stringify(`${sent} ${data}`));
    }
    expect(dropped()).toBe(1);
    await bounded.push.publish({ channel: 'news', event: 'last', data: 1 });
    expect((await reader.next()).event).toBe('last');
    await bounded.stop();
    stalled.destroy();
  });
});

describe('when the server stops', () => {
  test('clients are told to connect anew, and nobody is let in any more', async () => {
    const stopping = await startPusher();
    const client = await connect(stopping);
    const end = stopping.pusher.close();
    expect(await client.next()).toMatchObject({ event: 'pusher:error', data: { code: 4200 } });
    expect(await client.next()).toEqual({ closed: 4200 });
    const late = dial(stopping);
    expect(await late.next()).toMatchObject({ event: 'pusher:error', data: { code: 4200 } });
    await end;
    await stopping.stop();
  });
});

const MANY = process.env['QUINTET_TEST_LONG'] === '1' ? 8_000 : 2_000;

test.each([MANY])('%d idle clients are all served', async (count) => {
  const idle = await startPusher();
  const clients = await Promise.all(Array.from({ length: count }, () => connect(idle)));
  for (const client of clients) client.say(subscribe('news'));
  await Promise.all(clients.map((client) => client.next()));
  await idle.push.publish({ channel: 'news', event: 'save', data: 1 });
  const events = await Promise.all(clients.map(async (client) => (await client.next()).event));
  expect(new Set(events)).toEqual(new Set(['save']));
  expect(idle.pusher.gauges().map(({ value }) => value)).toEqual([count, count, 0]);
  await idle.stop();
});
