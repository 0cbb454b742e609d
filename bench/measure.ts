import type { Context } from './context.ts';
import { cpuBetween, cpuOf, cpuOfBackends } from './cpu.ts';
import { load, type LoadOptions, type LoadRequest, type LoadResult } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** One load, and what it cost. */
export interface Measurement extends LoadResult {
  /** Microseconds of CPU of the server process for each request; `undefined` where there is no `/proc`. */
  readonly serverCpu: number | undefined;
  /** Microseconds of CPU of PostgreSQL's backends for each request. */
  readonly databaseCpu: number | undefined;
}

const WARM_UP_SECONDS = 1;

/** Warms a server up for a second, then measures it. */
export async function measure(
  { database, signal }: Context,
  server: ServerProcess,
  what: Omit<LoadOptions, 'signal'> & { readonly requests: readonly LoadRequest[] },
): Promise<Measurement> {
  const { requests, once = false, seconds } = what;
  const early = once ? Math.floor((requests.length * WARM_UP_SECONDS) / (WARM_UP_SECONDS + seconds)) : requests.length;
  await load(server.port, requests.slice(0, early), { ...what, seconds: WARM_UP_SECONDS, signal });
  const serverBefore = await cpuOf(server.pid);
  const backendsBefore = await cpuOfBackends(database.pool);
  const result = await load(server.port, once ? requests.slice(early) : requests, { ...what, signal });
  const serverAfter = await cpuOf(server.pid);
  const backendsAfter = await cpuOfBackends(database.pool);
  const perRequest = (cpu: number): number => cpu / Math.max(1, result.answered);
  return {
    ...result,
    serverCpu:
      serverBefore === undefined || serverAfter === undefined ? undefined : perRequest(serverAfter - serverBefore),
    databaseCpu: backendsAfter.size === 0 ? undefined : perRequest(cpuBetween(backendsBefore, backendsAfter)),
  };
}

/** The middle one of some numbers; of an even count the lower. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The median of each figure over rounds; errors add up. */
export function medianOf(rounds: readonly Measurement[]): Measurement {
  const figure = (of: (round: Measurement) => number | undefined): number | undefined => {
    const known = rounds.map(of).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : median(known);
  };
  return {
    answered: median(rounds.map(({ answered }) => answered)),
    requestsPerSecond: median(rounds.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    serverCpu: figure(({ serverCpu }) => serverCpu),
    databaseCpu: figure(({ databaseCpu }) => databaseCpu),
  };
}
