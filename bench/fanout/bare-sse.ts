import { createServer, type ServerResponse } from 'node:http';
import { serve } from './serve.ts';
import { announcement, CHANNEL } from './variants.ts';

// What one would write over `node:http`, and nothing else.
const readers = new Set<ServerResponse>();
const http = createServer((_incoming, outgoing) => {
  outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  outgoing.flushHeaders();
  readers.add(outgoing);
  outgoing.on('close', () => readers.delete(outgoing));
});
await serve(http, (number) => {
  const data = JSON.stringify({
    id: '58b2357f7a2f2e2e723e130e',
    channel: CHANNEL,
    event: 'save',
    data: announcement(number),
  });
  const event = Buffer.from(`id: ${number}\nevent: save\ndata: ${data}\n\n`);
  for (const reader of readers) reader.write(event);
});
