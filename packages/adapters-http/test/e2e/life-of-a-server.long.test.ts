import { readdir, stat } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { at, logIn, newUser, type Client } from '../support/client.ts';
import { eventually, makeStorage, SECRET, startHere, startProcess, type ServerProcess } from '../support/server.ts';

describe('a server that is told to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s loses no request that is under way',
    async (signal) => {
      const storage = await makeStorage();
      const server = await startProcess(storage.variables);
      const ann = await newUser(server.base);
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      const outcomes: (number | string)[] = [];
      const over = new AbortController();
      const isStopping = (): boolean => server.process.killed;
      // connections that are kept, requests of 20 ms and of 1 ms
      const work = Array.from({ length: 8 }, async (_, index) => {
        while (!over.signal.aborted) {
          const outcome = await ask(server, agent, index % 2 ? 'login' : 'bucket', ann, isStopping);
          outcomes.push(outcome);
          if (outcome === 'refused') return;
        }
      });
      const slow = slowRequest(server, ann);

      expect(await eventually(async () => outcomes.length > 40, 30_000)).toBe(true);
      const start = performance.now();
      const ended = server.end(signal);
      await sleep(150);
      // a body of which half had come
      slow.finish();
      expect(await slow.answer).toMatch(/^HTTP\/1\.1 201 /u);
      expect(await ended).toBe(0);
      expect(performance.now() - start).toBeLessThan(10_000);
      over.abort();
      await Promise.all(work);
      agent.destroy();

      expect(outcomes.filter((outcome) => ![200, 201, 'refused'].includes(outcome))).toEqual([]);
      await storage.remove();
    },
    60_000,
  );
});

/**
 * One request on a kept connection: its status, or the error's code. `refused`: a new connection to a server that
 * stops was not taken; when it stops listening, the kernel resets those that it had not handed over yet.
 */
function ask(
  server: ServerProcess,
  agent: Agent,
  what: 'login' | 'bucket',
  client: Client,
  isStopping: () => boolean,
): Promise<number | string> {
  const mayBeRefused = isStopping();
  const body = JSON.stringify(
    what === 'login' ? { email: client.email, password: client.password } : { name: 'Travel' },
  );
  return new Promise((resolve) => {
    const sent = httpRequest(`${server.base}${what === 'login' ? '/auth/login' : '/bucketlists'}`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${client.token}`,
        'content-length': body.length,
      },
    });
    sent.on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const isRefused = error.code === 'ECONNREFUSED' || (error.code === 'ECONNRESET' && !sent.reusedSocket);
      resolve(mayBeRefused && isRefused ? 'refused' : (error.code ?? error.message));
    });
    sent.end(body);
  });
}

/** Half a request, and the rest of it when that is wanted. */
function slowRequest(server: ServerProcess, client: Client): { finish(): void; readonly answer: Promise<string> } {
  const { port, pathname } = new URL(`${server.base}/bucketlists`);
  const socket = connect(Number(port), '127.0.0.1');
  const body = '{"name":"Slowly"}';
  const lines = [
    'Host: x',
    `Authorization: Bearer ${client.token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text));
    socket.on('error', (error) => resolve(String(error)));
  });
  return { finish: () => void socket.write(body.slice(5)), answer };
}

test('a server that is killed keeps on disk all that it acknowledged, and its secrets', async () => {
  const storage = await makeStorage('PGlite');
  const variables = { ...storage.variables, QUINTET_JWT_SECRET: '' };
  const first = await startProcess(variables);
  const ann = await newUser(first.base);
  const acknowledged: number[] = [];
  const work = Array.from({ length: 3 }, async () => {
    for (;;) {
      const answer = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } }).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status === 201) acknowledged.push(Number(answer.body.id));
    }
  });
  expect(await eventually(async () => acknowledged.length > 20, 60_000)).toBe(true);
  expect(await first.end('SIGKILL')).toBe('SIGKILL');
  await Promise.all(work);

  const second = await startProcess(variables);
  try {
    for (const id of acknowledged.slice(-40))
      expect((await at(second, ann).ask(`GET /bucketlists/${id}`)).status).toBe(200);
    const { body } = await at(second, ann).ask('GET /bucketlists?limit=1');
    expect(body.count).toBeGreaterThanOrEqual(acknowledged.length);
    await logIn(at(second, ann));
    for (const path of await secretsIn(storage.variables['QUINTET_DATA_DIR'] ?? ''))
      expect([path, (await stat(path)).mode & 0o077]).toEqual([path, 0]);
  } finally {
    await second.end('SIGTERM');
    await storage.remove();
  }
}, 120_000);

/** The files in which a data directory keeps what was generated. */
async function secretsIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /secret|key|jwt/iu.test(entry.name))
    .map(({ name }) => join(directory, name));
  expect(paths.length).toBeGreaterThan(0);
  return paths;
}

test('the log has no password, no token and no secret in it, however much is logged', async () => {
  const storage = await makeStorage();
  const server = await startProcess({ ...storage.variables, QUINTET_LOG_LEVEL: 'trace' });
  const password = 'pass-phrase-of-ann';
  const ann = await newUser(server.base, 'ann@example.com', password);
  await logIn(ann);
  await ann.ask('POST /auth/login', { json: { email: 'ann@example.com', password: `${password}!` } });
  await ann.ask('POST /auth/login', { text: `{"email":"ann@example.com","password":"${password}"` });
  await ann.ask('POST /auth/reset/password', {
    json: { oldPassword: password, newPassword: `${password}?`, passwordConfirmation: `${password}?` },
  });
  await ann.ask('GET /bucketlists');
  await ann.ask('POST /auth/logout');
  await server.end('SIGTERM');
  await storage.remove();

  expect(server.output()).toContain('/bucketlist/v1/auth/login');
  for (const secret of [password, ann.token, ann.token.split('.')[2] ?? '', SECRET]) {
    expect(server.output()).not.toContain(secret);
  }
}, 120_000);

test("an adapter of one's own, named by its path, takes the place of a port", async () => {
  const path = fileURLToPath(new URL('../support/adapters/frozen-clock.ts', import.meta.url));
  const server = await startHere({ QUINTET_ADAPTERS: `@quintet/adapters-db,@quintet/adapters-notify,${path}` });
  const ann = await newUser(server.base);
  const { body: made } = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } });
  expect(made).toEqual({
    status: 'success',
    id: made.id,
    name: 'Travel',
    createdAt: 'Wed, 23 Aug 2017 10:14:52 GMT',
    modifiedAt: 'Wed, 23 Aug 2017 10:14:52 GMT',
  });
  const { body: shown } = await ann.ask(`GET /bucketlists/${made.id}`);
  expect(shown.bucket?.createdAt).toBe('2017-08-23T10:14:52.942000');
  await server.stop();
});
