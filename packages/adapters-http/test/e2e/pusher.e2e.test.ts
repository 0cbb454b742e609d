import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  APP,
  clientOf,
  endClients,
  libraryOf,
  told,
  type PresenceChannel,
} from '../../../adapters-notify/test/support/pusher.ts';
import { makeStorage, startHere, type OwnStorage, type RunningServer } from '../support/server.ts';

const VARIABLES = {
  QUINTET_PUSHER_APP_ID: APP.id,
  QUINTET_PUSHER_KEY: APP.key,
  QUINTET_PUSHER_SECRET: APP.secret,
};

let storage: OwnStorage;
let servers: readonly RunningServer[];
const portOf = ({ url }: RunningServer): { readonly port: number } => ({ port: Number(new URL(url).port) });

beforeAll(async () => {
  storage = await makeStorage();
  const first = await startHere({ ...storage.variables, ...VARIABLES });
  // PGlite takes one server alone: then both readers are on that one.
  const second =
    storage.database === undefined
      ? first
      : await startHere({ ...storage.variables, ...VARIABLES, QUINTET_PUSH: 'embedded' });
  servers = [first, second];
});
afterEach(endClients);
afterAll(async () => {
  await Promise.all([...new Set(servers)].map((server) => server.stop()));
  await storage.remove();
});

const at = (index: number): { readonly port: number } => {
  const server = servers[index];
  if (server === undefined) throw new Error('the servers are not there');
  return portOf(server);
};

test('what one server is told reaches the readers of both, once and in order', async () => {
  const heard = await Promise.all(
    [0, 1].map(async (index) => {
      const channel = clientOf(at(index)).subscribe('com.vivere.announcement');
      const numbers: unknown[] = [];
      channel.bind('save', ({ number }: { readonly number: number }) => numbers.push(number));
      await told(channel, 'pusher:subscription_succeeded');
      return { numbers, last: told(channel, 'last') };
    }),
  );
  for (let number = 0; number < 30; number += 1) {
    await libraryOf(at(number % 2)).trigger('com.vivere.announcement', 'save', { number });
  }
  await libraryOf(at(0)).trigger('com.vivere.announcement', 'last', {});
  for (const { numbers, last } of heard) {
    await last;
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, number) => number));
  }
});

test('who is present on one server is known on both', async () => {
  const enter = async (index: number, userId: string): Promise<PresenceChannel> => {
    const channel = clientOf(at(index), { userId, name: userId }).subscribe('presence-desk') as PresenceChannel;
    await told(channel, 'pusher:subscription_succeeded');
    return channel;
  };
  const ann = await enter(0, 'ann');
  const added = told(ann, 'pusher:member_added');
  const ben = await enter(1, 'ben');
  expect(await added).toEqual({ id: 'ben', info: { name: 'ben' } });
  expect(ben.members.count).toBe(2);
  const response = await libraryOf(at(1)).get({ path: '/channels/presence-desk/users' });
  expect(await response.json()).toEqual({ users: [{ id: 'ann' }, { id: 'ben' }] });
  const removed = told(ann, 'pusher:member_removed');
  ben.pusher.disconnect();
  expect(await removed).toEqual({ id: 'ben', info: { name: 'ben' } });
});

test('a Pusher service that is configured is told everything, and connections are measured', async () => {
  const [service] = servers;
  const teller = await startHere({
    ...VARIABLES,
    QUINTET_PUSH: 'embedded,pusher',
    QUINTET_PUSHER_HOST: service?.url ?? '',
  });
  try {
    const channel = clientOf(at(0)).subscribe('far-away');
    await told(channel, 'pusher:subscription_succeeded');
    const message = told(channel, 'save');
    await libraryOf(portOf(teller)).trigger('far-away', 'save', { text: 'Hello' });
    expect(await message).toEqual({ text: 'Hello' });
    const metrics = await (await fetch(`${service?.url}/metrics`)).text();
    expect(metrics).toMatch(/^quintet_pusher_connections [1-9]/mu);
  } finally {
    await teller.stop();
  }
});
