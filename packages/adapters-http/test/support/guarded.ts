import { expect } from 'vitest';
import { newUser, type Answer, type Client } from './client.ts';
import type { RunningServer } from './server.ts';
import { fillBucket } from './world.ts';

/** A user whose belongings are watched while others, or they themselves, do their worst. */
export interface Guarded {
  readonly client: Client;
  readonly bucket: number;
  readonly item: number;
  /** Runs an attack, and checks that nothing at all was changed by it. */
  unchanged<T>(attack: () => Promise<T>): Promise<T>;
}

/** Makes a user with a bucket and an item. */
export async function makeGuarded(server: RunningServer): Promise<Guarded> {
  const client = await newUser(server.base);
  const filled = await fillBucket(client);
  const state = async (): Promise<unknown> => {
    const paths = [
      '/bucketlists?limit=100',
      `/bucketlists/${filled.bucket}`,
      `/bucketlists/${filled.bucket}/items?limit=100`,
    ];
    const bodies = await Promise.all(paths.map(async (path) => (await client.ask(`GET ${path}`)).body));
    return { bodies, tables: await server.database?.digest() };
  };
  return {
    client,
    ...filled,
    unchanged: async (attack) => {
      const before = await state();
      const outcome = await attack();
      expect(await state(), 'nothing has changed').toEqual(before);
      return outcome;
    },
  };
}

/** Checks that a request was refused in the API's way: a 4xx, or the 202 that the contract has for some refusals. */
export function expectRefused({ status, body }: Pick<Answer, 'status' | 'body'>): void {
  expect(body.status).toBe('failed');
  if (status !== 202) expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
}
