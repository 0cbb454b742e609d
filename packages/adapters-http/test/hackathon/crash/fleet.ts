import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startProcess, type ServerProcess, type Variables } from '../../support/server.ts';

/** Servers that keep their addresses while they are killed and started again. */
export interface Fleet {
  readonly urls: readonly string[];
  /** How often a server was killed so far. */
  readonly kills: number;
  /** Kills one of the servers, and starts it again; settles when that is ready. */
  killOne(): Promise<void>;
  end(): Promise<void>;
}

/** Starts servers on one storage. */
export async function startFleet(size: number, variables: Variables): Promise<Fleet> {
  const ports = await Promise.all(Array.from({ length: size }, () => freePort()));
  const start = (port: number): Promise<ServerProcess> => startProcess(variables, port);
  const servers = await Promise.all(ports.map((port) => start(port)));
  const restarting = new Set<number>();
  let kills = 0;
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    get kills() {
      return kills;
    },
    killOne: async () => {
      const up = ports.map((_, index) => index).filter((index) => !restarting.has(index));
      const index = up[Math.floor(Math.random() * up.length)];
      const port = index === undefined ? undefined : ports[index];
      if (index === undefined || port === undefined) return;
      restarting.add(index);
      kills += 1;
      await servers[index]?.end('SIGKILL');
      servers[index] = await start(port);
      restarting.delete(index);
    },
    end: async () => {
      while (restarting.size > 0) await sleep(50);
      await Promise.all(servers.map((server) => server.end('SIGKILL')));
    },
  };
}
