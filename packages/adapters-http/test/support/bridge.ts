import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstagramGateway } from '@quintet/core';
import { createBridge, type Arrival, type Interference } from '../../../../examples/instagram-bridge/bridge.ts';

/** The example bridge in this process, at a port of its own. */
export interface RunningBridge {
  readonly url: string;
  /** Every action that came in. */
  readonly arrivals: readonly Arrival[];
  /** What was asked, in its order: `GET /v1/profile`. */
  readonly requests: readonly string[];
  /** From now on requests are interfered with, in their order; those after the last are served well. */
  interfere(...interferences: readonly (Interference | undefined)[]): void;
  /** From now on such requests, `GET /v1/profile`, are answered after so many milliseconds. */
  slow(request: string, milliseconds: number): void;
  stop(): Promise<void>;
}

export async function startBridge(network: InstagramGateway): Promise<RunningBridge> {
  const arrivals: Arrival[] = [];
  const requests: string[] = [];
  const delays = new Map<string, number>();
  let waiting: (Interference | undefined)[] = [];
  const server = createBridge({
    network,
    record: (arrival) => arrivals.push(arrival),
    interfere: ({ method, url }: IncomingMessage) => {
      const request = `${method} ${url?.replace(/\?.*/u, '')}`;
      requests.push(request);
      const delay = delays.get(request);
      return waiting.shift() ?? (delay === undefined ? undefined : { delay });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    requests,
    interfere: (...interferences) => {
      waiting = [...interferences];
    },
    slow: (request, milliseconds) => {
      delays.set(request, milliseconds);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
