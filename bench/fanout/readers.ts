import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CHANNEL, type Report } from './variants.ts';

/** Readers in a process of their own, as cheap as can be: what they cost is not measured, but takes the same machine. */
const [, , protocol = '', port = '', count = ''] = process.argv;
const READERS = Number(count);
const report = (report: Report): void => void process.send?.(report);

/** How many messages all have is known from how many have how many. */
const having: number[] = [];
function received(number: number): void {
  having[number] = (having[number] ?? 0) + 1;
  if (having[number] === READERS) report({ kind: 'received', messages: number });
}

/** Calls the listener for each text frame of a server, which are never masked. */
function onFrames(socket: Socket, listener: () => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const length = bytes.length < 4 ? undefined : frameLength(bytes);
      if (length === undefined || bytes.length < length) break;
      bytes = bytes.subarray(length);
      listener();
    }
    rest = bytes;
  });
}

function frameLength(bytes: Buffer): number {
  const short = (bytes[1] ?? 0) & 0x7f;
  return short < 126 ? 2 + short : 4 + bytes.readUInt16BE(2);
}

/** Calls the listener for each event of a stream. */
function onEvents(socket: Socket, listener: () => void): void {
  const mark = Buffer.from('\nevent: ');
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, from)) {
      from = at + mark.length;
      listener();
    }
    // The beginning of a mark may be what came last.
    rest = bytes.subarray(Math.max(from, bytes.length - mark.length + 1));
  });
}

/** A text frame of a client, masked with zeros. */
function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

async function open(): Promise<void> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', (error) => {
    throw error;
  });
  await once(socket, 'connect');
  let messages = 0;
  if (protocol === 'event-stream') {
    socket.write(`GET /stream?channels=${CHANNEL} HTTP/1.1\r\nHost: bench\r\n\r\n`);
    await once(socket, 'data');
    onEvents(socket, () => received((messages += 1)));
    return;
  }
  socket.write(
    'GET /app/bench?protocol=7 HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  let head = '';
  while (!head.includes('\r\n\r\n')) head += String((await once(socket, 'data'))[0]);
  if (protocol === 'pusher') {
    // What comes with the head or after it: established, subscribed.
    const early = Buffer.from(head.slice(head.indexOf('\r\n\r\n') + 4));
    if (early.length === 0) await once(socket, 'data');
    socket.write(clientFrame(JSON.stringify({ event: 'pusher:subscribe', data: { channel: CHANNEL } })));
    await once(socket, 'data');
  }
  onFrames(socket, () => received((messages += 1)));
}

const AT_ONCE = 50;
for (let opened = 0; opened < READERS; opened += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, READERS - opened) }, open));
}
process.on('message', () => {});
report({ kind: 'ready', port: Number(port) });
