import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { VariantName } from './options.ts';

/** The repository's root. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url));

const PROGRAMS: Record<VariantName, readonly string[]> = {
  quintet: ['packages/adapters-http/bin/quintet.js', 'serve'],
  bare: ['--conditions=source', 'bench/baselines/bare/server.ts'],
  usual: ['bench/dist/usual/main.js'],
};

/** How long a server may take to its first answer, in milliseconds. */
const LONGEST_START = 60_000;
/** How long a server may take to end, in milliseconds. */
const LONGEST_STOP = 15_000;

/** A server that is being measured. */
export interface ServerProcess {
  readonly variant: VariantName;
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from the start of the process to its first good answer. */
  readonly firstAnswerAfter: number;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port and waits until it has answered a request with 200.
 *
 * @param request - What it is asked for, again and again until it answers.
 */
export async function startServer(
  variant: VariantName,
  environment: Readonly<Record<string, string>>,
  request: { readonly path: string; readonly token?: string },
  signal: AbortSignal,
): Promise<ServerProcess> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, PROGRAMS[variant], {
    cwd: ROOT,
    env: { ...inherited(), ...environment, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => void complaints.push(chunk.toString()));
  try {
    await firstAnswer(child, `http://127.0.0.1:${port}${request.path}`, request.token, signal);
  } catch (error) {
    await stop(child);
    throw new Error(`${variant} did not start: ${complaints.join('').trim()}`, { cause: error });
  }
  return {
    variant,
    port,
    pid: child.pid ?? 0,
    firstAnswerAfter: performance.now() - begun,
    stop: () => stop(child),
  };
}

async function firstAnswer(
  child: ChildProcess,
  url: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const end = performance.now() + LONGEST_START;
  while (performance.now() < end) {
    signal.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    // nobody listens yet, or the server says that it is not ready
    const status = await fetch(url, { headers, signal }).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no answer 200 from ${url} within ${LONGEST_START / 1000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => void child.kill('SIGKILL'), LONGEST_STOP);
  await ended;
  clearTimeout(timer);
}

/** The settings of whoever starts the benchmark are not the servers'. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('QUINTET_') || name === 'NODE_OPTIONS' ? [] : [[name, value]],
    ),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
