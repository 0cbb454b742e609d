import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startHere, type RunningServer } from '../support/server.ts';

const GUEST = fileURLToPath(new URL('../support/adapters/echoing-guest.ts', import.meta.url));

let server: RunningServer;
let stopped: Promise<void> | undefined;
const stop = (): Promise<void> => (stopped ??= server.stop());

beforeAll(async () => {
  server = await startHere({ QUINTET_ADAPTERS: `@quintet/adapters-db,${GUEST}` });
});

afterAll(stop);

/** A bare connection, and all that came through it. */
async function dial(lines: readonly string[]): Promise<{ readonly socket: Socket; readonly text: () => string }> {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\nHost: 127.0.0.1\r\n\r\n`);
  return { socket, text: () => text };
}

const offering = (path: string, protocol = 'websocket'): readonly string[] => [
  `GET ${path} HTTP/1.1`,
  'Connection: Upgrade',
  `Upgrade: ${protocol}`,
];

test('a package takes requests and connections at the server’s port, and they are counted', async () => {
  const answer = await fetch(`${server.url}/echo`, { method: 'POST', body: 'hello' });
  expect([answer.status, await answer.text()]).toEqual([202, 'hello']);

  const { socket, text } = await dial(offering('/echo'));
  expect(await eventually(async () => text().includes('101 Switching'), 5_000)).toBe(true);
  socket.write('over the bare connection');
  expect(await eventually(async () => text().endsWith('over the bare connection'), 5_000)).toBe(true);
  socket.destroy();

  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  for (const [method, status] of [
    ['POST', 202],
    ['GET', 101],
  ])
    expect(metrics).toContain(
      `_count{api="none",method="${method}",route="connections of echoing-guest",status="${status}"} 1`,
    );
});

test.each([
  ['a WebSocket where nobody serves one', offering('/bucketlist/v1/bucketlists')],
  ['another protocol where WebSockets are served', offering('/bucketlist/v1/bucketlists', 'h2c')],
])('%s is answered as any request', async (_, lines) => {
  const { socket, text } = await dial(lines);
  expect(await eventually(async () => text().includes('\r\n\r\n{'), 5_000)).toBe(true);
  expect(text()).toMatch(/^HTTP\/1\.1 401 /u);
  socket.destroy();
});

test('a package that throws costs its client the connection, and nobody else anything', async () => {
  await expect(fetch(`${server.url}/echo`, { method: 'DELETE' })).rejects.toThrow('fetch failed');
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

test('connections of packages end when the server stops', async () => {
  const { socket, text } = await dial(offering('/echo'));
  expect(await eventually(async () => text().includes('101 Switching'), 5_000)).toBe(true);
  const closed = once(socket, 'close');
  await Promise.all([stop(), closed]);
  expect(text()).toMatch(/farewell$/u);
});
