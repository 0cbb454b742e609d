import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Variables } from './server.ts';

const BIN = fileURLToPath(new URL('../../bin/quintet.js', import.meta.url));

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
  /** The lines on the standard error. */
  readonly complaints: readonly string[];
}

/** What a command is run with. */
export interface CommandOptions {
  readonly variables?: Variables;
  /** The standard input; empty where there is none. */
  readonly input?: string;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** Runs a command line to its end. Nothing of the tester's own environment configures it. */
export async function quintet(
  args: readonly string[],
  { variables = {}, input = '', nodeArgs = [] }: CommandOptions = {},
): Promise<Ended> {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:QUINTET_|DATABASE_URL$|PORT$|HOST$)/u.test(name));
  const child = spawn(process.execPath, [...nodeArgs, BIN, ...args], {
    env: { ...Object.fromEntries(own), ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  // a command that was not understood may end before it reads
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output, complaints: complaints.split('\n').filter((line) => line !== '') };
}

/** An empty directory, for what the command line makes in it. */
export async function emptyDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'quintet-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
