import { setTimeout as delay } from 'node:timers/promises';
import type { BusEvent, BusListener } from '@quintet/core';
import { afterEach, describe, expect, test } from 'vitest';
import { openProxy, type TcpProxy } from '../../../adapters-http/test/support/tcp-proxy.ts';
import { BUS_PATIENCE, LinkedBus, type BusPatience } from '../../src/bus/linked-bus.ts';
import { messageAt } from '../support/messages.ts';
import { CARRIERS, newTopic, SILENT } from '../support/carriers.ts';

/** Keeps what it hears. */
class Ear implements BusListener {
  readonly events: BusEvent[] = [];
  interruptions = 0;

  receive(event: BusEvent): void {
    this.events.push(event);
  }

  interrupted(): void {
    this.interruptions += 1;
  }
}

const signal = (data: string): BusEvent => ({ kind: 'signal', topic: 'push/test', data });

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 15_000) throw new Error(`never: ${what}`);
    await delay(10);
  }
}

describe.each(CARRIERS)('a bus on $name', ({ name, url, isThere, link }) => {
  describe.skipIf(!isThere)(isThere ? 'that is there' : `which is not at ${url}`, () => {
    const opened: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0)) await (one.stop?.() ?? one.close?.());
    });

    async function openBus(
      at = url,
      topic = newTopic(),
      patience: Partial<BusPatience> = {},
    ): Promise<{ bus: LinkedBus; ear: Ear; topic: string }> {
      const bus = new LinkedBus(link(at, topic), SILENT, { ...BUS_PATIENCE, ...patience });
      opened.push(bus);
      const ear = new Ear();
      bus.subscribe(ear);
      await bus.start();
      return { bus, ear, topic };
    }

    async function proxied(): Promise<TcpProxy> {
      const proxy = await openProxy(url);
      opened.push({ close: () => proxy.close() });
      return proxy;
    }

    test('carries events to every server, the sender included, in order', async () => {
      const here = await openBus();
      const there = await openBus(url, here.topic);
      const events = [signal('1'), { kind: 'messages', messages: [messageAt(7), messageAt(8)] } as const, signal('2')];
      const published = await Promise.all(events.map((event) => here.bus.publish(event)));
      expect(published.map((result) => result.isOk())).toEqual([true, true, true]);
      await until(() => here.ear.events.length === 3 && there.ear.events.length === 3, 'everybody heard');
      expect([here.ear.events, there.ear.events]).toEqual([events, events]);
      expect([here.ear.interruptions, there.ear.interruptions]).toEqual([0, 0]);
    });

    test('carries nothing to servers that belong elsewhere', async () => {
      const here = await openBus();
      const elsewhere = await openBus();
      await here.bus.publish(signal('1'));
      await elsewhere.bus.publish(signal('2'));
      await until(() => here.ear.events.length > 0 && elsewhere.ear.events.length > 0, 'each heard');
      expect([here.ear.events, elsewhere.ear.events]).toEqual([[signal('1')], [signal('2')]]);
    });

    test('carries what is large', async () => {
      const here = await openBus();
      const large = [
        signal('ü'.repeat(1_048_576)),
        { kind: 'messages', messages: [messageAt(1, { data: JSON.stringify('"'.repeat(1_048_576)) })] } as const,
      ];
      for (const event of large) expect((await here.bus.publish(event)).isOk()).toBe(true);
      await until(() => here.ear.events.length === 2, 'both heard');
      expect(here.ear.events).toEqual(large);
    });

    test('tells no one who has ended the listening', async () => {
      const { bus, ear } = await openBus();
      const other = new Ear();
      const end = bus.subscribe(other);
      await bus.publish(signal('1'));
      await until(() => other.events.length === 1, 'heard');
      end();
      await bus.publish(signal('2'));
      await until(() => ear.events.length === 2, 'the other one heard');
      expect(other.events).toEqual([signal('1')]);
    });

    test('comes back when its connection is cut, and tells that something may be missing', async () => {
      const proxy = await proxied();
      const { bus, ear, topic } = await openBus(proxy.url);
      const there = await openBus(url, topic);
      await proxy.cut();
      await until(() => !bus.isConnected, 'lost');
      expect((await bus.publish(signal('lost')))._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable' });
      await there.bus.publish(signal('missed'));

      await proxy.mend();
      await until(() => ear.interruptions === 1, 'back');
      await there.bus.publish(signal('heard'));
      expect((await bus.publish(signal('sent'))).isOk()).toBe(true);
      await until(() => ear.events.length === 2 && there.ear.events.length === 3, 'heard again');
      expect(ear.events).toEqual([signal('heard'), signal('sent')]);
      expect(there.ear.interruptions).toBe(0);
    });

    test('notices a connection through which nothing comes any more', async () => {
      const proxy = await proxied();
      const { bus, ear } = await openBus(proxy.url, newTopic(), { answer: 200, heartbeat: 100 });
      proxy.hang();
      expect((await bus.publish(signal('lost')))._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable' });
      await until(() => !bus.isConnected, 'given up');
      await proxy.mend();
      await until(() => ear.interruptions === 1, 'back');
      expect((await bus.publish(signal('heard'))).isOk()).toBe(true);
    });

    test('that is away at first is found when it comes, and is spoken of twice', async () => {
      const proxy = await proxied();
      await proxy.cut();
      const told: string[] = [];
      const bus = new LinkedBus(link(proxy.url, newTopic()), {
        info: (_details, message) => told.push(message),
        warn: (_details, message) => told.push(message),
      });
      opened.push(bus);
      const ear = new Ear();
      bus.subscribe(ear);
      await bus.start();
      expect(bus.isConnected).toBe(false);
      await delay(300);
      await proxy.mend();
      await until(() => ear.interruptions === 1, 'found');
      expect(told).toEqual(['the bus is away, trying again until it is back', 'the bus is back']);
      expect((await bus.publish(signal('heard'))).isOk()).toBe(true);
      await until(() => ear.events.length === 1, 'heard');
    });

    test(`takes no notice of what others write to the topic of ${name}`, async () => {
      const here = await openBus();
      const stranger = await link(url, here.topic)(() => {}, new AbortController().signal);
      await stranger.publish('no event');
      await stranger.publish(JSON.stringify(signal('an event')));
      await until(() => here.ear.events.length === 1, 'the event heard');
      expect(here.ear.events).toEqual([signal('an event')]);
      await stranger.close();
    });

    test('ends, also while it is away', async () => {
      const proxy = await proxied();
      proxy.hang();
      const bus = new LinkedBus(link(proxy.url, newTopic()), SILENT);
      const started = bus.start();
      await delay(50);
      await bus.stop();
      await started;
      expect(bus.isConnected).toBe(false);
    });
  });
});
