import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Connections, Quintet, Resolve } from '@quintet/core';
import type { ServerAdapter } from './adapters.ts';

/** Connections as packages serve them on Node. */
type NodeConnections = Connections<IncomingMessage, ServerResponse, Duplex>;

/** Packages of adapters that serve connections of their own on the server's port, such as WebSockets and streams. */
export interface Guests {
  /** The name of the package that took the request over; `undefined`: it is for the APIs. */
  request(incoming: IncomingMessage, outgoing: ServerResponse): string | undefined;
  /** The name of the package that took the connection over; `undefined`: none knows the protocol at that path. */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): string | undefined;
  /** They take no more, and end what is open. Rejects never. */
  close(): Promise<void>;
}

/** Where guests are. */
export interface Host {
  /** Asked after what the server itself answers, and before the APIs. */
  readonly guests: Guests;
  /** Told of what a guest took over, when its answer begins. */
  taken(guest: string, incoming: IncomingMessage, status: number, seconds: number): void;
}

/** What an answer is written on; told of its status if it wants to know. */
export type Outgoing = ServerResponse & { onHead?: (status: number) => void };

/** What guests report to. */
export interface GuestsOptions {
  /** A package did what it must not: it threw. */
  readonly trouble: (adapter: string, error: unknown) => void;
}

/** Asks the packages for what they serve. */
export function guestsOf(
  adapters: readonly ServerAdapter[],
  use: Quintet,
  resolve: Resolve,
  { trouble }: GuestsOptions,
): Guests {
  const guests = adapters.flatMap((adapter) => {
    // The core knows nothing of Node's requests.
    const connections: NodeConnections | undefined = adapter.connections?.(use, resolve);
    return connections === undefined ? [] : [{ name: adapter.name, connections }];
  });

  const takenBy = (ask: (connections: NodeConnections) => boolean | undefined, end: () => void): string | undefined => {
    for (const { name, connections } of guests) {
      try {
        if (ask(connections) === true) return name;
      } catch (error) {
        trouble(name, error);
        end();
        return name;
      }
    }
    return undefined;
  };

  return {
    request: (incoming, outgoing) =>
      takenBy(
        (connections) => connections.request?.(incoming, outgoing),
        () => outgoing.destroy(),
      ),
    upgrade: (incoming, socket, head) =>
      takenBy(
        (connections) => connections.upgrade?.(incoming, socket, head),
        () => socket.destroy(),
      ),
    close: async () => {
      await Promise.all(
        guests.map(async ({ name, connections }) => {
          try {
            await connections.close();
          } catch (error) {
            trouble(name, error);
          }
        }),
      );
    },
  };
}

/** Whether a guest took the request over. */
export function isTaken(incoming: IncomingMessage, outgoing: Outgoing, host: Host): boolean {
  const begun = performance.now();
  let written: number | undefined;
  // The head may be written before the guest has said that it takes the request.
  outgoing.onHead = (status) => (written = status);
  const guest = host.guests.request(incoming, outgoing);
  delete outgoing.onHead;
  if (guest === undefined) return false;

  const report = (status: number): void => {
    delete outgoing.onHead;
    host.taken(guest, incoming, status, (performance.now() - begun) / 1000);
  };
  if (written === undefined) outgoing.onHead = report;
  else report(written);
  return true;
}

/** Whether a client offers to go on in the protocol of WebSockets. */
export function wantsWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/** Answers a client in HTTP that wanted another protocol, and ends the connection: Node reads no more from it. */
export function answerPlainly(
  incoming: IncomingMessage,
  socket: Duplex,
  outgoing: ServerResponse,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): void {
  outgoing.assignSocket(socket as Socket);
  outgoing.shouldKeepAlive = false;
  outgoing.once('finish', () => socket.end());
  socket.once('error', () => socket.destroy());
  answer(incoming, outgoing);
}
