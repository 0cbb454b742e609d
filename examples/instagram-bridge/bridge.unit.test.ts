import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { simulatedNetwork } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBridge, type Arrival } from './bridge.ts';

const arrivals: Arrival[] = [];
let bridge: Server;
let url = '';

beforeAll(async () => {
  const network = simulatedNetwork({ clock: systemClock, seed: 7 });
  bridge = createBridge({ network, record: (arrival) => arrivals.push(arrival) }).listen(0, '127.0.0.1');
  await once(bridge, 'listening');
  url = `http://127.0.0.1:${(bridge.address() as AddressInfo).port}`;
});
afterAll(() => {
  bridge.closeAllConnections();
  bridge.close();
});

async function send(path: string, session?: string, body?: unknown, key = ''): Promise<[number, unknown]> {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${session}`, 'idempotency-key': key },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
}

test('a session, a read, and an action that comes twice', async () => {
  const [status, opened] = await send('/v1/sessions', '', { username: 'instalogin', password: 'any' });
  const { session } = opened as { readonly session: string };
  expect(status).toBe(201);
  const [, page] = await send('/v1/followers?username=natgeo&limit=2', session);
  expect(page).toEqual({ entries: [{ username: expect.any(String) }, { username: expect.any(String) }], cursor: '2' });
  const follow = { kind: 'follow', username: 'natgeo' };
  expect(await send('/v1/actions', session, follow, 'key')).toEqual([200, { done: true }]);
  expect(await send('/v1/actions', session, follow, 'key')).toEqual([200, { done: true }]);
  expect(arrivals.map(({ key, duplicate }) => [key, duplicate])).toEqual([
    ['key', false],
    ['key', true],
  ]);
  const [, profile] = await send('/v1/profile?username=natgeo', session);
  expect(profile).toMatchObject({ followed: true, info: { username: 'natgeo' } });
});

test.each([
  ['a password that the network refuses', '/v1/sessions', { username: 'x', password: 'wrong-password' }, 401],
  ['what is no JSON', '/v1/sessions', '{', 400],
  ['a session that nobody gave', '/v1/profile?username=natgeo', undefined, 401],
])('refuses %s', async (_, path, body, status) => {
  expect((await send(path, 'nobody', body))[0]).toBe(status);
});
