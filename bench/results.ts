import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CONNECTIONS } from './load.ts';
import type { Options } from './options.ts';
import { ACTORS, MOVIES } from './casting-population.ts';
import { ANNOUNCEMENTS, OPEN_TICKETS, TICKETS } from './hackathon-population.ts';
import { MEDIA } from './media-population.ts';
import { BUCKETS, ITEMS, USERS } from './population.ts';
import { ROOT } from './server-process.ts';
import type { Outcomes, Target } from './targets.ts';

/** Writes a run to `bench/results`, with what is needed to compare it with another, and tells the file's path. */
export async function writeResults(
  options: Options,
  postgres: string,
  outcomes: Outcomes,
  targets: readonly Target[],
): Promise<string> {
  const commit = await git('rev-parse', '--short', 'HEAD');
  const date = new Date().toISOString();
  const results = {
    date,
    commit,
    changedSince: (await git('status', '--porcelain', '--', 'packages', 'bench')) !== '',
    machine: {
      processor: os.cpus()[0]?.model.trim(),
      cores: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      kernel: `${os.type()} ${os.release()}`,
    },
    versions: { node: process.versions.node, postgres },
    settings: {
      seconds: options.seconds,
      rounds: options.rounds,
      connections: CONNECTIONS,
      users: USERS,
      buckets: BUCKETS,
      items: ITEMS,
      media: MEDIA,
      movies: MOVIES,
      actors: ACTORS,
      tickets: TICKETS,
      openTickets: OPEN_TICKETS,
      announcements: ANNOUNCEMENTS,
    },
    targets,
    ...outcomes,
  };
  const directory = path.join(ROOT, 'bench', 'results');
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${date.slice(0, 10)}-${options.name ?? (commit || 'run')}.json`);
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  return path.relative(ROOT, file);
}

/** What git says; empty where there is no repository. */
async function git(...args: readonly string[]): Promise<string> {
  return promisify(execFile)('git', args, { cwd: ROOT }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}
