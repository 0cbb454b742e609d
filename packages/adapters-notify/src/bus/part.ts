import type { NotifyConfiguration } from '../configuration.ts';
import type { Part } from '../part.ts';
import { busAt } from './bus.ts';

/** A bus over Redis or NATS, where one is configured. The others are not of this package. */
export function busPart({ values, databaseUrl, log }: NotifyConfiguration): Part | undefined {
  const url = values?.QUINTET_BUS;
  const bus = url === undefined ? undefined : busAt({ url, databaseUrl }, log ?? SILENT);
  if (bus === undefined) return undefined;
  return {
    bus,
    start: () => bus.start(),
    stop: () => bus.stop(),
    // Without it messages come late, out of the log: no reason to take no requests.
    health: async () =>
      bus.isConnected ? { ok: true } : { ok: true, warning: 'the bus is away, messages come later' },
    gauges: () => [
      {
        name: 'quintet_bus_connected',
        help: 'Whether the bus can be reached: 1 or 0.',
        value: bus.isConnected ? 1 : 0,
      },
    ],
  };
}

const SILENT = { info: () => {}, warn: () => {} };
