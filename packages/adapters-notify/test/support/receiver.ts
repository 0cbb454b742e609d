import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server of a test's own that keeps what it gets. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Connections that were made so far. */
  connections(): number;
  close(): Promise<void>;
}

/** How a receiver answers. */
export type Answer = (outgoing: ServerResponse, received: Received) => void;

/** Answers with statuses one after the other, and goes on with the last. */
export function answering(...statuses: readonly number[]): Answer {
  const left = [...statuses];
  return (outgoing) => {
    const status = (left.length > 1 ? left.shift() : left[0]) ?? 500;
    outgoing.writeHead(status).end();
  };
}

/** Opens a receiver on loopback. */
export async function openReceiver(answer: Answer): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const take = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method, url, headers } = incoming;
    const one = { method, url, headers, body: Buffer.concat(chunks) };
    received.push(one);
    answer(outgoing, one);
  };
  const server = createServer((incoming, outgoing) => void take(incoming, outgoing).catch(() => outgoing.destroy()));
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
