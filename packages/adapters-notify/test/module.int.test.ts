import { createAdapter, type NotifyConfiguration } from '@quintet/adapters-notify';
import { createQuintet, PORTS, type AdapterPackage, type Transport } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { Container, type ContainerModule } from 'inversify';
import { afterEach, describe, expect, test } from 'vitest';
import webPush from 'web-push';
import { openProxy } from '../../adapters-http/test/support/tcp-proxy.ts';
import { LinkedBus } from '../src/bus/linked-bus.ts';
import { CARRIERS } from './support/carriers.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

function loaded(configuration: NotifyConfiguration): {
  readonly adapter: AdapterPackage<ContainerModule>;
  readonly container: Container;
} {
  const adapter = createAdapter(configuration);
  opened.push({ close: () => adapter.stop?.() });
  const container = new Container();
  container.load(adapter.module);
  return { adapter, container };
}

const transportsOf = (container: Container): readonly string[] =>
  container.isBound(PORTS.transports)
    ? container.get<readonly Transport[]>(PORTS.transports).map(({ name }) => name)
    : [];

const vapid = { subject: 'mailto:ops@example.com', ...webPush.generateVAPIDKeys() };

describe('transports', () => {
  test.each([
    [['embedded', 'sse'], []],
    [['webhook'], ['webhook']],
    [
      ['web-push', 'webhook', 'sse'],
      ['web-push', 'webhook'],
    ],
  ])('%j: %j', (QUINTET_PUSH, names) => {
    expect(transportsOf(loaded({ values: { QUINTET_PUSH }, push: { vapid } }).container)).toEqual(names);
  });

  test('none to browsers without keys', () => {
    expect(transportsOf(loaded({ values: { QUINTET_PUSH: ['web-push'] } }).container)).toEqual([]);
  });
});

describe('streams', () => {
  const gaugesOf = (configuration: NotifyConfiguration): readonly string[] => {
    const { adapter } = loaded(configuration);
    const connections = adapter.connections?.(createQuintet(memoryAdapters()), memoryAdapters());
    opened.push({ close: () => connections?.close() });
    return (adapter.gauges?.() ?? []).map(({ name }) => name);
  };
  const configuration = { values: { QUINTET_PUSH: ['sse'] }, apis: ['hackathon'], mounts: { hackathon: '/hackathon' } };

  test('are served beside the hackathon', () => {
    expect(gaugesOf(configuration)).toEqual(['quintet_sse_readers', 'quintet_sse_readers_dropped']);
  });

  test.each([
    { ...configuration, values: { QUINTET_PUSH: ['embedded'] } },
    { ...configuration, apis: ['casting'] },
    { values: { QUINTET_PUSH: ['sse'] } },
  ])('are not with %j', (configuration) => {
    expect(gaugesOf(configuration)).toEqual([]);
  });
});

describe('a bus', () => {
  test.each([undefined, 'memory', 'postgres'])('%s is none of this package', (QUINTET_BUS) => {
    expect(loaded({ values: { QUINTET_BUS } }).container.isBound(PORTS.bus)).toBe(false);
  });

  describe.each(CARRIERS)('on $name', ({ url, isThere }) => {
    test.skipIf(!isThere)(`at ${url}: when it is away, that is said, and no more`, async () => {
      const proxy = await openProxy(url);
      opened.push(proxy);
      await proxy.cut();
      const { adapter, container } = loaded({ values: { QUINTET_BUS: proxy.url } });
      expect(container.get(PORTS.bus)).toBeInstanceOf(LinkedBus);
      await adapter.start?.();
      expect(await adapter.health?.()).toEqual({ ok: true, warning: 'the bus is away, messages come later' });
      await proxy.mend();
      for (let tries = 0; tries < 500 && adapter.gauges?.()[0]?.value !== 1; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(await adapter.health?.()).toEqual({ ok: true });
    });

    test.skipIf(!isThere)(`at ${url}: servers share it by the name of their database, or a prefix`, async () => {
      const open = async (bus: string, databaseUrl?: string): Promise<LinkedBus> => {
        const { adapter, container } = loaded({ values: { QUINTET_BUS: bus }, databaseUrl });
        await adapter.start?.();
        return container.get<LinkedBus>(PORTS.bus);
      };
      const name = `quintet_test_${crypto.randomUUID()}`;
      const buses = [
        await open(url, `postgres://one@db1:5432/${name}`),
        await open(url, `postgresql://two@db2:6432/${name}?sslmode=require`),
        await open(url, `postgres://one@db1:5432/${name}2`),
        await open(`${url}?prefix=other`, `postgres://one@db1:5432/${name}`),
        await open(url),
        await open(url),
      ];
      const heard = buses.map((): string[] => []);
      for (const [index, bus] of buses.entries()) {
        bus.subscribe({
          receive: (event) => void (event.kind === 'signal' && heard[index]?.push(event.data)),
          interrupted: () => {},
        });
      }
      for (const [index, bus] of buses.entries()) {
        await bus.publish({ kind: 'signal', topic: 'push/test', data: String(index) });
      }
      for (let tries = 0; tries < 300 && heard.some((one) => one.length === 0); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(heard).toEqual([['0', '1'], ['0', '1'], ['2'], ['3'], ['4'], ['5']]);
    });
  });
});
