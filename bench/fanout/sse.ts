import { createServer } from 'node:http';
import { createSse } from '@quintet/adapters-notify';
import { createQuintet } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { serve } from './serve.ts';
import { announcement, CHANNEL } from './variants.ts';

// Streams with everything before them: a message is stored, numbered and told on the bus first.
const { push, identity } = createQuintet(memoryAdapters());
const sse = createSse({ push, identity, path: '/stream', corsOrigins: ['*'] });
const http = createServer((incoming, outgoing) => {
  if (!sse.request(incoming, outgoing)) outgoing.writeHead(404).end();
});
await push.feed.start();
await serve(http, (number) => {
  void push.publish({ channel: CHANNEL, event: 'save', data: announcement(number) });
});
