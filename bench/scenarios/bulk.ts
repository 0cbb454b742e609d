import { mediaOf, type Context } from '../context.ts';
import { load, type LoadRequest } from '../load.ts';
import { measure, medianOf, type Measurement } from '../measure.ts';
import { restoreMedia } from '../media-population.ts';
import { usernameOf } from '../population.ts';
import { signToken } from '../tokens.ts';
import { figures } from './loads.ts';
import { elementOf } from './requests.ts';

/** What one element takes, and what many take that are put together, with nobody else there. */
export interface BulkOutcome {
  readonly one: Measurement;
  readonly many: Measurement;
  /** The median latency of many, as a multiple of that of one. */
  readonly ratio: number;
}

/** Elements that are put together. */
const TOGETHER = 100;
const USERS = 100;
/** By turns, so that each request changes them. */
const STATES = ['started', 'finished'];
const WARM_UP_SECONDS = 2;

/** Loads a round. */
export const BULK_STEPS = 2;

/** Measures one client that puts one element after the other, or a hundred together, in alternation. */
export async function measureBulk(context: Context): Promise<BulkOutcome | undefined> {
  const { options, database, population, progress, secret, servers, signal } = context;
  const server = servers.get('quintet');
  if (server === undefined) return undefined;
  const accounts = population.ordinary.slice(0, USERS);
  const requestsWith = (bodyOf: (account: number, turn: number, state: string) => object): readonly LoadRequest[] =>
    STATES.flatMap((state) =>
      accounts.map((account, turn) => ({
        method: 'PUT',
        path: mediaOf(usernameOf(account)),
        token: signToken(account, secret),
        body: JSON.stringify(bodyOf(account, turn, state)),
      })),
    );
  const one = requestsWith(elementOf);
  const many = requestsWith((account, _, state) =>
    Array.from({ length: TOGETHER }, (_, index) => elementOf(account, index, state)),
  );
  const loads = [
    { title: 'put one', requests: one, rounds: [] as Measurement[] },
    { title: `put ${TOGETHER} together`, requests: many, rounds: [] as Measurement[] },
  ];
  const seconds = Math.max(1, Math.ceil(options.seconds / 3));
  for (const { requests } of loads) {
    await load(server.port, requests, { status: 200, connections: 1, seconds: WARM_UP_SECONDS, signal });
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { title, requests, rounds } of loads) {
      await restoreMedia(database.pool);
      const measured = await measure(context, server, { requests, status: 200, connections: 1, seconds });
      rounds.push(measured);
      progress.step(`round ${round + 1}, ${title}: ${figures(measured)}, p50 ${measured.p50.toFixed(2)} ms`);
    }
  }
  await restoreMedia(database.pool);
  const [single, together] = loads.map(({ rounds }) => medianOf(rounds));
  if (single === undefined || together === undefined) throw new Error('nothing was measured');
  return { one: single, many: together, ratio: together.p50 / single.p50 };
}
