/** So many readers of a stream, which count what they get: `node sse-readers.ts <url> <readers>`. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import process from 'node:process';

const [, , address = '', count = '0'] = process.argv;
const { hostname, port, pathname, search } = new URL(address);
const MARK = Buffer.from('\nevent: ');
/** Connections that are opened at once. */
const ABREAST = 100;

let heard = 0;
const sockets: Socket[] = [];

async function open(): Promise<void> {
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  await once(socket, 'readable');
  // A mark that is cut in two by the end of a packet is rare, and found by its second half's absence in no other way.
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, from)) {
      heard += 1;
      from = at + MARK.length;
    }
    rest = bytes.subarray(Math.max(from, bytes.length - MARK.length + 1));
  });
  sockets.push(socket);
}

while (sockets.length < Number(count)) {
  await Promise.all(Array.from({ length: Math.min(ABREAST, Number(count) - sockets.length) }, open));
}
process.on('message', (question: 'heard' | 'stop') => {
  if (question === 'stop') process.exit(0);
  process.send?.(heard);
  heard = 0;
});
process.send?.('ready');
