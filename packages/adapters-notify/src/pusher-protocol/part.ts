import { PORTS, type Gauge, type Quintet, type Resolve } from '@quintet/core';
import type { NotifyConfiguration } from '../configuration.ts';
import type { Part } from '../part.ts';
import { createPusherServer, type PusherServer } from './server.ts';

/** The embedded Pusher server, where it is configured. */
export function embeddedPart({ values, push, log }: NotifyConfiguration): Part | undefined {
  const pusherApp = push?.pusherApp;
  if (values?.QUINTET_PUSH?.includes('embedded') !== true || pusherApp === undefined) return undefined;
  let server: PusherServer | undefined;
  return {
    connections(use: Quintet, resolve: Resolve) {
      server = createPusherServer({
        app: pusherApp,
        push: use.push,
        bus: resolve(PORTS.bus),
        presence: resolve(PORTS.presence),
        clock: resolve(PORTS.clock),
        random: resolve(PORTS.random),
        onTrouble: (cause) => log?.warn({ err: cause }, 'the embedded Pusher server lacks something that it needs'),
      });
      return server;
    },
    start: async () => server?.start(),
    gauges: (): readonly Gauge[] => server?.gauges() ?? [],
  };
}
