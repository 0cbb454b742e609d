import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** An app that listens on a free port of this machine. */
export interface Listening {
  /** `http://127.0.0.1:` and the port. */
  readonly origin: string;
  close(): void;
}

/** Has an app listen, without the rest of the bundled server. */
export async function listening(app: Parameters<typeof getRequestListener>[0]): Promise<Listening> {
  const listen = getRequestListener(app);
  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
