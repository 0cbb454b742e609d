import { freshEmail, logIn, newUser, stranger, type Client } from './client.ts';
import type { RunningServer } from './server.ts';
import type { World } from './table.ts';
import { damaged, resign } from './tokens.ts';

/** A bucket of somebody, with an item in it. */
export interface Filled {
  readonly bucket: number;
  readonly item: number;
}

/** Makes the seed's bucket `Travel` with its item `biscuits`. */
export async function fillBucket(client: Client): Promise<Filled> {
  const { body: made } = await client.ask('POST /bucketlists', { json: { name: 'Travel' } });
  const { body } = await client.ask(`POST /bucketlists/${made.id}/items`, {
    json: { name: 'biscuits', description: 'lorem ispum' },
  });
  return { bucket: Number(made.id), item: Number(body.item?.id) };
}

/** What the rows of a table share: two users, and tokens that are no good. */
export interface Neighbourhood {
  /** A world with a new bucket and item of the same user. */
  withBucket(): Promise<World>;
  /** A world with a new user. */
  withUser(): Promise<World>;
}

/** Makes the users that rows speak of, on a server. */
export async function makeNeighbourhood({ base }: RunningServer): Promise<Neighbourhood> {
  const ann = await newUser(base);
  const bob = await newUser(base);
  const bobs = await fillBucket(bob);
  const other = await fillBucket(ann);
  const loggedOut = await logIn(ann);
  await loggedOut.ask('POST /auth/logout');
  const shared = {
    bobsBucket: bobs.bucket,
    bobsItem: bobs.item,
    otherBucket: other.bucket,
    otherItem: other.item,
    missing: 2_000_000_000,
    loggedOut: loggedOut.token,
    expired: await resign(ann.token, { iat: now() - 20, exp: now() - 10 }),
    invalid: damaged(ann.token, 2),
  };
  return {
    withBucket: async () => {
      const own = await fillBucket(ann);
      return {
        client: ann,
        values: { ...shared, ...own, token: ann.token },
        state: () => stateOf(ann, own.bucket, bob, bobs.bucket),
      };
    },
    withUser: async () => {
      const client = await newUser(base);
      const { email, token } = client;
      return {
        client,
        values: { ...shared, email, EMAIL: email.toUpperCase(), newEmail: freshEmail(), token },
        state: async () => {
          const { status } = await stranger(base).ask('POST /auth/login', { json: { email, password: '123456' } });
          return { passwordIsTheSame: status === 200 };
        },
      };
    },
  };
}

/** How many buckets a user has, one of them, and its items; and the items of a neighbour. */
async function stateOf(client: Client, bucket: number, neighbour: Client, neighbours: number): Promise<unknown> {
  const items = (of: number): string => `GET /bucketlists/${of}/items?limit=100`;
  const answers = await Promise.all([
    client.ask('GET /bucketlists?limit=1'),
    client.ask(`GET /bucketlists/${bucket}`),
    client.ask(items(bucket)),
    neighbour.ask(items(neighbours)),
  ]);
  return answers.map(({ body }) => body);
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
