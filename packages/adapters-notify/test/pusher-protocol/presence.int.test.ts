import { PORTS, type Bus, type BusListener, type Resolve } from '@quintet/core';
import { localBus, memoryAdapters, settableClock } from '@quintet/core/memory';
import type { PresenceChannel } from 'pusher-js';
import { afterEach, expect, test } from 'vitest';
import { clientOf, endClients, startPusher, told, type TestServer } from '../support/pusher.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  endClients();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(adapters: Resolve): Promise<TestServer> {
  const server = await startPusher({}, adapters);
  servers.push(server);
  return server;
}

async function enter(server: TestServer, userId: string): Promise<PresenceChannel> {
  const channel = clientOf(server, { userId, name: userId }).subscribe('presence-desk') as PresenceChannel;
  await told(channel, 'pusher:subscription_succeeded');
  return channel;
}

const present = ({ members }: PresenceChannel): string[] => {
  const ids: string[] = [];
  members.each(({ id }: { readonly id: string }) => ids.push(id));
  return ids.toSorted();
};

test('who was present on a server that died is gone for others after a while, and comes back', async () => {
  const clock = settableClock();
  const adapters = memoryAdapters({ clock });
  // It gives no sign of life in the time of this clock, as if its process had been killed.
  const dead = await start(adapters);
  const ghost = await enter(dead, 'ghost');
  const living = await enter(await start(adapters), 'ann');
  expect(present(living)).toEqual(['ann', 'ghost']);

  clock.advance(60_000);
  const removed = told<{ readonly id: string }>(living, 'pusher:member_removed');
  const late = await enter(await start(adapters), 'ben');
  expect(present(late)).not.toContain('ghost');
  expect((await removed).id).toBe('ghost');
  expect(present(ghost)).not.toContain('ghost');
});

test('what servers told each other while the bus was away is made good when it is back', async () => {
  const bus = localBus();
  const listeners = new Set<BusListener>();
  let isCut = false;
  const unreliable: Bus = {
    publish: (event) => bus.publish(event),
    subscribe: (listener) => {
      listeners.add(listener);
      return bus.subscribe({
        receive: (event) => void (isCut || listener.receive(event)),
        interrupted: () => listener.interrupted(),
      });
    },
  };
  const adapters = memoryAdapters({ bus: unreliable });
  expect(adapters(PORTS.bus)).toBe(unreliable);
  const [here, there] = [await start(adapters), await start(adapters)];
  const [ann, ben] = [await enter(here, 'ann'), await enter(there, 'ben')];
  await expect.poll(() => present(ann)).toEqual(['ann', 'ben']);

  isCut = true;
  ben.pusher.unsubscribe('presence-desk');
  const cleo = await enter(there, 'cleo');
  expect(present(cleo)).toEqual(['ann', 'cleo']);
  expect(present(ann)).toEqual(['ann', 'ben']);

  isCut = false;
  for (const listener of listeners) listener.interrupted();
  await expect.poll(() => present(ann)).toEqual(['ann', 'cleo']);
});
