import {
  createServer,
  ServerResponse,
  STATUS_CODES,
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { err, ok, type Result } from 'neverthrow';
import type { ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';
import { answerPlainly, isTaken, wantsWebSocket, type Host, type Outgoing } from './guests.ts';

/** What is behind the door: who answers, and in which words where nobody does. */
export interface Behind extends Host {
  /** Answers at once, before anything else looks at the request; `undefined`: it goes on to `fetch`. */
  first(incoming: IncomingMessage): ReadyAnswer | Promise<ReadyAnswer> | undefined;
  readonly fetch: Parameters<typeof getRequestListener>[0];
  /** The answer to what is no request that can be served. */
  failure(path: string, failure: HttpFailure): ReadyAnswer;
  /** The headers that every answer has. */
  headers(answer: ReadyAnswer, incoming?: IncomingMessage): Record<string, string>;
  /** Told of what was refused before it was a request. */
  refused(path: string, status: number, clientAddress: string | undefined): void;
  /** A connection could not be taken, such as when there are too many. */
  trouble(error: Error): void;
}

/** A port of this machine, and the connections through it. */
export interface Door {
  /** Where it is open: `http://127.0.0.1:3000`. */
  readonly url: string;
  /**
   * From now on every answer ends its connection. What comes in on open connections is still answered, for so long as
   * a client may not have noticed; then no connection is taken any more, idle ones end, and guests end theirs. Resolves
   * when the last has ended, or when the time is over and those that are left have been cut off: then with their number.
   *
   * @param milliseconds - The time, all in all.
   */
  close(milliseconds: number): Promise<number>;
}

/** The door can't be opened there: the reason, in one line. */
export type ListenFailure = string;

// A client that sends slowly holds a connection no longer than this. Milliseconds.
const HEADERS_TIMEOUT = 15_000;
const REQUEST_TIMEOUT = 30_000;
/** Longer than the idle time of the usual proxies, so that it is they who end idle connections. */
const KEEP_ALIVE_TIMEOUT = 65_000;
const TIMEOUT_CHECKS = 2_000;
const LARGEST_HEADER = 16_384;

type OutgoingHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** How long clients have to notice that answers end their connections. Milliseconds. */
const FAREWELL = 400;
const IDLE_CHECKS = 50;

/** Opens a port, and begins to answer at once. */
export async function openDoor(
  { host, port }: { readonly host: string; readonly port: number },
  behind: Behind,
): Promise<Result<Door, ListenFailure>> {
  const doorkeeper: Doorkeeper = { isClosing: false, upgraded: new Set() };

  class Answering extends ServerResponse {
    /** Told of the status when the answer begins. */
    onHead?: (status: number) => void;

    override writeHead(status: number, reason?: string, headers?: OutgoingHeaders): this;
    override writeHead(status: number, headers?: OutgoingHeaders): this;
    override writeHead(status: number, ...rest: unknown[]): this {
      if (doorkeeper.isClosing) this.shouldKeepAlive = false;
      this.onHead?.(status);
      return super.writeHead(status, ...(rest as []));
    }
  }

  const answer = listener(behind);
  const server = createServer(
    {
      ServerResponse: Answering as typeof ServerResponse,
      headersTimeout: HEADERS_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      connectionsCheckingInterval: TIMEOUT_CHECKS,
      maxHeaderSize: LARGEST_HEADER,
      // Answered by us, in the form of the API.
      requireHostHeader: false,
      // Other protocols that clients offer on the way, such as HTTP/2, are declined by a plain answer.
      shouldUpgradeCallback: wantsWebSocket,
    },
    answer,
  );
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (wantsWebSocket(incoming) && behind.first(incoming) === undefined) {
      // Whoever takes it over listens for its errors; until then one must not end the process.
      socket.on('error', () => socket.destroy());
      const path = pathOf(incoming.url);
      if (doorkeeper.isClosing) return say(behind.failure(path, 'unavailable'), path, socket, behind);
      const guest = behind.guests.upgrade(incoming, socket, head);
      if (guest !== undefined) {
        doorkeeper.upgraded.add(socket);
        socket.once('close', () => doorkeeper.upgraded.delete(socket));
        behind.taken(guest, incoming, 101, 0);
        return;
      }
    }
    answerPlainly(incoming, socket, new Answering(incoming), answer);
  });
  server.on('clientError', (error: ClientError, socket: Duplex) => refuse(error, socket, behind));
  // Left alone, Node answers the first in words of its own, and the second not at all.
  server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    send(outgoing, behind.failure(pathOf(incoming.url), 'malformed-request'), behind, incoming);
  });
  server.on('connect', (_incoming: IncomingMessage, socket: Duplex) => {
    say(behind.failure('', 'method-not-allowed'), '', socket, behind);
  });

  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    return err(whyNot(error, host, port));
  }
  server.on('error', (error) => behind.trouble(error));
  return ok({
    url: urlOf(server, host),
    close: (milliseconds) => close(server, doorkeeper, behind.guests, milliseconds),
  });
}

interface Doorkeeper {
  isClosing: boolean;
  /** Connections that speak another protocol than HTTP by now: Node counts them, but does not end them. */
  readonly upgraded: Set<Duplex>;
}

function listener(behind: Behind): (incoming: IncomingMessage, outgoing: Outgoing) => void {
  let taken: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse } | undefined;
  const toFetch = getRequestListener((request, bindings) => behind.fetch(request, bindings), {
    // Called before the listener returns when the request has no usable URL or host.
    errorHandler(error) {
      if (!(error instanceof RequestError) || taken === undefined) throw error;
      const { incoming, outgoing } = taken;
      send(outgoing, behind.failure(pathOf(incoming.url), 'malformed-request'), behind, incoming);
    },
  });

  return (incoming, outgoing) => {
    const answer = namesTwoHosts(incoming)
      ? behind.failure(pathOf(incoming.url), 'malformed-request')
      : behind.first(incoming);
    if (answer === undefined) {
      if (isTaken(incoming, outgoing, behind)) return;
      taken = { incoming, outgoing };
      void toFetch(incoming, outgoing);
      taken = undefined;
    } else {
      void Promise.resolve(answer).then((answer) => send(outgoing, answer, behind, incoming));
    }
  };
}

/** Whether another reader, such as a proxy before us, may take the request for another host's: Node reads the first. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

function send(outgoing: ServerResponse, answer: ReadyAnswer, behind: Behind, incoming: IncomingMessage): void {
  outgoing.writeHead(answer.status, {
    ...behind.headers(answer, incoming),
    'Content-Length': Buffer.byteLength(answer.body),
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : answer.body);
}

/** The path of a request's target, without query, scheme and host. */
export function pathOf(target = ''): string {
  const path = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  // Clients send no fragments, and a search for each of the two costs less than one expression for both.
  const query = path.indexOf('?');
  const fragment = path.indexOf('#');
  const end = query === -1 || (fragment !== -1 && fragment < query) ? fragment : query;
  return end === -1 ? path : path.slice(0, end);
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

const CLIENT_FAILURES: Readonly<Record<string, HttpFailure>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Answers what is no HTTP, or came too slowly or too large, unless an answer is already on its way. */
function refuse(error: ClientError, socket: Duplex, behind: Behind): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunToAnswer(socket)) {
    socket.destroy();
    return;
  }
  const [, target] = /^[A-Z]+ (\S+) HTTP\/1\.[01]\r?\n/.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
  const path = pathOf(target);
  say(behind.failure(path, CLIENT_FAILURES[error.code ?? ''] ?? 'malformed-request'), path, socket, behind);
}

/** Answers on a bare connection, and ends it. */
function say(answer: ReadyAnswer, path: string, socket: Duplex, behind: Behind): void {
  behind.refused(path, answer.status, 'remoteAddress' in socket ? String(socket.remoteAddress) : undefined);
  const headers = {
    ...behind.headers(answer),
    Date: new Date().toUTCString(),
    'Content-Length': String(Buffer.byteLength(answer.body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n`;
  // The client may still be sending: what it gets must not be lost to the reset that unread bytes cause.
  socket.end(head + answer.body);
  socket.resume();
  setTimeout(() => socket.destroy(), FAREWELL).unref();
}

/** Node keeps the answer that is under way in this place, and looks there for the same reason. */
function hasBegunToAnswer(socket: Duplex): boolean {
  const { _httpMessage: answer } = socket as Duplex & { readonly _httpMessage?: ServerResponse | null };
  return answer?.headersSent === true;
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  // Nobody can call the address that means "any".
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function whyNot(error: unknown, host: string, port: number): string {
  const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
  const place = `port ${port} of ${host}`;
  if (code === 'EADDRINUSE') return `${place} is in use: stop what listens there, or choose another with PORT`;
  if (code === 'EACCES') return `${place} may not be opened by this user: choose one from 1024 on with PORT`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST is ${host}, which is no address of this machine`;
  return `${place} can't be opened (${code})`;
}

async function close(
  server: Server,
  doorkeeper: Doorkeeper,
  guests: Host['guests'],
  milliseconds: number,
): Promise<number> {
  doorkeeper.isClosing = true;
  const end = performance.now() + milliseconds;
  const guestsLeft = guests.close();
  if ((await connections(server)) > 0) await sleep(Math.min(FAREWELL, milliseconds));

  const closed = once(server, 'close');
  server.close();
  const idleChecks = setInterval(() => server.closeIdleConnections(), IDLE_CHECKS);
  const left = await Promise.race([
    Promise.all([closed, guestsLeft]).then(() => 0),
    sleep(end - performance.now()).then(() => connections(server)),
  ]);
  clearInterval(idleChecks);
  if (left > 0) {
    server.closeAllConnections();
    for (const socket of doorkeeper.upgraded) socket.destroy();
  }
  return left;
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((_error, count) => resolve(count));
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds)).unref();
  });
}
