import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Arrival } from '../../../../../examples/instagram-bridge/bridge.ts';
import { freePort, type Variables } from '../../support/server.ts';

const BIN = fileURLToPath(new URL('../../../bin/quintet.js', import.meta.url));
const BRIDGE = fileURLToPath(new URL('../../../../../examples/instagram-bridge/main.ts', import.meta.url));

/** Nothing of the tester's own environment configures a process. */
function environment(variables: Variables): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:QUINTET_|DATABASE_URL$|PORT$|HOST$)/u.test(name));
  return { ...Object.fromEntries(own), ...variables };
}

/** A process that a test has begun, and ends. */
export interface Begun {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has printed. */
  output(): string;
  kill(): Promise<void>;
}

function begin(args: readonly string[], variables: Variables, port: number): Begun {
  const child = spawn(process.execPath, args, {
    env: environment({ ...variables, PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit');
  // a test that failed halfway leaves nothing behind
  const killAtEnd = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killAtEnd);
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      process.off('exit', killAtEnd);
    },
  };
}

/** Begins a server, without waiting until it is ready. */
export async function beginServer(variables: Variables): Promise<Begun> {
  return begin([BIN, 'serve'], variables, await freePort());
}

/** The example bridge in a process of its own, which writes down every action in a file. */
export async function beginBridge(record: string): Promise<Begun> {
  const variables = { RECORD: record, ACTIONS_PER_MINUTE: '1000000' };
  const bridge = begin(['--conditions=source', BRIDGE], variables, await freePort());
  while (!bridge.output().includes('ready')) {
    if (bridge.child.exitCode !== null) throw new Error(`the bridge ended: ${bridge.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return bridge;
}

/** The network's own record. */
export async function recordOf(path: string): Promise<readonly Arrival[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Arrival);
}
