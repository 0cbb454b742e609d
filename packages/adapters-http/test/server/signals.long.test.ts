import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { emptyDirectory } from '../support/command.ts';
import { makeMigratedDatabase, postgresIsThere } from '../support/postgres.ts';
import { startProcess, type ServerProcess, type Variables } from '../support/server.ts';

const BODY = '{"email":"ann@example.com","password":"123456"}';

/** A request of which half the body has come: it is under way until the rest does. */
async function halfARequest({
  url,
}: ServerProcess): Promise<{ readonly socket: Socket; readonly answer: Promise<string> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = ['POST /bucketlist/v1/auth/register HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
  socket.write(`${head.join('\r\n')}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY.slice(0, 9)}`);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => {});
  const answer = once(socket, 'close').then(() => text);
  // Until the server has read the head.
  await sleep(200);
  return { socket, answer };
}

async function withServer(body: (server: ServerProcess) => Promise<void>, variables: Variables = {}): Promise<void> {
  const database = postgresIsThere ? await makeMigratedDatabase() : undefined;
  const server = await startProcess({ ...variables, ...(database && { DATABASE_URL: database.url }) });
  try {
    await body(server);
  } finally {
    if (server.process.exitCode === null) await server.end('SIGKILL');
    await database?.drop();
  }
}

describe('a server that is told to stop', () => {
  test('by the same signal twice at once, as a terminal and a package manager send it, stops once and well', () =>
    withServer(async (server) => {
      const { socket, answer } = await halfARequest(server);
      const end = server.end('SIGINT');
      server.process.kill('SIGINT');
      await sleep(50);
      server.process.kill('SIGINT');
      await sleep(100);
      expect(server.process.exitCode).toBeNull();
      socket.write(BODY.slice(9));
      expect(await answer).toMatch(/^HTTP\/1\.1 201 [^]*\r\nConnection: close\r\n/);
      expect(await end).toBe(0);
      expect(server.output()).toContain('"msg":"stopped"');
    }));

  test('ends at once by a second signal, with status 1', () =>
    withServer(async (server) => {
      const { answer } = await halfARequest(server);
      const end = server.end('SIGTERM');
      await sleep(700);
      expect(server.process.exitCode).toBeNull();
      const begun = performance.now();
      server.process.kill('SIGTERM');
      expect(await end).toBe(1);
      expect(performance.now() - begun).toBeLessThan(2_000);
      expect(await answer).toBe('');
    }));

  test('is not ready from then on, while it still answers', () =>
    withServer(async (server) => {
      const { socket, answer } = await halfARequest(server);
      const end = server.end('SIGTERM');
      await sleep(100);
      const ready = await fetch(`${server.url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping' }]);
      expect(ready.headers.get('connection')).toBe('close');
      expect((await fetch(`${server.url}/livez`)).status).toBe(200);
      socket.write(BODY.slice(9));
      expect(await answer).toMatch(/^HTTP\/1\.1 201 /);
      expect(await end).toBe(0);
      await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed');
    }));

  test('cuts off a request that does not come to an end, within ten seconds', () =>
    withServer(async (server) => {
      const { answer } = await halfARequest(server);
      const begun = performance.now();
      expect(await server.end('SIGTERM')).toBe(0);
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(await answer).toBe('');
      expect(server.output()).toContain('were cut off');
    }));
});

test('an error that nobody caught is logged, and ends the server with status 1', async () => {
  const directory = await emptyDirectory();
  const adapter = join(directory.path, 'thrower.mjs');
  await writeFile(
    adapter,
    `export const createAdapter = () => ({
      name: 'thrower',
      module: { load() {} },
      start: async () => void process.once('SIGWINCH', () => { throw new Error('nobody expected this'); }),
    });`,
  );
  await withServer(
    async (server) => {
      const end = once(server.process, 'exit');
      server.process.kill('SIGWINCH');
      expect(await end).toEqual([1, null]);
      expect(server.output()).toMatch(/"level":"fatal".*nobody expected this/);
      expect(server.output()).toContain('"msg":"stopped"');
    },
    { QUINTET_ADAPTERS: `@quintet/adapters-db,${adapter}` },
  );
  await directory.remove();
});
