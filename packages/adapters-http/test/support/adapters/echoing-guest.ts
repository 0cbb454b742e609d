import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connections, CreateAdapter } from '@quintet/core';
import { ContainerModule } from 'inversify';

/** An adapter package that serves connections of its own: what it gets at `/echo` it sends back, until it is closed. */
export const createAdapter: CreateAdapter<ContainerModule, unknown> = () => {
  const open = new Set<Duplex>();
  return {
    name: 'echoing-guest',
    module: new ContainerModule(() => {}),
    connections: (): Connections<IncomingMessage, ServerResponse, Duplex> => ({
      request(incoming, outgoing) {
        if (incoming.url !== '/echo') return false;
        if (incoming.method === 'DELETE') throw new Error('a bug of the guest');
        outgoing.writeHead(202, { 'Content-Type': 'text/plain' });
        incoming.pipe(outgoing);
        return true;
      },
      upgrade(incoming, socket) {
        if (incoming.url !== '/echo') return false;
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
        socket.pipe(socket);
        return true;
      },
      close: async () => {
        for (const socket of open) socket.end('farewell');
      },
    }),
  };
};
