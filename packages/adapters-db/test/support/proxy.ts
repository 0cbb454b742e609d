import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the package and PostgreSQL, to be the network that fails. */
export interface Proxy {
  /** PostgreSQL's address by way of the proxy. */
  readonly url: string;
  /** Ends all connections, and refuses new ones. */
  cut(): Promise<void>;
  /** Takes connections again. */
  mend(): Promise<void>;
  /** Keeps all connections, and takes new ones, but lets nothing through, as a network does that loses every packet. */
  freeze(): void;
  close(): Promise<void>;
}

/** Opens a proxy to a PostgreSQL. */
export async function openProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let server = makeServer();
  const port = await listen(server, 0);
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);

  function makeServer(): Server {
    return createServer((inner) => {
      const outer = connect(Number(target.port === '' ? 5432 : target.port), target.hostname);
      for (const [from, to] of [
        [inner, outer],
        [outer, inner],
      ] as const) {
        sockets.add(from);
        from.on('data', (chunk) => {
          if (!frozen) to.write(chunk);
        });
        from.on('error', () => {});
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  const cut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: url.href,
    cut,
    mend: async () => {
      frozen = false;
      server = makeServer();
      await listen(server, port);
    },
    freeze: () => {
      frozen = true;
    },
    close: cut,
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
