import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUCKETLISTS, type Context } from '../context.ts';
import { median } from '../measure.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { signToken } from '../tokens.ts';

/** Milliseconds from the start of the process to the first answer 200 of a real request. */
export interface StartOutcome {
  readonly postgres: { readonly median: number; readonly times: readonly number[] };
  readonly pglite: { readonly median: number; readonly times: readonly number[] };
}

/** Starts on each database. */
const STARTS = 5;
export const START_STEPS: number = STARTS * 2;

/** Measures how long the server takes to be of use, on PostgreSQL and on a directory of PGlite that exists. */
export async function measureStart(context: Context): Promise<StartOutcome> {
  const postgres = await onPostgres(context);
  const directory = await mkdtemp(path.join(tmpdir(), 'quintet-bench-'));
  try {
    return { postgres, pglite: await onPglite(context, directory) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function onPostgres(context: Context): Promise<StartOutcome['postgres']> {
  const { database, population, secret } = context;
  const token = signToken(population.hundred, secret);
  return starts(context, 'PostgreSQL', { DATABASE_URL: database.url, QUINTET_JWT_SECRET: secret }, token);
}

async function onPglite(context: Context, directory: string): Promise<StartOutcome['pglite']> {
  const environment = { QUINTET_DATA_DIR: directory };
  context.progress.note('making a directory of PGlite');
  const server = await startServer('quintet', environment, { path: '/readyz' }, context.signal);
  try {
    const token = await register(server);
    await server.stop();
    return await starts(context, 'PGlite', environment, token);
  } finally {
    await server.stop();
  }
}

async function starts(
  { progress, signal }: Context,
  title: string,
  environment: Readonly<Record<string, string>>,
  token: string,
): Promise<{ readonly median: number; readonly times: readonly number[] }> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const server = await startServer('quintet', environment, { path: BUCKETLISTS, token }, signal);
    await server.stop();
    times.push(server.firstAnswerAfter);
    progress.step(`start ${start + 1} on ${title}: ${Math.round(server.firstAnswerAfter)} ms to the first answer`);
  }
  return { median: median(times), times };
}

async function register({ port }: ServerProcess): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/bucketlist/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bench@example.com', password: 'first-answer' }),
  });
  const { auth_token: token } = (await response.json()) as { readonly auth_token?: string };
  if (token === undefined) throw new Error(`registering was answered with ${response.status}`);
  return token;
}
