import { ContainerModule } from 'inversify';
import { PORTS, type AdapterPackage, type CreateAdapter, type Health } from '@quintet/core';
import { busPart } from './bus/part.ts';
import type { NotifyConfiguration } from './configuration.ts';
import { together, type Part } from './part.ts';
import { embeddedPart } from './pusher-protocol/part.ts';
import { pusherPart } from './pusher/part.ts';
import { ssePart } from './sse/part.ts';
import { webPushPart } from './web-push/part.ts';
import { webhookPart } from './webhook/part.ts';

/** What can be configured; each makes its part, or none. */
const PARTS: readonly ((configuration: NotifyConfiguration) => Part | undefined)[] = [
  busPart,
  embeddedPart,
  ssePart,
  pusherPart,
  webPushPart,
  webhookPart,
];

/**
 * The package as a server loads it: the transports and connections that its configuration names.
 *
 * @example
 * ```ts
 * const adapter = createAdapter({ values: { QUINTET_PUSH: ['embedded'] }, push: { pusherApp: app } });
 * container.load(adapter.module);
 * ```
 */
export const createAdapter: CreateAdapter<ContainerModule, NotifyConfiguration> = (
  configuration: NotifyConfiguration,
): AdapterPackage<ContainerModule> => {
  const parts = PARTS.flatMap((make) => make(configuration) ?? []);
  return {
    name: 'notify',
    module: new ContainerModule(({ bind }) => {
      const transports = parts.flatMap(({ transport }) => transport ?? []);
      if (transports.length > 0) bind(PORTS.transports).toConstantValue(transports);
      for (const { bus } of parts) if (bus !== undefined) bind(PORTS.bus).toConstantValue(bus);
    }),
    connections: (use, resolve) => together(parts.flatMap((part) => part.connections?.(use, resolve) ?? [])),
    start: async () => {
      for (const part of parts) await part.start?.();
    },
    stop: async () => {
      for (const part of parts.toReversed()) await part.stop?.();
    },
    health: async () => worst(await Promise.all(parts.map(async (part) => part.health?.()))),
    gauges: () => parts.flatMap((part) => part.gauges?.() ?? []),
  };
};

function worst(healths: readonly (Health | undefined)[]): Health {
  const isUnwell = (health: Health | undefined): boolean => health?.ok === false;
  const isWorth = (health: Health | undefined): boolean => health?.ok === true && health.warning !== undefined;
  return healths.find(isUnwell) ?? healths.find(isWorth) ?? { ok: true };
}
