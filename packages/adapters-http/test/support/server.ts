import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeDataDirectory } from '../../../adapters-db/test/support/pglite.ts';
import { startServer } from '../../src/server/index.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from './postgres.ts';

/** A secret that the tests can sign tokens with as well. */
export const SECRET = 'a secret of the tests of more than 32 bytes';

/** Variables of the server that differ from a test's usual ones. */
export type Variables = Readonly<Record<string, string>>;

/** A server that runs, with storage of its own. */
export interface RunningServer {
  /** Scheme, host and port. */
  readonly url: string;
  /** Everything up to and with `/v1` of the bucket list API at its usual place. */
  readonly base: string;
  /** Its PostgreSQL database; absent on PGlite. */
  readonly database: TestDatabase | undefined;
  stop(): Promise<void>;
}

/** What a server can keep its accounts and buckets in. */
export type Storage = 'PGlite' | 'PostgreSQL';

/** Where tests run that are about something else than storage: PostgreSQL starts much faster. */
const ANY_STORAGE: Storage = postgresIsThere ? 'PostgreSQL' : 'PGlite';

/** Limits are off, because all tests come from one address; tests of limits set their own. */
const USUAL: Variables = {
  HOST: '127.0.0.1',
  PORT: '0',
  QUINTET_APIS: 'bucketlist',
  QUINTET_DATA_DIR: 'memory',
  QUINTET_JWT_SECRET: SECRET,
  QUINTET_LOGIN_LIMIT: 'off',
  QUINTET_LOGIN_LIMIT_ADDRESS: 'off',
  QUINTET_LOG_LEVEL: 'silent',
};

/** Starts a server in this process, with storage of its own where `DATABASE_URL` names none. */
export async function startHere(variables: Variables = {}, storage: Storage = ANY_STORAGE): Promise<RunningServer> {
  const own = variables['DATABASE_URL'] === undefined ? await makeStorage(storage) : undefined;
  const server = await startServer({ env: { ...USUAL, ...own?.variables, ...variables } }).catch(
    async (error: unknown) => {
      await own?.remove();
      throw error;
    },
  );
  return {
    url: server.url,
    base: `${server.url}${variables['QUINTET_MOUNT_BUCKETLIST'] ?? '/bucketlist'}/v1`.replace(/([^:])\/\//u, '$1/'),
    database: own?.database,
    stop: async () => {
      await server.stop();
      await own?.remove();
    },
  };
}

/** Storage that is removed at the end. */
export interface OwnStorage {
  /** What tells a server to use it. */
  readonly variables: Variables;
  readonly database?: TestDatabase;
  remove(): Promise<void>;
}

/** Storage that nobody else uses, migrated already: a PostgreSQL database, or a directory of PGlite. */
export async function makeStorage(storage: Storage = ANY_STORAGE): Promise<OwnStorage> {
  if (storage === 'PostgreSQL') {
    const database = await makeMigratedDatabase();
    return { variables: { DATABASE_URL: database.url }, database, remove: () => database.drop() };
  }
  const directory = await makeDirectory();
  await makeDataDirectory(directory.path);
  return { variables: { QUINTET_DATA_DIR: directory.path }, remove: () => directory.remove() };
}

/**
 * Starts a server in this process, runs a body with it, and stops it.
 *
 * @param beside - Another server whose database it may share: that is much faster than one of its own.
 */
export async function serverWith(
  variables: Variables,
  body: (server: RunningServer) => Promise<void>,
  beside?: RunningServer,
): Promise<void> {
  const server = await startHere({ ...(beside?.database && { DATABASE_URL: beside.database.url }), ...variables });
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly base: string;
  readonly process: ChildProcess;
  /** Everything it has printed so far, on both streams. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

const BIN = fileURLToPath(new URL('../../bin/quintet.js', import.meta.url));

/**
 * Starts the command `quintet serve`, and waits until it is ready.
 *
 * @param at - Its port; a free one where none is given.
 */
export async function startProcess(variables: Variables, at?: number): Promise<ServerProcess> {
  const port = at ?? (await freePort());
  // nothing of the tester's own environment configures the server
  const own = Object.entries(process.env).filter(([name]) => !/^(?:QUINTET_|DATABASE_URL$|PORT$|HOST$)/u.test(name));
  const child = spawn(process.execPath, [BIN, 'serve'], {
    env: { ...Object.fromEntries(own), ...USUAL, QUINTET_LOG_LEVEL: 'info', ...variables, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // a test that failed halfway leaves no server behind
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;

  const url = `http://127.0.0.1:${port}`;
  const server: ServerProcess = {
    url,
    base: `${url}/bucketlist/v1`,
    process: child,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      const [code, by] = await ended;
      return code ?? by;
    },
  };
  const isReady = await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output}`);
    return (await fetch(`${url}/readyz`)).status === 200;
  }, 90_000).catch(async (error: unknown) => {
    await server.end('SIGKILL');
    throw error;
  });
  if (!isReady) {
    await server.end('SIGKILL');
    throw new Error(`the server is not ready: ${output}`);
  }
  return server;
}

/** Asks again and again until the answer is yes, for so many milliseconds; a refused connection is a no. */
export async function eventually(check: () => Promise<boolean>, milliseconds: number, pause = 25): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const isSo = await check().catch((error: unknown) => {
      if (error instanceof TypeError) return false;
      throw error;
    });
    if (isSo) return true;
    await sleep(pause);
  }
  return false;
}

/** A directory that is removed at the end. */
async function makeDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'quintet-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
