import { expect } from 'vitest';
import { freshEmail, logIn, newUser, stranger, type Client } from './client.ts';
import type { RunningServer } from './server.ts';
import type { MakeWorld, World } from './table.ts';
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

/** What the rows of a table are about, on one server. */
export interface Neighbourhood {
  /** A user with a bucket and an item in it. */
  readonly withBucket: MakeWorld;
  /** A user whose password and tokens may be changed. */
  readonly withUser: MakeWorld;
}

/** Makes the users that rows speak of, on a server. */
export async function makeNeighbourhood({ base }: RunningServer): Promise<Neighbourhood> {
  const [ann, bob, cid, dan] = await Promise.all([newUser(base), newUser(base), newUser(base), newUser(base)]);
  const bobs = await fillBucket(bob);
  const loggedOut = await logIn(ann);
  await loggedOut.ask('POST /auth/logout');
  const values = {
    bobsBucket: bobs.bucket,
    bobsItem: bobs.item,
    missing: 2_000_000_000,
    loggedOut: loggedOut.token,
    expired: await resign(ann.token, { iat: now() - 20, exp: now() - 10 }),
    invalid: damaged(ann.token, 2),
  };

  const bucketOf = async (client: Client, other: Filled): Promise<World> => {
    const own = await fillBucket(client);
    const state = (): Promise<unknown> => stateOf(client, own.bucket, bob, bobs.bucket);
    const before = await state();
    return {
      client,
      values: { ...values, ...own, otherBucket: other.bucket, otherItem: other.item, token: client.token },
      expectUnchanged: async () => expect(await state(), 'nothing has changed').toEqual(before),
    };
  };
  const userOf = (client: Client): World => {
    const { email, password, token } = client;
    return {
      client,
      values: { ...values, email, EMAIL: email.toUpperCase(), newEmail: freshEmail(), token },
      expectUnchanged: async () => {
        const { status } = await stranger(base).ask('POST /auth/login', { json: { email, password } });
        expect(status, 'the password is what it was').toBe(200);
        expect((await client.ask('GET /bucketlists')).status, 'the token is good').toBe(200);
      },
    };
  };

  const annsOther = await fillBucket(ann);
  const cidsOther = await fillBucket(cid);
  const shared = await bucketOf(ann, annsOther);
  return {
    withBucket: async (use) => (use === 'shared' ? shared : bucketOf(cid, cidsOther)),
    withUser: async (use) => userOf(use === 'shared' ? dan : await newUser(base)),
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
