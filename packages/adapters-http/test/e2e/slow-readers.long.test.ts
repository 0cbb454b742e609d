import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, makeStorage, startProcess, type OwnStorage, type ServerProcess } from '../support/server.ts';
import { PUSHER_APP, trigger } from '../support/trigger.ts';

const READERS = 1_000;
const STOPPED = 10;
/** More than the system buffers for a reader, on both sides, in messages of about 10 kB. */
const MESSAGES = 1_600;
/** Told before anybody stops: until then the heap takes the room that it works in, whoever reads. */
const WARM_UP = 600;
const BATCH = 10;
/** Bytes by which the server may grow. */
const LARGEST_GROWTH = 50 * 1_048_576;

const CHANNEL = 'com.vivere.announcement';

let storage: OwnStorage;
let server: ServerProcess;

beforeAll(async () => {
  storage = await makeStorage();
  server = await startProcess({
    ...storage.variables,
    ...PUSHER_APP,
    QUINTET_LOG_LEVEL: 'warn',
  });
}, 60_000);

afterAll(async () => {
  await server?.end('SIGKILL');
  await storage?.remove();
});

/** One who reads, and checks that no position is missing. */
interface Listener {
  readonly socket: Socket;
  /** The position of the latest message. */
  position: number;
  gaps: number;
}

async function listen(): Promise<Listener> {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET /hackathon/stream?channels=${CHANNEL} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  await once(socket, 'readable');
  const listener: Listener = { socket, position: 0, gaps: 0 };
  let rest = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const text = rest + chunk;
    let end = 0;
    for (const match of text.matchAll(/\nid: (\d+)\nevent: /g)) {
      const position = Number(match[1]);
      if (position !== listener.position + 1) listener.gaps += 1;
      listener.position = position;
      end = match.index + match[0].length;
    }
    // The beginning of what is looked for may be what came last.
    rest = text.slice(Math.max(end, text.length - 40));
  });
  return listener;
}

async function tellBatch(first: number): Promise<void> {
  const batch = Array.from({ length: BATCH }, (_, index) => ({
    name: 'save',
    channel: CHANNEL,
    data: JSON.stringify({ number: first + index, text: 'x'.repeat(9_900) }),
  }));
  await trigger(server.url, batch);
}

/** Bytes of memory that the server has. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

async function gauge(name: string): Promise<number> {
  const page = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(page)?.[1]);
}

describe(`of ${READERS} readers ${STOPPED} stop reading`, () => {
  test('they are dropped, the others lose nothing, and the server hardly grows', async () => {
    const listeners: Listener[] = [];
    while (listeners.length < READERS) listeners.push(...(await Promise.all(Array.from({ length: 50 }, listen))));
    expect(await gauge('quintet_sse_readers')).toBe(READERS);
    const stopped = listeners.slice(0, STOPPED);
    const reading = listeners.slice(STOPPED);

    const everybodyHas = async (count: number): Promise<void> => {
      const all = async (): Promise<boolean> => reading.every(({ position }) => position >= count);
      expect(await eventually(all, 60_000)).toBe(true);
    };
    for (let told = 0; told < WARM_UP; told += BATCH) {
      await tellBatch(told);
      await everybodyHas(told + BATCH);
    }
    for (const { socket } of stopped) socket.pause();
    const before = await memory();
    let most = 0;
    for (let told = WARM_UP; told < MESSAGES; told += BATCH) {
      await tellBatch(told);
      await everybodyHas(told + BATCH);
      most = Math.max(most, await memory());
    }
    expect(await eventually(async () => (await gauge('quintet_sse_readers_dropped')) === STOPPED, 60_000)).toBe(true);
    expect(await gauge('quintet_sse_readers')).toBe(READERS - STOPPED);
    expect(reading.map(({ gaps }) => gaps).filter((gaps) => gaps > 0)).toEqual([]);
    expect(reading.every(({ position, socket }) => position === MESSAGES && !socket.destroyed)).toBe(true);
    expect(most - before).toBeLessThan(LARGEST_GROWTH);
    for (const { socket } of listeners) socket.destroy();
  });
});
