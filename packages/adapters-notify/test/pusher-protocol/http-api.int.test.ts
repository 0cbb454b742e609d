import { createHash, createHmac } from 'node:crypto';
import { memoryAdapters } from '@quintet/core/memory';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  APP,
  clientOf,
  connect,
  endClients,
  libraryOf,
  startPusher,
  told,
  type TestServer,
} from '../support/pusher.ts';

// Two servers on one storage and one bus, as if each were a process.
let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  const adapters = memoryAdapters();
  server = await startPusher({}, adapters);
  other = await startPusher({}, adapters);
});
afterEach(endClients);
afterAll(() => Promise.all([server.stop(), other.stop()]));

/** A connection that is subscribed, and what it hears. */
async function listening(at: TestServer, channel: string): Promise<Awaited<ReturnType<typeof connect>>> {
  const client = await connect(at);
  client.say({ event: 'pusher:subscribe', data: { channel } });
  await client.next();
  return client;
}

const json = async (response: { json(): Promise<unknown> }): Promise<unknown> => response.json();

describe('the official library', () => {
  test('triggers an event for readers of all servers, as it was written', async () => {
    const [here, there] = [await listening(server, 'news'), await listening(other, 'news')];
    const response = await libraryOf(server).trigger(['news', 'sport'], 'save', {
      text: 'Zoë “😀”',
      list: [1.5, null],
    });
    expect([response.status, await json(response)]).toEqual([200, {}]);
    const expected = {
      event: 'save',
      channel: 'news',
      data: '{"text":"Zoë “😀”","list":[1.5,null]}',
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
    };
    const frames = [await here.next(), await there.next()];
    expect(frames).toEqual([expected, expected]);
    expect(frames[0]?.id).toBe(frames[1]?.id);
  });

  test('triggers text that is no JSON, which clients read as that text', async () => {
    const channel = clientOf(server).subscribe('plain');
    await told(channel, 'pusher:subscription_succeeded');
    const message = told(channel, 'save');
    await libraryOf(server).trigger('plain', 'save', 'Lunch is served');
    expect(await message).toBe('Lunch is served');
  });

  test('leaves out the client that it names, on whichever server that is', async () => {
    for (const at of [server, other]) {
      const [one, two] = [await listening(at, 'typing'), await listening(at, 'typing')];
      await libraryOf(server).trigger('typing', 'save', { number: 1 }, { socket_id: one.socketId });
      await libraryOf(server).trigger('typing', 'save', { number: 2 });
      expect((await one.next()).data).toBe('{"number":2}');
      expect([(await two.next()).data, (await two.next()).data]).toEqual(['{"number":1}', '{"number":2}']);
    }
  });

  test('triggers a batch, in its order', async () => {
    const client = await listening(server, 'batch');
    const batch = Array.from({ length: 10 }, (_, number) => ({ channel: 'batch', name: 'save', data: { number } }));
    const response = await libraryOf(other).triggerBatch(batch);
    expect([response.status, await json(response)]).toEqual([200, {}]);
    for (let number = 0; number < 10; number += 1) expect((await client.next()).data).toBe(JSON.stringify({ number }));
  });

  test('asks which channels anybody is subscribed to, and by how many', async () => {
    await listening(server, 'asked-a');
    await listening(other, 'asked-a');
    await listening(other, 'asked-b');
    for (const at of [server, other]) {
      const get = async (path: string, params: Record<string, string> = {}): Promise<unknown> =>
        json(await libraryOf(at).get({ path, params }));
      expect(await get('/channels', { filter_by_prefix: 'asked-' })).toEqual({
        channels: { 'asked-a': {}, 'asked-b': {} },
      });
      expect(await get('/channels', { filter_by_prefix: 'asked-', info: 'subscription_count' })).toEqual({
        channels: { 'asked-a': { subscription_count: 2 }, 'asked-b': { subscription_count: 1 } },
      });
      expect(await get('/channels/asked-a', { info: 'subscription_count' })).toEqual({
        occupied: true,
        subscription_count: 2,
      });
      expect(await get('/channels/asked-c')).toEqual({ occupied: false });
    }
    const response = await libraryOf(server).trigger('asked-a', 'save', 1, { info: 'subscription_count' });
    expect(await json(response)).toEqual({ channels: { 'asked-a': { subscription_count: 2 } } });
  });

  test('asks who is present', async () => {
    const clients = [
      clientOf(server, { userId: '7', name: 'Ann' }),
      clientOf(other, { userId: '8', name: 'Ben' }),
      clientOf(other, { userId: '8', name: 'Ben' }),
    ];
    await Promise.all(clients.map((client) => told(client.subscribe('presence-a'), 'pusher:subscription_succeeded')));
    const get = async (path: string, params: Record<string, string> = {}): Promise<unknown> =>
      json(await libraryOf(server).get({ path, params }));
    expect(await get('/channels/presence-a/users')).toEqual({ users: [{ id: '7' }, { id: '8' }] });
    expect(await get('/channels/presence-a', { info: 'user_count,subscription_count' })).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 3,
    });
    expect(await get('/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).toEqual({
      channels: { 'presence-a': { user_count: 2 } },
    });
  });

  test.each([
    ['another secret', { secret: 'guessed' }, 401, /Invalid signature/],
    ['another key', { key: 'guessed' }, 401, /Unknown auth_key/],
    ['another app', { id: '4712' }, 404, /Unknown app/],
  ])('with %s is refused', async (_, app, status, body) => {
    await expect(libraryOf(server, app).trigger('news', 'save', 1)).rejects.toMatchObject({
      status,
      body: expect.stringMatching(body),
    });
  });

  test.each([
    ['a channel that is none', () => libraryOf(server).post({ path: '/events', body: bodyOf({ channels: ['a b'] }) })],
    [
      'too many channels',
      () => libraryOf(server).post({ path: '/events', body: bodyOf({ channels: hundredAndOne() }) }),
    ],
    ['no channel', () => libraryOf(server).post({ path: '/events', body: bodyOf({ channels: [] }) })],
    ['channels that are no list', () => libraryOf(server).post({ path: '/events', body: bodyOf({ channels: 'a' }) })],
    ['no name', () => libraryOf(server).post({ path: '/events', body: bodyOf({ name: undefined }) })],
    [
      'a name that is too long',
      () => libraryOf(server).post({ path: '/events', body: bodyOf({ name: 'x'.repeat(201) }) }),
    ],
    ['an event of the protocol', () => libraryOf(server).trigger('a', 'pusher_internal:member_added', 1)],
    ['data that is no text', () => libraryOf(server).post({ path: '/events', body: bodyOf({ data: { a: 1 } }) })],
    ['data with NUL', () => libraryOf(server).trigger('a', 'save', 'a\0b')],
    ['a socket that is none', () => libraryOf(server).post({ path: '/events', body: bodyOf({ socket_id: 'x' }) })],
    ['no object', () => libraryOf(server).post({ path: '/events', body: [] as never })],
    ['an empty batch', () => libraryOf(server).triggerBatch([])],
    [
      'a batch that is too large',
      () => libraryOf(server).triggerBatch(hundredAndOne().map((channel) => ({ channel, name: 'a', data: 1 }))),
    ],
    [
      'a user count of public channels',
      () => libraryOf(server).get({ path: '/channels', params: { info: 'user_count' } }),
    ],
    ['the users of a public channel', () => libraryOf(server).get({ path: '/channels/news/users' })],
  ])('is told what is wrong with %s, and nothing is sent', async (_, ask) => {
    const before = server.push.feed.position;
    await expect(ask()).rejects.toMatchObject({ status: 400, body: expect.stringMatching(/\S/) });
    await libraryOf(server).trigger('barrier', 'save', 1);
    await expect.poll(() => server.push.feed.position).toBe(before + 1);
  });

  test('is told that an event is too large', async () => {
    await expect(libraryOf(server).trigger('a', 'save', 'x'.repeat(10_241))).rejects.toMatchObject({ status: 413 });
    await expect(libraryOf(server).trigger('a', 'save', 'x'.repeat(2_000_000))).rejects.toMatchObject({ status: 413 });
  });
});

function bodyOf(differing: object): never {
  return { name: 'save', channels: ['a'], data: '1', ...differing } as never;
}

function hundredAndOne(): string[] {
  return Array.from({ length: 101 }, (_, number) => `channel-${number}`);
}

describe('requests without the library', () => {
  interface Signed {
    readonly path?: string;
    readonly method?: string;
    readonly body?: string;
    readonly sentBody?: string;
    readonly query?: Readonly<Record<string, string | undefined>>;
  }

  const ask = ({
    path = '/events',
    method = 'POST',
    body = bodyText(),
    sentBody = body,
    query = {},
  }: Signed): Promise<Response> => {
    const all: Record<string, string | undefined> = {
      auth_key: APP.key,
      auth_timestamp: String(Math.floor(Date.now() / 1000)),
      auth_version: '1.0',
      body_md5: createHash('md5').update(body).digest('hex'),
      ...query,
    };
    const names = Object.keys(all)
      .filter((name) => all[name] !== undefined)
      .toSorted();
    const pairs = names.map((name) => `${name}=${all[name]}`).join('&');
    const text = `${method}\n/apps/${APP.id}${path}\n${pairs}`;
    const signature = createHmac('sha256', APP.secret).update(text).digest('hex');
    return fetch(`${server.url}/apps/${APP.id}${path}?${pairs}&auth_signature=${signature}`, {
      method,
      ...(method === 'POST' ? { body: sentBody } : {}),
    });
  };
  const bodyText = (): string => JSON.stringify({ name: 'save', channel: 'news', data: '1' });
  const minutes = (count: number): string => String(Math.floor(Date.now() / 1000) + count * 60);

  test.each<[string, Signed, number]>([
    ['as they should be', {}, 200],
    ['nine minutes late', { query: { auth_timestamp: minutes(-9) } }, 200],
    ['eleven minutes late', { query: { auth_timestamp: minutes(-11) } }, 401],
    ['eleven minutes early', { query: { auth_timestamp: minutes(11) } }, 401],
    ['at no time', { query: { auth_timestamp: undefined } }, 401],
    ['of another version', { query: { auth_version: '2.0' } }, 401],
    ['without a key', { query: { auth_key: undefined } }, 401],
    ['whose body is another', { sentBody: '{"name":"save","channel":"news","data":"2"}' }, 401],
    ['without a digest of the body', { query: { body_md5: undefined } }, 401],
    ['by another method', { path: '/channels' }, 405],
    ['to nowhere', { path: '/elsewhere' }, 404],
  ])('that are signed %s', async (_, signed, status) => {
    expect((await ask(signed)).status).toBe(status);
  });

  test('that are not signed at all', async () => {
    expect((await fetch(`${server.url}/apps/${APP.id}/channels`)).status).toBe(401);
    expect((await fetch(`${server.url}/apps/%zz/channels`)).status).toBe(404);
    expect((await fetch(`${server.url}/apps/`)).status).toBe(404);
  });
});
