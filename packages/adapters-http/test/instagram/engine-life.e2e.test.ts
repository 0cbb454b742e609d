import { simulatedNetwork } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBridge, type RunningBridge } from '../support/bridge.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, startHere } from '../support/server.ts';

describe.skipIf(!postgresIsThere)('the engine in a server', () => {
  let database: TestDatabase;
  let bridge: RunningBridge;
  /** How long the bridge takes to answer an action, in milliseconds. */
  const SLOW = 800;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    bridge = await startBridge(simulatedNetwork({ clock: systemClock, seed: 7 }));
  });
  afterAll(async () => {
    await bridge?.stop();
    await database?.drop();
  });

  const variables = (): Record<string, string> => ({
    QUINTET_APIS: 'instagram',
    DATABASE_URL: database.url,
    QUINTET_INSTAGRAM_GATEWAY: bridge.url,
    QUINTET_INSTAGRAM_KEY: Buffer.alloc(32, 7).toString('base64'),
    // a server looks for what became due elsewhere three times a lease
    QUINTET_INSTAGRAM_TIMES: '{"lease":6,"action":5}',
  });
  const outcomes = async (): Promise<unknown[]> =>
    (await database.query(`SELECT outcome FROM instagram_journal WHERE kind = 'action' ORDER BY id`)).map(
      ({ outcome }) => outcome,
    );

  test('ends with the server, when what it has begun has ended; and begins with the next one', async () => {
    const server = await startHere(variables());
    const send = async (method: string, path: string, token = '', json?: object): Promise<Record<string, unknown>> => {
      const response = await fetch(`${server.url}/instagram/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const user = { username: 'user@example.com', password: 'password' };
    await send('POST', '/signup', '', user);
    const token = String((await send('POST', '/login', '', user))['token']);
    const instagram = { username: 'instalogin', password: 'instapassword', speed: { follow: 3_600 } };
    await send('POST', '/instagrams', token, instagram);
    const channel = { action: 'follow', target: 'followers', value: 'natgeo' };
    const { id } = await send('POST', '/instagram/1/channels', token, channel);
    await send('GET', `/instagram/1/channels/${String(id)}/start`, token);

    bridge.slow('POST /v1/actions', SLOW);
    expect(await eventually(async () => (await outcomes()).includes('unknown'), 20_000)).toBe(true);
    await server.stop();
    const ended = await outcomes();
    expect(new Set(ended)).toEqual(new Set(['done']));
    const { length: asked } = bridge.requests;

    const next = await startHere(variables());
    expect(await eventually(async () => (await outcomes()).length > ended.length, 20_000)).toBe(true);
    await next.stop();
    expect(bridge.requests.length).toBeGreaterThan(asked);
    expect(bridge.arrivals.every(({ duplicate }) => !duplicate)).toBe(true);
  }, 60_000);
});
