import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { PORTS, unavailable, type Actor, type MessageLog } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { errAsync } from 'neverthrow';
import { afterEach, describe, expect, test } from 'vitest';
import { openStreaming, readStream, type StreamingServer, type StreamReader } from '../support/streaming.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function serve(...args: Parameters<typeof openStreaming>): Promise<StreamingServer> {
  const server = await openStreaming(...args);
  opened.push(server);
  return server;
}

async function read(...args: Parameters<typeof readStream>): Promise<StreamReader> {
  const reader = await readStream(...args);
  opened.push(reader);
  return reader;
}

async function signUp(
  { quintet: { identity } }: StreamingServer,
  username: string,
): Promise<{ readonly id: number; readonly token: string; readonly account: Actor }> {
  (await identity.register({ username, password: 'secret-enough' }))._unsafeUnwrap();
  const { token } = (await identity.logIn({ username, password: 'secret-enough' }))._unsafeUnwrap();
  const account = (await identity.authenticate(token))._unsafeUnwrap();
  return { id: account.accountId, token, account };
}

const numbers = (reader: StreamReader): unknown[] =>
  reader.events().map(({ data }) => (data as { readonly data: unknown }).data);

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 8_000) throw new Error('never');
    await delay(5);
  }
}

describe('a reader', () => {
  test('gets the messages of its channels, in order, as the others tell them', async () => {
    const server = await serve();
    const reader = await read(`${server.url}/stream?channels=news,weather`);
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
    await server.say('news', 1, { text: 'two\nlines – “ü”' });
    await server.say('other', 'not asked for');
    await server.say('weather', 3);
    const events = await reader.until(3);
    const [first] = await server.log.after(0, { limit: 1 }).unwrapOr([]);
    expect(events[0]).toEqual({
      id: '1',
      event: 'save',
      data: { id: first?.id, channel: 'news', event: 'save', data: 1 },
    });
    expect(events.map(({ id }) => id)).toEqual(['1', '2', '4']);
    expect(numbers(reader)).toEqual([1, { text: 'two\nlines – “ü”' }, 3]);
    expect(reader.text()).toMatch(/^: quintet\nretry: \d{4}\nid: 0\n\n/);
  });

  test.each([
    '?channels=a&channels=b',
    '?channels=%61%2Cb',
    '?channels=,a,,b,a&x=1',
    '/?channels=a,b',
    '?channel=a&channel=b',
  ])('names its channels as %s', async (query) => {
    const server = await serve();
    const reader = await read(`${server.url}/stream${query}`);
    await server.say('a', 1);
    await server.say('b', 2);
    await reader.until(2);
    expect(numbers(reader)).toEqual([1, 2]);
  });

  test('of nothing so far knows where it is, so that it misses nothing when it comes again', async () => {
    const server = await serve();
    await server.say('news', 1);
    const reader = await read(`${server.url}/stream?channels=news`);
    await until(() => reader.lastEventId() !== undefined);
    expect([reader.lastEventId(), reader.events()]).toEqual(['1', []]);
    reader.close();
    await server.say('news', 2);
    const again = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '1' });
    await again.until(1);
    expect(numbers(again)).toEqual([2]);
  });

  test('of quiet channels hears that the stream lives, and how far it is', async () => {
    const server = await serve({ heartbeat: 50 });
    const reader = await read(`${server.url}/stream?channels=news`);
    await server.say('other', 1, 2, 3);
    await until(() => reader.lastEventId() === '3');
    expect(reader.text()).toContain(': still here\nid: 3\n\n');
    expect(reader.events()).toEqual([]);
  });
});

describe('a reader that comes again', () => {
  test('gets what it missed, and what comes, without a gap or a repeat', async () => {
    const server = await serve();
    const all = Array.from({ length: 1_000 }, (_, index) => index + 1);
    await server.say('news', ...all.slice(0, 600));
    // While readers catch up page by page, messages go on.
    const talking = server.say('news', ...all.slice(600));
    const readers = await Promise.all(
      [0, 1, 199, 200, 599, 600].map((last) =>
        read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': String(last) }),
      ),
    );
    await talking;
    for (const [index, last] of [0, 1, 199, 200, 599, 600].entries()) {
      const reader = readers[index];
      await reader?.until(1_000 - last);
      expect(reader && numbers(reader)).toEqual(all.slice(last));
      expect(reader?.events().map(({ id }) => Number(id))).toEqual(all.slice(last));
    }
  });

  test('just when messages come misses none of them', async () => {
    const server = await serve();
    await server.say('news', 1);
    const readers: Promise<StreamReader>[] = [];
    for (let said = 1; said < 600; said += 1) {
      if (said % 10 === 0)
        readers.push(read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': String(said - 5) }));
      await server.say('news', said + 1);
      if (said % 3 === 0) await new Promise(setImmediate);
    }
    for (const [index, opening] of readers.entries()) {
      const reader = await opening;
      const first = (index + 1) * 10 - 4;
      await reader.until(601 - first);
      expect(numbers(reader)).toEqual(Array.from({ length: 601 - first }, (_, index) => first + index));
    }
  });

  test('may name the last event in the address; the header is newer', async () => {
    const server = await serve();
    await server.say('news', 1, 2, 3);
    const address = `${server.url}/stream?channels=news&last_event_id=1`;
    const [byAddress, byHeader] = [await read(address), await read(address, { 'Last-Event-ID': '2' })];
    await byAddress.until(2);
    await byHeader.until(1);
    expect([numbers(byAddress), numbers(byHeader)]).toEqual([[2, 3], [3]]);
  });

  test('too late is told so, and goes on from here', async () => {
    const resolve = memoryAdapters();
    const before = await serve({}, '', resolve);
    await before.say('news', 1, 2, 3);
    await resolve(PORTS.messageLog).purge(new Date(Date.now() + 1_000), new Date(Date.now() + 1_000));
    const server = await serve({}, '', resolve);
    const reader = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '1' });
    expect(await reader.until(1)).toEqual([{ id: '3', event: 'reset', data: { position: 3 } }]);
    await server.say('news', 4);
    expect((await reader.until(2))[1]).toMatchObject({ id: '4', event: 'save' });
    const current = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '4' });
    await server.say('news', 5);
    expect(await current.until(1)).toMatchObject([{ id: '5', event: 'save' }]);
  });

  test('from a server that was ahead of this one misses nothing', async () => {
    const server = await serve();
    await server.say('news', 1);
    const reader = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '2' });
    await server.say('news', 2, 3);
    await reader.until(1);
    expect(numbers(reader)).toEqual([3]);
  });

  test('from a server that this one can not follow is sent to another, and not told that anything is lost', async () => {
    const adapters = memoryAdapters();
    const log = adapters(PORTS.messageLog);
    const away: MessageLog = {
      ...log,
      after: () => errAsync(unavailable('cut off')),
      number: () => errAsync(unavailable('cut off')),
    };
    const server = await serve({ aheadPatience: 100 }, '', (port) =>
      port === (PORTS.messageLog as symbol) ? (away as never) : adapters(port),
    );
    await log.append([{ id: 'a', channel: 'news', event: 'save', data: '1', createdAt: new Date() }]);
    await log.number({ limit: 1 });
    const reader = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '1' });
    await reader.ended;
    expect(reader.events()).toEqual([]);
    expect(reader.lastEventId()).toBe('1');
  });

  test('from a log that is no more is told so', async () => {
    const server = await serve({ aheadPatience: 100 });
    await server.say('news', 1);
    const reader = await read(`${server.url}/stream?channels=news`, { 'Last-Event-ID': '4711' });
    expect(await reader.until(1)).toMatchObject([{ id: '1', event: 'reset' }]);
  });
});

describe('what can’t be served', () => {
  const many = Array.from({ length: 101 }, (_, index) => `c${index}`).join(',');

  test.each([
    ['', {}, 400, 'No channels provided'],
    ['?channels=', {}, 400, 'No channels provided'],
    ['?channels=,,', {}, 400, 'No channels provided'],
    [`?channels=${many}`, {}, 400, 'Too many channels'],
    [`?channels=${'x'.repeat(165)}`, {}, 400, 'Invalid channel'],
    ['?channels=a%0Ab', {}, 400, 'Invalid channel'],
    ['?channels=%E4', {}, 400, 'Invalid channel'],
    ['?channels=news', { 'Last-Event-ID': 'x' }, 400, 'Invalid Last-Event-ID'],
    ['?channels=news', { 'Last-Event-ID': '-1' }, 400, 'Invalid Last-Event-ID'],
    ['?channels=news&last_event_id=1e3', {}, 400, 'Invalid Last-Event-ID'],
    ['?channels=news&last_event_id=9999999999999999', {}, 400, 'Invalid Last-Event-ID'],
    ['?channels=private-account-1', {}, 401, 'No user is currently logged in'],
    ['?channels=news,presence-organizers', {}, 401, 'No user is currently logged in'],
    ['?channels=private-account-1', { Authorization: 'Bearer nonsense' }, 401, 'No user is currently logged in'],
  ])('%s with %j: %i %s', async (query, headers, status, title) => {
    const { url } = await serve();
    const answer = await fetch(`${url}/stream${query}`, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect(await answer.json()).toEqual({ success: false, error: { title, message: expect.stringMatching(/\.|;$/) } });
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s', async (method) => {
    const { url } = await serve();
    const answer = await fetch(`${url}/stream?channels=news`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('HEAD is answered without a stream', async () => {
    const { url } = await serve();
    const [fine, wrong] = [
      await fetch(`${url}/stream?channels=a`, { method: 'HEAD' }),
      await fetch(`${url}/stream`, { method: 'HEAD' }),
    ];
    expect([fine.status, fine.headers.get('content-type'), await fine.text()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      '',
    ]);
    expect([wrong.status, await wrong.text()]).toEqual([400, '']);
  });

  test('other paths are left to others', async () => {
    const { url } = await serve({}, 'others');
    for (const path of ['/', '/streams', '/stream/x', '/a/stream']) {
      expect(await (await fetch(`${url}${path}?channels=news`)).text()).toBe('others');
    }
  });
});

test('a decision that throws ends one stream and is told, and the server goes on', async () => {
  const troubles: unknown[] = [];
  const server = await serve({ onTrouble: (error) => troubles.push(error) });
  const { token } = await signUp(server, 'ann');
  const headers = { Authorization: `Bearer ${token}` };
  const failing = readStream(`${server.url}/stream?channels=private-broken`, headers);
  await expect(failing).rejects.toThrow();
  expect(troubles).toEqual([new Error('a bug')]);
  expect((await read(`${server.url}/stream?channels=news`, headers)).status).toBe(200);
});

describe('pages of other origins', () => {
  const url = async (): Promise<string> =>
    `${(await serve({ corsOrigins: ['https://app.example.com'] })).url}/stream?channels=a`;

  test('may read where they are let', async () => {
    const reader = await read(await url(), { Origin: 'https://app.example.com' });
    expect(reader.headers).toMatchObject({ 'access-control-allow-origin': 'https://app.example.com', vary: 'Origin' });
  });

  test('may not where they are not', async () => {
    const reader = await read(await url(), { Origin: 'https://else.example.com' });
    expect([reader.headers['access-control-allow-origin'], reader.headers['vary']]).toEqual([undefined, 'Origin']);
  });

  test('are told before that they may send a token', async () => {
    const preflight = await fetch(await url(), { method: 'OPTIONS', headers: { Origin: 'https://app.example.com' } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });
});

describe('a private channel', () => {
  test('is read by whoever may, with a token in either header', async () => {
    const server = await serve();
    const { id, token } = await signUp(server, 'ann');
    const other = await signUp(server, 'bob');
    const channel = `private-account-${id}`;
    const address = `${server.url}/stream?channels=news,${channel}`;
    for (const headers of [{ Authorization: `Bearer ${token}` }, { 'X-MenloHacks-Authorization': token }]) {
      const reader = await read(address, headers);
      expect(reader.status).toBe(200);
      await server.say(channel, 'for Ann');
      await reader.until(1);
      expect(numbers(reader)).toEqual(['for Ann']);
    }
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${other.token}` } });
    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      { success: false, error: { title: 'Channel forbidden' } },
    ]);
  });
});

describe('a private stream', () => {
  test('ends when its reader may not read any more, and a public one goes on', async () => {
    const server = await serve({ review: 50 });
    const { id, token, account } = await signUp(server, 'ann');
    const headers = { Authorization: `Bearer ${token}` };
    const own = await read(`${server.url}/stream?channels=private-account-${id}`, headers);
    const open = await read(`${server.url}/stream?channels=news`, headers);
    await server.say(`private-account-${id}`, 1);
    await own.until(1);
    await delay(120);
    expect(server.sse.gauges()[0]?.value).toBe(2);
    (await server.quintet.identity.logOut(account))._unsafeUnwrap();
    await own.ended;
    await server.say('news', 2);
    await open.until(1);
  });
});

describe('readers that do not read', () => {
  test('are dropped, and the others lose nothing', async () => {
    const server = await serve({ largestBuffer: 200_000 });
    const readers = await Promise.all(Array.from({ length: 20 }, () => read(`${server.url}/stream?channels=news`)));
    const { port } = new URL(server.url);
    const stopped = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        opened.push({ close: () => socket.destroy() });
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write('GET /stream?channels=news HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
        await once(socket, 'readable');
        return socket;
      }),
    );
    expect(server.sse.gauges().map(({ value }) => value)).toEqual([23, 0]);

    // More than the system buffers for each on both sides.
    const text = 'x'.repeat(100_000);
    let said = 0;
    while (server.sse.gauges()[1]?.value !== 3 && said < 400) {
      await server.say('news', text);
      // Whoever reads is given the time to.
      await delay(2);
      said += 1;
    }
    expect(server.sse.gauges().map(({ value }) => value)).toEqual([20, 3]);
    for (const reader of readers) {
      await reader.until(said);
      expect(reader.events().map(({ id }) => Number(id))).toEqual(
        Array.from({ length: said }, (_, index) => index + 1),
      );
    }
    expect(stopped.length).toBe(3);
  });

  test('are dropped as well when little waits for them, but for long', async () => {
    const server = await serve({ heartbeat: 100, largestBuffer: 1_000_000_000 });
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    opened.push({ close: () => socket.destroy() });
    socket.on('error', () => {});
    await once(socket, 'connect');
    await server.say('news', ...Array.from({ length: 100 }, () => 'x'.repeat(100_000)));
    // It catches up, and stops in the middle.
    socket.write('GET /stream?channels=news&last_event_id=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await once(socket, 'readable');
    await until(() => server.sse.gauges()[0]?.value === 0);
    expect(server.sse.gauges()[1]?.value).toBe(1);
  });
});

describe('the end', () => {
  test('readers that leave are forgotten', async () => {
    const server = await serve();
    const readers = await Promise.all([1, 2, 3].map(() => read(`${server.url}/stream?channels=news,weather`)));
    expect(server.sse.gauges()[0]?.value).toBe(3);
    for (const reader of readers) reader.close();
    await until(() => server.sse.gauges()[0]?.value === 0);
    await server.say('news', 1);
    expect(server.sse.gauges().map(({ value }) => value)).toEqual([0, 0]);
  });

  test('of the server ends streams in order, after what was said', async () => {
    const server = await serve();
    const reader = await read(`${server.url}/stream?channels=news`);
    await server.say('news', 1);
    await server.sse.close();
    await reader.ended;
    expect(numbers(reader)).toEqual([1]);
    const late = await fetch(`${server.url}/stream?channels=news`);
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
