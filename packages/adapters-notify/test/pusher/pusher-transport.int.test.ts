import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pusherTransport } from '@quintet/adapters-notify';
import type { Destination, Message, Transport } from '@quintet/core';
import { transportContract, type ReceiverBehaviour, type TransportSubject } from '@quintet/core/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { APP, connect, endClients, startPusher, type RawFrame, type TestServer } from '../support/pusher.ts';

const DESTINATION: Destination = { id: 'pusher:service', transport: 'pusher', address: {}, channels: ['*'] };
const CHANNEL = 'contract';

function transportTo(host: string, secret = APP.secret): Transport {
  return pusherTransport({ appId: APP.id, key: APP.key, secret, host, timeout: 2_000 });
}

/** The embedded server, with somebody before it who answers in its stead when it is to misbehave. */
async function openSubject(): Promise<TransportSubject> {
  const server = await startPusher({ data: 100_000 });
  let behaviour: ReceiverBehaviour = 'takes';
  const front = createServer((incoming, outgoing) => {
    if (behaviour === 'takes') server.pusher.request(incoming, outgoing);
    else if (behaviour === 'away') incoming.socket.destroy();
    else outgoing.writeHead(behaviour === 'refuses' ? 400 : 503).end('no');
  });
  const port = await listen(front);
  const reader = await connect(server);
  reader.say({ event: 'pusher:subscribe', data: { channel: CHANNEL } });
  await reader.next();
  const inbox: RawFrame[] = [];
  reader.socket.on('message', (data) => inbox.push(JSON.parse((data as Buffer).toString()) as RawFrame));
  return {
    transport: transportTo(`http://127.0.0.1:${port}`),
    destination: DESTINATION,
    // Pusher's API has no place for the id: what readers get is one of the service's own.
    received: () =>
      inbox.map(({ channel = '', event = '', data }) => ({
        channel,
        event,
        data: JSON.parse(String(data)) as unknown,
      })),
    behave: async (how) => {
      behaviour = how;
    },
    close: async () => {
      front.close();
      front.closeAllConnections();
      endClients();
      await server.stop();
    },
  };
}

// Nobody can tell that an app is gone from an app id that was mistyped: that is mended, so it is tried again.
transportContract({ describe, test, beforeAll, afterAll }, openSubject, {
  behaviours: ['takes', 'fails', 'refuses', 'away'],
  channel: CHANNEL,
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('what Pusher’s API is told', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startPusher();
  });
  afterEach(async () => {
    endClients();
    await server.stop();
  });

  let position = 0;
  const messageOf = (changes: Partial<Message> = {}): Message => ({
    id: '58b2357f7a2f2e2e723e130e',
    position: (position += 1),
    channel: 'news',
    event: 'save',
    data: '{"number":1}',
    createdAt: new Date(),
    ...changes,
  });

  test('leaves out the client that the message came from', async () => {
    const [one, two] = [await connect(server), await connect(server)];
    for (const reader of [one, two]) {
      reader.say({ event: 'pusher:subscribe', data: { channel: 'news' } });
      await reader.next();
    }
    const transport = transportTo(server.url);
    const told = [messageOf({ notTo: one.socketId }), messageOf({ data: '{"number":2}' })];
    (await transport.deliver(DESTINATION, told))._unsafeUnwrap();
    expect((await one.next()).data).toBe('{"number":2}');
    expect((await two.next()).data).toBe('{"number":1}');
  });

  test('of messages of which one is refused, those before it are delivered, and it is the next', async () => {
    const reader = await connect(server);
    reader.say({ event: 'pusher:subscribe', data: { channel: 'news' } });
    await reader.next();
    const large = messageOf({ data: JSON.stringify('x'.repeat(20_000)) });
    const told = [messageOf(), messageOf(), messageOf(), large, messageOf({ data: '5' })];
    const result = await transportTo(server.url).deliver(DESTINATION, told);
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'delivery-refused', delivered: 3, reason: 'answered 413' });
    for (let count = 0; count < 3; count += 1) expect((await reader.next()).data).toBe('{"number":1}');
  });

  test('with a wrong secret nothing is given up for good, and the reason tells no secret', async () => {
    const failure = (
      await transportTo(server.url, 'a wrong secret').deliver(DESTINATION, [messageOf()])
    )._unsafeUnwrapErr();
    expect(failure).toEqual({ kind: 'delivery-failed', delivered: 0, reason: 'answered 401' });
  });

  test('a service that never answers is given up after its time', async () => {
    const mute = createServer(() => {});
    const port = await listen(mute);
    const transport = pusherTransport({
      appId: APP.id,
      key: APP.key,
      secret: APP.secret,
      host: `http://127.0.0.1:${port}`,
      timeout: 50,
    });
    expect((await transport.deliver(DESTINATION, [messageOf()]))._unsafeUnwrapErr()).toMatchObject({
      kind: 'delivery-failed',
      delivered: 0,
      reason: 'could not be reached (aborted)',
    });
    mute.close();
    mute.closeAllConnections();
  });
});
