import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherServer, type PusherApp, type PusherLimits, type PusherServer } from '@quintet/adapters-notify';
import { createQuintet, PORTS, type Push, type Resolve } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import PusherLibrary from 'pusher';
import pusherJs from 'pusher-js';
import { WebSocket } from 'ws';

/** The official client. Its types say that the class is a part of what it exports; on Node it is the whole. */
export type PusherClient = pusherJs.default;
const PusherClient = pusherJs as unknown as typeof pusherJs.default;

export type { PresenceChannel } from 'pusher-js';

/** The app of the tests. */
export const APP: PusherApp = { id: '4711', key: 'key-of-tests', secret: 'secret of the tests' };

/** An embedded Pusher server that listens. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly push: Push;
  readonly pusher: PusherServer;
  /** What went wrong without an answer that says so. */
  readonly trouble: unknown[];
  /** Whoever connects from now on gets to another one, as behind a proxy. */
  replaceBy(other: TestServer): void;
  stop(): Promise<void>;
}

/**
 * Starts an embedded Pusher server, on storage in memory.
 *
 * @param adapters - Shared by servers that are to act as one.
 */
export async function startPusher(
  limits: Partial<PusherLimits> = {},
  adapters: Resolve = memoryAdapters(),
): Promise<TestServer> {
  const { push } = createQuintet(adapters);
  const trouble: unknown[] = [];
  const pusher = createPusherServer({
    app: APP,
    push,
    bus: adapters(PORTS.bus),
    presence: adapters(PORTS.presence),
    clock: adapters(PORTS.clock),
    random: adapters(PORTS.random),
    limits,
    onTrouble: (cause) => trouble.push(cause),
  });
  let serving = pusher;
  const http = createServer((incoming, outgoing) => {
    if (!serving.request(incoming, outgoing)) outgoing.writeHead(418).end();
  });
  http.on('upgrade', (incoming, socket, head) => {
    if (!serving.upgrade(incoming, socket, head)) socket.destroy();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  (await push.feed.start())._unsafeUnwrap();
  pusher.start();
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    push,
    pusher,
    trouble,
    replaceBy: (other) => {
      serving = other.pusher;
    },
    stop: async () => {
      await pusher.close();
      await push.feed.stop();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** The official library of servers. */
export function libraryOf({ port }: Pick<TestServer, 'port'>, app: Partial<PusherApp> = {}): PusherLibrary {
  const { id, key, secret } = { ...APP, ...app };
  return new PusherLibrary({ appId: id, key, secret, host: '127.0.0.1', port: String(port), useTLS: false });
}

/** Who signs a client in: the official library, as a server of the user's would. */
export interface Identity {
  readonly userId: string;
  readonly name: string;
  /** What it is signed with; absent: what the server knows. */
  readonly secret?: string;
}

/** Connects as the official client; ends with {@link endClients}. */
export function clientOf({ port }: Pick<TestServer, 'port'>, identity?: Identity, key: string = APP.key): PusherClient {
  const library = libraryOf({ port }, identity?.secret === undefined ? {} : { secret: identity.secret });
  const client = new PusherClient(key, {
    cluster: 'unused',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId, channelName }, callback) => {
        if (identity === undefined) return callback(new Error('nobody'), null);
        const { userId, name } = identity;
        const data = channelName.startsWith('presence-') ? { user_id: userId, user_info: { name } } : undefined;
        return callback(null, library.authorizeChannel(socketId, channelName, data));
      },
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId }, callback) =>
        callback(null, library.authenticateUser(socketId, { id: identity?.userId ?? 'nobody' })),
    },
  });
  clients.add(client);
  return client;
}

const clients = new Set<PusherClient>();
const sockets = new Set<WebSocket>();

/** Ends all clients of a test. */
export function endClients(): void {
  for (const client of clients) client.disconnect();
  clients.clear();
  for (const socket of sockets) socket.terminate();
  sockets.clear();
}

/** Something that is told under a name, once. */
export function told<T = unknown>(
  teller: { bind(name: string, listener: (value: T) => void): unknown },
  name: string,
): Promise<T> {
  return new Promise((resolve) => {
    teller.bind(name, resolve);
  });
}

/** A client without a library: what it was sent, as it came. */
export interface RawClient {
  readonly socket: WebSocket;
  /** Frames that have come and were not taken yet, and the close code at the end. */
  next(): Promise<RawFrame>;
  say(message: unknown): void;
}

export interface RawFrame {
  readonly event?: string;
  readonly channel?: string;
  readonly data?: unknown;
  readonly id?: string;
  /** The connection has ended with this code. */
  readonly closed?: number;
}

/** Connects without a library. */
export function dial({ port }: TestServer, path = `/app/${APP.key}?protocol=7&client=test&version=1`): RawClient {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  sockets.add(socket);
  const frames: RawFrame[] = [];
  const waiting: ((frame: RawFrame) => void)[] = [];
  const take = (frame: RawFrame): void => {
    const first = waiting.shift();
    if (first === undefined) frames.push(frame);
    else first(frame);
  };
  socket.on('message', (data) => take(JSON.parse((data as Buffer).toString()) as RawFrame));
  socket.on('close', (code) => take({ closed: code }));
  socket.on('error', () => {});
  return {
    socket,
    next: () => {
      const frame = frames.shift();
      return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
    },
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  };
}

/** Connects without a library, and gives the socket id that it got. */
export async function connect(server: TestServer): Promise<RawClient & { readonly socketId: string }> {
  const client = dial(server);
  const { data } = await client.next();
  const { socket_id: socketId } = JSON.parse(String(data)) as { readonly socket_id: string };
  return { ...client, socketId };
}
