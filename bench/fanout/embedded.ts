import { createServer } from 'node:http';
import { createPusherServer } from '@quintet/adapters-notify';
import { createQuintet, PORTS } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { serve } from './serve.ts';
import { announcement, CHANNEL } from './variants.ts';

// The embedded Pusher server with everything before it: a message is stored, numbered and told on the bus first.
const adapters = memoryAdapters();
const { push } = createQuintet(adapters);
const pusher = createPusherServer({
  app: { id: 'bench', key: 'bench', secret: 'bench' },
  push,
  bus: adapters(PORTS.bus),
  presence: adapters(PORTS.presence),
  clock: adapters(PORTS.clock),
  random: adapters(PORTS.random),
});
const http = createServer((incoming, outgoing) => {
  if (!pusher.request(incoming, outgoing)) outgoing.writeHead(404).end();
});
http.on('upgrade', (incoming, socket, head) => {
  if (!pusher.upgrade(incoming, socket, head)) socket.destroy();
});
await push.feed.start();
await serve(http, (number) => {
  void push.publish({ channel: CHANNEL, event: 'save', data: announcement(number) });
});
