import type { Context, LoadScenario } from '../context.ts';
import { load } from '../load.ts';
import type { VariantName } from '../options.ts';
import { measure, medianOf, type Measurement } from '../measure.ts';

/** For each server and scenario, before the first round. */
const WARM_UP_SECONDS = 3;

/** What the variants did in a scenario. */
export interface LoadOutcome {
  readonly key: LoadScenario['key'];
  readonly title: string;
  readonly rounds: Readonly<Partial<Record<VariantName, readonly Measurement[]>>>;
  readonly median: Readonly<Partial<Record<VariantName, Measurement>>>;
}

/** Measures all variants in alternation, each round beginning with another one. */
export async function measureLoads(context: Context, scenarios: readonly LoadScenario[]): Promise<LoadOutcome[]> {
  const { options, database, progress, servers } = context;
  await compileHotCode(context, scenarios);
  const done = scenarios.map(() => new Map<VariantName, Measurement[]>(options.variants.map((name) => [name, []])));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, scenario] of scenarios.entries()) {
      for (const variant of rotated(options.variants, round)) {
        const server = servers.get(variant);
        if (server === undefined) continue;
        await scenario.writes?.prepare?.(database.pool);
        await look(server.port, scenario);
        const measured = await measure(context, server, { ...scenario, seconds: options.seconds });
        await scenario.writes?.restore(database.pool);
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
  const { database, progress, servers, signal } = context;
  for (const scenario of scenarios) {
    progress.note(`warming up: ${scenario.title}`);
    await scenario.writes?.prepare?.(database.pool);
    const each = Math.floor(scenario.requests.length / Math.max(1, servers.size));
    for (const [index, { port }] of [...servers.values()].entries()) {
      const requests = scenario.once ? scenario.requests.slice(index * each, (index + 1) * each) : scenario.requests;
      await look(port, scenario);
      await load(port, requests, { ...scenario, seconds: WARM_UP_SECONDS, signal });
    }
    await scenario.writes?.restore(database.pool);
  }
}

/** What whoever asks has always looked at before. */
async function look(port: number, { first }: LoadScenario): Promise<void> {
  if (first === undefined) return;
  const answer = await fetch(`http://127.0.0.1:${port}${first}`);
  await answer.arrayBuffer();
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
