import { BUCKETLISTS, type Context, type LoadScenario } from '../context.ts';
import { load } from '../load.ts';
import type { ScenarioKey, VariantName } from '../options.ts';
import { measure, medianOf, type Measurement } from '../measure.ts';
import { restoreBuckets, type Population } from '../population.ts';
import { signToken } from '../tokens.ts';
import { SEARCHES } from '../words.ts';

/** Tokens that are used in turn. */
const TOKENS = 500;

/** For each server and scenario, before the first round. */
const WARM_UP_SECONDS = 4;

/** What the variants did in a scenario. */
export interface LoadOutcome {
  readonly key: LoadScenario['key'];
  readonly title: string;
  readonly rounds: Readonly<Partial<Record<VariantName, readonly Measurement[]>>>;
  readonly median: Readonly<Partial<Record<VariantName, Measurement>>>;
}

/** The kinds of request that are measured on every variant. */
export function loadScenarios(population: Population, secret: string, only: readonly ScenarioKey[]): LoadScenario[] {
  const users = population.ordinary.slice(0, TOKENS).map((account) => signToken(account, secret));
  const { id, owner } = population.bigBucket;
  const scenarios: LoadScenario[] = [
    {
      key: 'page',
      title: 'page of buckets',
      status: 200,
      writes: false,
      requests: users.map((token) => ({ method: 'GET', path: BUCKETLISTS, token })),
    },
    {
      key: 'create',
      title: 'create a bucket',
      status: 201,
      writes: true,
      requests: users.map((token, index) => ({
        method: 'POST',
        path: BUCKETLISTS,
        token,
        body: JSON.stringify({ name: `See the world ${index}` }),
      })),
    },
    {
      key: 'search',
      title: 'search in 10,000 items',
      status: 200,
      writes: false,
      // the bucket has one owner, who is signed in many times
      requests: users.map((_, index) => ({
        method: 'GET',
        path: `${BUCKETLISTS}${id}/items/?q=${SEARCHES[index % SEARCHES.length] ?? ''}`,
        token: signToken(owner, secret),
      })),
    },
  ];
  return scenarios.filter(({ key }) => only.includes(key));
}

/** Measures all variants in alternation, each round beginning with another one. */
export async function measureLoads(context: Context, scenarios: readonly LoadScenario[]): Promise<LoadOutcome[]> {
  const { options, database, population, progress, servers } = context;
  await compileHotCode(context, scenarios);
  const done = scenarios.map(() => new Map<VariantName, Measurement[]>(options.variants.map((name) => [name, []])));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, scenario] of scenarios.entries()) {
      for (const variant of rotated(options.variants, round)) {
        const server = servers.get(variant);
        if (server === undefined) continue;
        const measured = await measure(context, server, { ...scenario, seconds: options.seconds });
        if (scenario.writes) await restoreBuckets(database.pool, population);
        done[index]?.get(variant)?.push(measured);
        progress.step(`round ${round + 1}, ${scenario.title}, ${variant}: ${figures(measured)}`);
      }
    }
  }
  return scenarios.map(({ key, title }, index) => {
    const rounds = done[index] ?? new Map<VariantName, Measurement[]>();
    return {
      key,
      title,
      rounds: Object.fromEntries(rounds),
      median: Object.fromEntries([...rounds].map(([variant, measured]) => [variant, medianOf(measured)])),
    };
  });
}

/** A server that has just started still interprets much of its code: every one gets the time to compile what is hot. */
async function compileHotCode(context: Context, scenarios: readonly LoadScenario[]): Promise<void> {
  const { database, population, progress, servers, signal } = context;
  for (const scenario of scenarios) {
    progress.note(`warming up: ${scenario.title}`);
    for (const { port } of servers.values()) {
      await load(port, scenario.requests, { status: scenario.status, seconds: WARM_UP_SECONDS, signal });
    }
    if (scenario.writes) await restoreBuckets(database.pool, population);
  }
}

/** A measurement in a line. */
export function figures({ requestsPerSecond, p99, serverCpu, errors }: Measurement): string {
  const cpu = serverCpu === undefined ? '' : `, ${Math.round(serverCpu)} µs CPU`;
  const failures = errors === 0 ? '' : `, ${errors} ERRORS`;
  return `${Math.round(requestsPerSecond)} requests/s, p99 ${p99.toFixed(1)} ms${cpu}${failures}`;
}

function rotated<T>(values: readonly T[], by: number): readonly T[] {
  const first = by % Math.max(1, values.length);
  return [...values.slice(first), ...values.slice(0, first)];
}
