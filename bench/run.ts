/** The benchmark: what it measures and how is told in docs/performance.md. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { promisify } from 'node:util';
import { populateCasting } from './casting-population.ts';
import { BUCKETLISTS, type Context } from './context.ts';
import type { CoreShare } from './core-share.ts';
import { createDatabase, NoPostgres, type BenchDatabase } from './database.ts';
import { AnswersDiffer, compareAnswers } from './equality.ts';
import { populateHackathon } from './hackathon-population.ts';
import { populateMedia } from './media-population.ts';
import { HELP, isLoad, readOptions, UsageError, type Options, type VariantName } from './options.ts';
import { populate } from './population.ts';
import { Progress } from './progress.ts';
import { report } from './report.ts';
import { writeResults } from './results.ts';
import { ACTORS_STEPS, measureActors } from './scenarios/actors.ts';
import { BULK_STEPS, measureBulk } from './scenarios/bulk.ts';
import { FANOUT_STEPS, measureFanout } from './scenarios/fanout.ts';
import { GROWTH_STEPS, measureGrowth } from './scenarios/growth.ts';
import { measureLoads } from './scenarios/loads.ts';
import { loadScenarios } from './scenarios/requests.ts';
import { measureOutbox, measureWakeUp, OUTBOX_STEPS } from './scenarios/outbox.ts';
import { measureStart, START_STEPS } from './scenarios/start.ts';
import { ROOT, startServer, type ServerProcess } from './server-process.ts';
import { targetsOf, type Outcomes } from './targets.ts';
import { signToken } from './tokens.ts';

async function main(): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    console.error(`The benchmark needs Node 24, this is ${process.version}: run it with npx -y pnpm@12 bench.`);
    return 1;
  }
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      console.error('Stopping: ending the servers and dropping the database.');
      interrupted.abort();
    });
  }
  try {
    return await bench(options, interrupted.signal);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    return 130;
  }
}

async function bench(options: Options, signal: AbortSignal): Promise<number> {
  const progress = new Progress(stepsOf(options));
  const core = options.only.includes('core') ? await measureCore(progress) : undefined;
  const fanout = options.only.includes('fanout') ? await measureFanout(options, progress, signal) : [];
  const onServers = options.only.some((key) => key !== 'core' && key !== 'fanout');
  const measured = onServers ? await withDatabase(options, progress, signal) : undefined;
  const outcomes: Outcomes = { ...NOTHING, ...measured?.outcomes, core, fanout };
  const targets = targetsOf(outcomes);
  console.log(`\n${report(outcomes, targets)}\n`);
  console.log(`Written to ${await writeResults(options, measured?.postgres ?? '', outcomes, targets)}.`);
  const { loads, bulk, actors } = outcomes;
  const measurements = [
    ...loads.flatMap(({ median }) => Object.values(median)),
    ...(bulk === undefined ? [] : [bulk.one, bulk.many]),
    ...(actors === undefined ? [] : [actors.lists, actors.pages]),
  ];
  const errors = measurements.reduce((sum, measurement) => sum + measurement.errors, 0);
  if (errors > 0) console.log(`${errors} requests were not answered as they should be: the figures are void.`);
  return errors === 0 && targets.every(({ reached }) => reached) ? 0 : 1;
}

const NOTHING: Omit<Outcomes, 'core' | 'fanout'> = {
  loads: [],
  bulk: undefined,
  actors: undefined,
  growth: undefined,
  wakeUp: undefined,
  outbox: undefined,
  start: undefined,
};

/** How many measurements a run makes. */
function stepsOf({ only, rounds, variants }: Options): number {
  const steps = {
    bulk: rounds * BULK_STEPS,
    actors: rounds * ACTORS_STEPS,
    growth: rounds * GROWTH_STEPS,
    core: 1,
    start: START_STEPS,
    fanout: rounds * FANOUT_STEPS,
    outbox: rounds * OUTBOX_STEPS,
  };
  return only.reduce((sum, key) => sum + (isLoad(key) ? rounds * variants.length : steps[key]), 0);
}

async function measureCore(progress: Progress): Promise<CoreShare> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', 'bench/core-share.ts'], {
    cwd: ROOT,
  });
  const share = JSON.parse(stdout) as CoreShare;
  progress.step(`core alone: page of buckets ${share.page.toFixed(1)} µs, create ${share.create.toFixed(1)} µs`);
  return share;
}

interface Measured {
  readonly postgres: string;
  readonly outcomes: Omit<Outcomes, 'core' | 'fanout'>;
}

async function withDatabase(options: Options, progress: Progress, signal: AbortSignal): Promise<Measured> {
  progress.note('making a database');
  const database = await createDatabase(options.postgresUrl, signal);
  const servers = new Map<VariantName, ServerProcess>();
  try {
    signal.throwIfAborted();
    progress.note(
      'filling it with 1,000 users, 100,000 buckets, 1,000,000 items, 100,000 media, 10,000 movies and actors, 20,000 tickets',
    );
    const population = await populate(database.pool);
    await populateMedia(database.pool);
    await populateCasting(database.pool);
    await populateHackathon(database.pool);
    await database.pool.query('vacuum (analyze)');
    const secret = randomBytes(32).toString('hex');
    const context: Context = { options, database, population, secret, servers, progress, signal };
    const scenarios = loadScenarios(population, secret, options);
    if (options.only.some((key) => key !== 'core' && key !== 'start')) await startServers(context, servers, database);
    await compareAnswers(context, scenarios);
    const loads = await measureLoads(context, scenarios);
    const bulk = options.only.includes('bulk') ? await measureBulk(context) : undefined;
    const actors = options.only.includes('actors') ? await measureActors(context) : undefined;
    const growth = options.only.includes('growth') ? await measureGrowth(context) : undefined;
    const wakeUp = options.only.includes('outbox') ? await measureWakeUp(context) : undefined;
    await stopServers(servers);
    const outbox = options.only.includes('outbox') ? await measureOutbox(context) : undefined;
    const start = options.only.includes('start') ? await measureStart(context) : undefined;
    return { postgres: database.serverVersion, outcomes: { loads, bulk, actors, growth, wakeUp, outbox, start } };
  } finally {
    await stopServers(servers);
    await database.drop();
  }
}

async function startServers(
  { options, population, progress, secret, signal }: Context,
  servers: Map<VariantName, ServerProcess>,
  { url }: BenchDatabase,
): Promise<void> {
  if (options.variants.includes('usual')) {
    progress.note('compiling the usual baseline');
    await promisify(execFile)('node_modules/.bin/tsc', ['-b', 'bench/baselines/usual'], { cwd: ROOT });
  }
  const environment = { DATABASE_URL: url, QUINTET_JWT_SECRET: secret };
  const request = { path: BUCKETLISTS, token: signToken(population.hundred, secret) };
  for (const variant of options.variants) {
    progress.note(`starting ${variant}`);
    servers.set(variant, await startServer(variant, environment, request, signal));
  }
}

async function stopServers(servers: Map<VariantName, ServerProcess>): Promise<void> {
  await Promise.all([...servers.values()].map((server) => server.stop()));
  servers.clear();
}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nSee --help.`);
    return 2;
  }
  if (error instanceof NoPostgres || error instanceof AnswersDiffer) {
    console.error(error.message);
    return 1;
  }
  console.error(error);
  return 1;
});
