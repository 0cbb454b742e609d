import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus, Clock, Connections, Gauge, PresenceRegistry, Push, RandomSource } from '@quintet/core';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from '../until.ts';
import { PUSHER_LIMITS, type PusherApp, type PusherLimits } from './app.ts';
import { Connection } from './connection.ts';
import { HttpApi } from './http-api.ts';
import { Peers } from './peers.ts';
import { Presence } from './presence.ts';
import { CODES, versionProblem } from './protocol.ts';
import { Rooms } from './rooms.ts';
import { Sessions } from './sessions.ts';
import { isSame } from './signature.ts';
import { Silence } from './silence.ts';

/** Milliseconds that clients have to end their connections when the server stops. */
const FAREWELL = 1_000;
const LOOK = 10;

/** Milliseconds that the registry has to be told who is gone. */
const LAST_LEAVES = 3_000;

/**
 * What the embedded Pusher server works with.
 *
 * @example
 * ```ts
 * const options: PusherServerOptions = { app, push: quintet.push, bus, presence, clock, random };
 * ```
 */
export interface PusherServerOptions {
  readonly app: PusherApp;
  readonly push: Pick<Push, 'feed' | 'publish'>;
  readonly bus: Bus;
  readonly presence: PresenceRegistry;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** What shall differ from {@link PUSHER_LIMITS}. */
  readonly limits?: Partial<PusherLimits>;
  /** Told what went wrong without an answer that says so. */
  readonly onTrouble?: (cause: unknown) => void;
}

/**
 * A server that Pusher's libraries take for Pusher: clients connect to it over WebSockets (`/app/<key>`, protocol 7), and
 * servers trigger events through its HTTP API (`/apps/<id>/...`).
 *
 * @example
 * ```ts
 * const pusher: PusherServer = createPusherServer(options);
 * http.on('upgrade', (request, socket, head) => pusher.upgrade(request, socket, head) || socket.destroy());
 * ```
 */
export interface PusherServer extends Required<Connections<IncomingMessage, ServerResponse, Duplex>> {
  /** Makes itself known to the other servers, once the bus is there. */
  start(): void;
  readonly gauges: () => readonly Gauge[];
}

/**
 * Makes an embedded Pusher server. Nothing listens yet: requests and connections are handed to it.
 *
 * @example
 * ```ts
 * const pusher = createPusherServer({ app, push: quintet.push, bus, presence, clock, random });
 * pusher.start();
 * ```
 */
export function createPusherServer(options: PusherServerOptions): PusherServer {
  return new EmbeddedServer(options);
}

class EmbeddedServer implements PusherServer {
  readonly #app: PusherApp;
  readonly #limits: PusherLimits;
  readonly #webSockets: WebSocketServer;
  readonly #rooms: Rooms;
  readonly #peers: Peers;
  readonly #presence: Presence;
  readonly #sessions: Sessions;
  readonly #http: HttpApi;
  readonly #silence: Silence<Connection>;
  readonly #detach: () => void;
  #dropped = 0;
  #isClosing = false;

  constructor(options: PusherServerOptions) {
    const { app, push, bus, presence: registry, clock, random, onTrouble = (): void => {} } = options;
    const limits = { ...PUSHER_LIMITS, ...options.limits };
    const server = random.identifier();
    const rooms = new Rooms();
    const peers = new Peers(bus, server, (prefix) => rooms.counts(prefix));
    const presence = new Presence({ registry, clock, server, rooms, peers, onTrouble });
    const sessions = new Sessions({ app, limits, rooms, presence, peers, onBug: onTrouble });
    this.#app = app;
    this.#limits = limits;
    this.#rooms = rooms;
    this.#peers = peers;
    this.#presence = presence;
    this.#sessions = sessions;
    this.#http = new HttpApi({ app, limits, clock, push, registry, peers, sessions, onTrouble });
    // Without compression: one frame fits all, and an idle connection costs little memory.
    this.#webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.frame,
    });
    this.#silence = new Silence<Connection>({
      ask: limits.activityTimeout * 1_000,
      give: limits.pongTimeout * 1_000,
      onAsk: (connection) => connection.send('{"event":"pusher:ping","data":"{}"}'),
      onSilent: (connection) => {
        connection.close(CODES.silent, 'Pong reply not received in time');
        setTimeout(() => connection.terminate(), FAREWELL).unref();
      },
    });
    this.#detach = push.feed.attach((messages) => rooms.publish(messages));
  }

  start(): void {
    this.#peers.start(() => void this.#presence.compare());
  }

  request(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    return this.#http.request(incoming, outgoing);
  }

  upgrade(incoming: IncomingMessage, socket: Duplex, head: Uint8Array): boolean {
    const [path = '', query = ''] = (incoming.url ?? '').split('?', 2);
    if (path !== '/app' && !path.startsWith('/app/')) return false;
    this.#webSockets.handleUpgrade(incoming, socket, Buffer.from(head), (webSocket) => {
      this.#connected(webSocket, socket, path, new URLSearchParams(query));
    });
    return true;
  }

  gauges(): readonly Gauge[] {
    return [
      {
        name: 'quintet_pusher_connections',
        help: 'Clients of the embedded Pusher server.',
        value: this.#sessions.connections.size,
      },
      { name: 'quintet_pusher_subscriptions', help: 'Channels they are subscribed to.', value: this.#rooms.size },
      {
        name: 'quintet_pusher_dropped_clients',
        help: 'Clients that had stopped reading, since the start.',
        value: this.#dropped,
      },
    ];
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#detach();
    this.#silence.stop();
    this.#presence.stop();
    const open = [...this.#sessions.connections];
    for (const connection of open) connection.close(CODES.reconnect, 'The server stops: connect again');
    await until(FAREWELL, () => this.#sessions.connections.size === 0, LOOK);
    for (const connection of this.#sessions.connections) {
      connection.terminate();
      this.#sessions.closed(connection);
    }
    const left = Promise.all(open.map(({ presenceWork }) => presenceWork));
    await Promise.race([left, delay(LAST_LEAVES, undefined, { ref: false })]);
    this.#peers.stop();
  }

  #connected(webSocket: WebSocket, socket: Duplex, path: string, query: URLSearchParams): void {
    const connection = new Connection(socketId(), webSocket, socket, this.#limits, () => (this.#dropped += 1));
    // The library says of what is no WebSocket's (a frame that is too large) only that it ends.
    webSocket.on('error', () => {});
    const refusal = this.#refusalOf(path, query);
    if (refusal !== undefined) {
      connection.close(refusal.code, refusal.message);
      return;
    }
    webSocket.on('message', (data, isBinary) => {
      this.#silence.heard(connection);
      if (isBinary) connection.fail(CODES.malformed, 'Invalid message: expected text');
      else this.#sessions.received(connection, (data as Buffer).toString());
    });
    webSocket.on('ping', () => this.#silence.heard(connection));
    webSocket.on('close', () => {
      this.#silence.forget(connection);
      if (this.#sessions.connections.has(connection)) this.#sessions.closed(connection);
    });
    this.#silence.heard(connection);
    this.#sessions.open(connection);
  }

  #refusalOf(path: string, query: URLSearchParams): { readonly code: number; readonly message: string } | undefined {
    if (this.#isClosing) return { code: CODES.reconnect, message: 'The server stops: connect again' };
    const [, key] = /^\/app\/([^/]+)\/?$/.exec(path) ?? [];
    if (key === undefined) return { code: CODES.pathNotFound, message: 'Path not found: expected /app/<key>' };
    const version = versionProblem(query.get('protocol'));
    if (version !== undefined) return version;
    if (!isSame(key, encodeURIComponent(this.#app.key)) && !isSame(key, this.#app.key)) {
      return { code: CODES.unknownApp, message: `App key ${key.slice(0, 100)} not in this cluster` };
    }
    return this.#sessions.connections.size >= this.#limits.connections
      ? { code: CODES.overCapacity, message: 'Over capacity' }
      : undefined;
  }
}

/** Two random numbers: what is signed for one connection must fit no other, ever. */
function socketId(): string {
  const number = (): number => randomInt(1, 2 ** 47);
  return `${number()}.${number()}`;
}
