import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a server and its database, and can fail as networks and databases do. */
export interface TcpProxy {
  /** The same address with the proxy in it. */
  readonly url: string;
  /** Ends all connections and refuses new ones, as when the database is stopped. */
  cut(): Promise<void>;
  /** Keeps all connections, and takes new ones, and lets nothing through, as when the network is gone. */
  hang(): void;
  /** Works again; what hung before has ended. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a proxy in front of whatever a URL names. */
export async function openProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let hangs = false;

  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!hangs) to.write(chunk);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = async (at: number): Promise<number> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const drop = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };

  const own = await listen(0);
  const url = new URL(target);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href,
    cut: drop,
    hang: () => {
      hangs = true;
    },
    mend: async () => {
      await drop();
      hangs = false;
      await listen(own);
    },
    close: drop,
  };
}
