import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { APP, libraryOf } from '../../../adapters-notify/test/support/pusher.ts';
import { eventually, makeStorage, startProcess } from '../support/server.ts';

const READERS = 990;
const STALLED = 10;
const MEBIBYTE = 2 ** 20;

/** Connects as cheaply as can be, and subscribes. */
async function subscribe(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    `GET /app/${APP.key}?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const text = Buffer.from('{"event":"pusher:subscribe","data":{"channel":"news"}}');
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 + text.length, 0, 0, 0, 0]), text]));
  let heard = '';
  while (!heard.includes('subscription_succeeded')) heard += String((await once(socket, 'data'))[0]);
  return socket;
}

/** Counts the messages that come, as long as they come in order and none is missing. */
function count(socket: Socket): () => number {
  let received = 0;
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (bytes.length >= 4) {
      const short = (bytes[1] ?? 0) & 0x7f;
      const length = short < 126 ? 2 + short : 4 + bytes.readUInt16BE(2);
      if (bytes.length < length) break;
      const [, number] = /number\\":(\d+),/u.exec(bytes.toString('latin1', 4, Math.min(length, 120))) ?? [];
      if (Number(number) === received) received += 1;
      bytes = bytes.subarray(length);
    }
    rest = bytes;
  });
  return () => received;
}

test('of a thousand readers, ten that stop reading are dropped, the others lose nothing, and memory stays', async () => {
  const storage = await makeStorage();
  const server = await startProcess({
    ...storage.variables,
    QUINTET_PUSHER_APP_ID: APP.id,
    QUINTET_PUSHER_KEY: APP.key,
    QUINTET_PUSHER_SECRET: APP.secret,
    QUINTET_LOG_LEVEL: 'warn',
  });
  const sockets: Socket[] = [];
  try {
    const port = Number(new URL(server.url).port);
    const measured = async (name: string): Promise<number> => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(metrics)?.[1]);
    };
    for (let opened = 0; opened < READERS + STALLED; opened += 50) {
      sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => subscribe(port)))));
    }
    expect(await measured('quintet_pusher_connections')).toBe(READERS + STALLED);
    const received = sockets.map(count);
    const reading = received.slice(0, READERS);

    const library = libraryOf({ port });
    const padding = 'x'.repeat(9_000);
    let sent = 0;
    const tell = async (): Promise<void> => {
      const batch = Array.from({ length: 10 }, (_, index) => ({
        channel: 'news',
        name: 'save',
        data: { number: sent + index, padding },
      }));
      await library.triggerBatch(batch);
      sent += batch.length;
      await eventually(async () => reading.every((count) => count() === sent), 30_000);
    };
    /**
     * Bytes in use, just after garbage was collected: the least of some looks. The size of the process would tell how
     * lazily that is done: it grows by as much when nobody stops reading.
     */
    const inUse = async (): Promise<number> => {
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 20; round += 1) {
        await tell();
        const heap = await measured('nodejs_heap_size_used_bytes');
        least = Math.min(least, heap + (await measured('nodejs_external_memory_bytes')));
      }
      return least;
    };
    // By then the server keeps as much of the latest messages as it ever does.
    for (let round = 0; round < 30; round += 1) await tell();
    const before = await inUse();
    for (const socket of sockets.slice(READERS)) socket.pause();
    let most = before;
    for (let look = 0; look < 20 && (await measured('quintet_pusher_dropped_clients')) < STALLED; look += 1) {
      most = Math.max(most, await inUse());
    }
    for (let round = 0; round < 5; round += 1) await tell();

    expect(await measured('quintet_pusher_dropped_clients')).toBe(STALLED);
    expect(await eventually(async () => (await measured('quintet_pusher_connections')) === READERS, 10_000)).toBe(true);
    expect(new Set(reading.map((count) => count()))).toEqual(new Set([sent]));
    expect((most - before) / MEBIBYTE).toBeLessThan(50);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.end('SIGTERM');
    await storage.remove();
  }
});
