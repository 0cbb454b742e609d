import { BUCKETLISTS, type Context } from '../context.ts';
import type { LoadRequest } from '../load.ts';
import { measure, medianOf, type Measurement } from '../measure.ts';
import { signToken } from '../tokens.ts';
import { figures } from './loads.ts';

const TOKENS = 16;
const PAGE_SIZE = 10;

/** What a page costs the user with 100 buckets and the one with 10,000. */
export interface GrowthOutcome {
  readonly first: GrowthPair;
  readonly last: GrowthPair;
}

/** The same page for two users. */
export interface GrowthPair {
  readonly small: Measurement;
  readonly big: Measurement;
  /** What it costs the big one, as a multiple: CPU of the server and PostgreSQL together; without it, the median latency. */
  readonly ratio: number;
}

/** Loads a round of growth. */
export const GROWTH_STEPS = 4;

/** Measures the first and the last page of a small and a big user, in alternation. */
export async function measureGrowth(context: Context): Promise<GrowthOutcome | undefined> {
  const { options, population, progress, secret, servers } = context;
  const server = servers.get('quintet');
  if (server === undefined) return undefined;
  const { hundred, tenThousand } = population;
  const requestsOf = (account: number, page: number): readonly LoadRequest[] =>
    Array.from({ length: TOKENS }, () => ({
      method: 'GET',
      path: `${BUCKETLISTS}?page=${page}`,
      token: signToken(account, secret),
    }));
  const loads = [
    { title: 'first page of 100 buckets', requests: requestsOf(hundred, 1) },
    { title: 'first page of 10,000 buckets', requests: requestsOf(tenThousand, 1) },
    { title: 'last page of 100 buckets', requests: requestsOf(hundred, 100 / PAGE_SIZE) },
    { title: 'last page of 10,000 buckets', requests: requestsOf(tenThousand, 10_000 / PAGE_SIZE) },
  ].map((load) => ({ ...load, rounds: [] as Measurement[] }));
  const seconds = Math.max(1, Math.ceil(options.seconds / 2));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { title, requests, rounds } of loads) {
      const measured = await measure(context, server, { requests, status: 200, seconds });
      rounds.push(measured);
      progress.step(`round ${round + 1}, ${title}: ${figures(measured)}`);
    }
  }
  const [smallFirst, bigFirst, smallLast, bigLast] = loads.map(({ rounds }) => medianOf(rounds));
  return { first: pair(smallFirst, bigFirst), last: pair(smallLast, bigLast) };
}

function pair(small: Measurement | undefined, big: Measurement | undefined): GrowthPair {
  if (small === undefined || big === undefined) throw new Error('growth was not measured');
  return { small, big, ratio: (costOf(big) ?? big.p50) / (costOf(small) ?? small.p50) };
}

/** Microseconds of CPU of a request, on both sides. */
export function costOf({ serverCpu, databaseCpu }: Measurement): number | undefined {
  return serverCpu === undefined || databaseCpu === undefined ? undefined : serverCpu + databaseCpu;
}
