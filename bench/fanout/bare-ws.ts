import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { serve } from './serve.ts';
import { announcement, CHANNEL } from './variants.ts';

// The loop of the manual of `ws`, and nothing else.
const http = createServer();
const webSockets = new WebSocketServer({ server: http, perMessageDeflate: false });
await serve(http, (number) => {
  const data = JSON.stringify(announcement(number));
  const message = Buffer.from(
    JSON.stringify({ event: 'save', channel: CHANNEL, data, id: '58b2357f7a2f2e2e723e130e' }),
  );
  for (const client of webSockets.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
  }
});
