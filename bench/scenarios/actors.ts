import { CASTING_PERMISSIONS } from '../casting-population.ts';
import { BUCKETLISTS, CASTING, type Context } from '../context.ts';
import { load, type LoadResult } from '../load.ts';
import { median } from '../measure.ts';
import { signToken } from '../tokens.ts';

/** The metrics tell how long a timer of so many milliseconds really took. */
const TIMER = 10;

/** How others fare while whole lists are sent. */
export interface ActorsOutcome {
  /** Milliseconds by which turns of the server's event loop were late. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly longest: number };
  readonly lists: LoadResult;
  readonly pages: LoadResult;
}

/** Clients that fetch the whole list again and again. */
const LISTENERS = 4;
/** Clients that fetch pages meanwhile. */
const OTHERS = 8;
const USERS = 100;
const WARM_UP_SECONDS = 2;

/** Loads a round. */
export const ACTORS_STEPS = 1;

/** Has several clients fetch the whole list of actors while others fetch pages, and asks the server for its metrics. */
export async function measureActors(context: Context): Promise<ActorsOutcome | undefined> {
  const { options, population, progress, secret, servers, signal } = context;
  const server = servers.get('quintet');
  if (server === undefined) return undefined;
  const users = population.ordinary.slice(0, USERS);
  const lists = users.map((account) => ({
    method: 'GET' as const,
    path: `${CASTING}/actors`,
    token: signToken(account, secret, CASTING_PERMISSIONS),
  }));
  const pages = users.map((account) => ({
    method: 'GET' as const,
    path: BUCKETLISTS,
    token: signToken(account, secret),
  }));
  const both = (seconds: number): Promise<[LoadResult, LoadResult]> =>
    Promise.all([
      load(server.port, lists, { status: 200, connections: LISTENERS, seconds, signal }),
      load(server.port, pages, { status: 200, connections: OTHERS, seconds, signal }),
    ]);
  const rounds: ActorsOutcome[] = [];
  await both(WARM_UP_SECONDS);
  for (let round = 0; round < options.rounds; round += 1) {
    // what is told is of the time since it was last asked for
    await delayOf(server.port);
    const [listed, paged] = await both(options.seconds);
    const delay = await delayOf(server.port);
    rounds.push({ delay, lists: listed, pages: paged });
    progress.step(
      `round ${round + 1}, all actors: event loop p99 ${delay.p99.toFixed(1)} ms, ` +
        `${listed.requestsPerSecond.toFixed(1)} lists/s, ${Math.round(paged.requestsPerSecond)} pages/s`,
    );
  }
  const middle = median(rounds.map(({ delay }) => delay.p99));
  return rounds.find(({ delay }) => delay.p99 === middle);
}

async function delayOf(port: number): Promise<ActorsOutcome['delay']> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const metrics = await response.text();
  const milliseconds = (figure: string): number => {
    const value = new RegExp(`^nodejs_eventloop_lag_${figure}_seconds (\\S+)$`, 'mu').exec(metrics)?.[1];
    if (value === undefined) throw new Error(`the metrics lack the event loop's ${figure}`);
    return Math.max(0, Number(value) * 1000 - TIMER);
  };
  return { p50: milliseconds('p50'), p99: milliseconds('p99'), longest: milliseconds('max') };
}
