import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../../src/server/command-line/main.ts';
import type { Variables } from './server.ts';

const BIN = fileURLToPath(new URL('../../bin/quintet.js', import.meta.url));

/** What a tester's own environment may have set, and no test shall see. */
const CONFIGURES = /^(?:QUINTET_|DATABASE_URL$|PORT$|HOST$)/u;

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
  const own = Object.entries(process.env).filter(([name]) => !CONFIGURES.test(name));
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

/**
 * Runs a command line in this process: much faster, for what neither serves nor stores anything. Nothing else may run
 * meanwhile, because the standard streams are the process's.
 */
export async function quintetHere(
  args: readonly string[],
  { variables = {} }: Pick<CommandOptions, 'variables'> = {},
): Promise<Ended> {
  for (const name of Object.keys(process.env)) if (CONFIGURES.test(name)) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  let output = '';
  let complaints = '';
  const streams = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => (output += String(chunk)) !== ''),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => (complaints += String(chunk)) !== ''),
  ];
  try {
    process.exitCode = 0;
    await main(args);
    return {
      status: process.exitCode,
      output,
      complaints: complaints.split('\n').filter((line) => line !== ''),
    };
  } finally {
    process.exitCode = undefined;
    for (const stream of streams) stream.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** An empty directory, for what the command line makes in it. */
export async function emptyDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'quintet-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
