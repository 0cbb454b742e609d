import { Agent, request as httpRequest } from 'node:http';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inForm, logIn, newUser, send, stranger, type Answer, type Client } from '../support/client.ts';
import { makeDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, freePort, makeDirectory, startHere, startProcess, type ServerProcess } from '../support/server.ts';
import { openProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { fillBucket } from '../support/world.ts';

/** The same user, at another server on the same database. */
function at({ base }: { readonly base: string }, { token, email, password }: Client): Client {
  return stranger(base, { token, email, password });
}

/** Milliseconds until a server refuses a token. */
async function untilRefused(server: { readonly base: string }, client: Client): Promise<number> {
  const start = performance.now();
  const isRefused = async (): Promise<boolean> => {
    const { status, body } = await at(server, client).ask('GET /bucketlists');
    if (status === 401) expect(body.message).toBe('Token was Blacklisted, Please login In');
    return status === 401;
  };
  expect(await eventually(isRefused, 3_000, 10)).toBe(true);
  return performance.now() - start;
}

describe.skipIf(!postgresIsThere)('two servers on one PostgreSQL', () => {
  let database: TestDatabase;
  let one: ServerProcess;
  let two: ServerProcess;
  beforeAll(async () => {
    database = await makeDatabase();
    await database.query(`ALTER DATABASE ${database.name} SET timezone = 'Asia/Tokyo'`);
    const variables = { DATABASE_URL: database.url, QUINTET_LOGIN_LIMIT: '6/900' };
    // both find an empty database, and both migrate it
    [one, two] = await Promise.all([
      startProcess({ ...variables, TZ: 'America/New_York' }),
      startProcess({ ...variables, TZ: 'Asia/Kolkata' }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.end('SIGKILL'), two?.end('SIGKILL')]);
    await database?.drop();
  });

  test('what one writes the other shows, with the same dates, in UTC', async () => {
    const ann = await newUser(one.base);
    const { bucket } = await fillBucket(ann);
    const here = await ann.ask(`GET /bucketlists/${bucket}/items`);
    const there = await at(two, ann).ask(`GET /bucketlists/${bucket}/items`);
    expect(there.body).toEqual(here.body);
    expect(Math.abs(Date.parse(`${here.body.items?.[0]?.createdAt}Z`) - Date.now())).toBeLessThan(5_000);
    const { body: edited } = await at(two, ann).ask(`PUT /bucketlists/${bucket}`, { json: { name: 'Cooking' } });
    expect(Math.abs(Date.parse(edited.modifiedAt ?? '') - Date.now())).toBeLessThan(5_000);
  });

  test('a token that is logged out at one is refused by it at once, and by the other within a second', async () => {
    const ann = await newUser(one.base);
    expect((await at(two, ann).ask('GET /bucketlists')).status).toBe(200);
    await ann.ask('POST /auth/logout');
    expect((await ann.ask('GET /bucketlists')).status).toBe(401);
    expect(await untilRefused(two, ann)).toBeLessThan(1_000);
  });

  test('a change of password at one ends tokens at the other within a second, but for the one', async () => {
    const ann = await newUser(one.base);
    const elsewhere = await logIn(at(two, ann));
    expect((await elsewhere.ask('GET /bucketlists')).status).toBe(200);
    await ann.ask('POST /auth/reset/password', {
      json: { oldPassword: '123456', newPassword: 'another', passwordConfirmation: 'another' },
    });
    expect(await untilRefused(two, elsewhere)).toBeLessThan(1_000);
    expect((await at(two, ann).ask('GET /bucketlists')).status).toBe(200);
  });

  test('a server whose connections were just ended still refuses within a second what the other logs out', async () => {
    const users = await Promise.all([newUser(one.base), newUser(one.base), newUser(one.base)]);
    for (const user of users) {
      await database.endConnections();
      expect(await eventually(async () => (await user.ask('POST /auth/logout')).status !== 503, 3_000)).toBe(true);
      const start = performance.now();
      await eventually(async () => (await at(two, user).ask('GET /bucketlists')).status === 401, 3_000, 10);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });

  test('failed logins count for both together', async () => {
    const ann = await newUser(one.base);
    const wrong = (server: ServerProcess): Promise<Answer> =>
      stranger(server.base).ask('POST /auth/login', { json: { email: ann.email, password: 'wrong one' } });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => wrong(index % 2 ? one : two)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
    for (const server of [one, two]) {
      const right = await stranger(server.base).ask('POST /auth/login', {
        json: { email: ann.email, password: '123456' },
      });
      expect(right.status).toBe(429);
    }
  });

  test('a name that is registered at both at once is given away once', async () => {
    const email = `both-${Date.now()}@example.com`;
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        stranger((index % 2 ? one : two).base).ask('POST /auth/register', { json: { email, password: '123456' } }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400, 400, 400]);
  });

  test('ended connections cost a few 503 at most, and nothing that was acknowledged', async () => {
    const ann = await newUser(one.base);
    const statuses: number[] = [];
    let isOver = false;
    const work = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        for (const request of ['POST /bucketlists', 'GET /bucketlists?limit=1']) {
          const { status, headers } = await ann.ask(
            request,
            request.startsWith('POST') ? { json: { name: 'Travel' } } : {},
          );
          statuses.push(status);
          if (status === 503) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/u);
        }
      }
    });
    for (let round = 0; round < 3; round += 1) {
      await sleep(150);
      await database.endConnections();
    }
    await sleep(300);
    isOver = true;
    await Promise.all(work);

    expect(new Set(statuses).isSubsetOf(new Set([200, 201, 503]))).toBe(true);
    expect(statuses.filter((status) => status === 503).length).toBeLessThan(60);
    expect(statuses.slice(-10)).not.toContain(503);
    const { body } = await ann.ask('GET /bucketlists?limit=1');
    // one whose answer was lost may be there all the same
    expect(body.count).toBeGreaterThanOrEqual(statuses.filter((status) => status === 201).length);
    expect(one.process.exitCode).toBeNull();
  });
});

describe.skipIf(!postgresIsThere)('a database that is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: Awaited<ReturnType<typeof startHere>>;
  let ann: Client;
  let bucket: number;
  beforeAll(async () => {
    database = await makeDatabase();
    proxy = await openProxy(database.url);
    server = await startHere({ DATABASE_URL: proxy.url }, 'PGlite');
    ann = await newUser(server.base);
    ({ bucket } = await fillBucket(ann));
  }, 60_000);
  afterAll(async () => {
    await proxy?.mend();
    await server?.stop();
    await proxy?.close();
    await database?.drop();
  });

  const requests = (): (() => Promise<Answer>)[] => [
    () => ann.ask('GET /bucketlists'),
    () => ann.ask('POST /bucketlists', { json: { name: 'Lost' } }),
    () => ann.ask(`PUT /bucketlists/${bucket}`, { json: { name: 'Lost' } }),
    () => ann.ask(`DELETE /bucketlists/${bucket}`),
    () => ann.ask(`GET /bucketlists/${bucket}/items?q=b`),
    () => stranger(server.base).ask('POST /auth/register', { json: { email: 'lost@example.com', password: '123456' } }),
    () => stranger(server.base).ask('POST /auth/login', { json: { email: ann.email, password: ann.password } }),
    () => ann.ask('POST /auth/logout'),
  ];

  async function expectUnavailable(milliseconds: number): Promise<void> {
    const start = performance.now();
    for (const { status, headers, body } of await Promise.all(requests().map((ask) => ask()))) {
      expect([status, body.status]).toEqual([503, 'failed']);
      expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/u);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(body.message).not.toMatch(/postgres|ECONN|connection|5432/iu);
    }
    expect(performance.now() - start).toBeLessThan(milliseconds);
    expect((await send('GET', `${server.url}/livez`)).status).toBe(200);
  }

  async function expectRecovered(): Promise<void> {
    const works = async (): Promise<boolean> => (await ann.ask('GET /bucketlists')).status === 200;
    expect(await eventually(works, 5_000)).toBe(true);
    expect(await eventually(async () => (await send('GET', `${server.url}/readyz`)).status === 200, 5_000)).toBe(true);
    const { body } = await ann.ask('GET /bucketlists');
    expect(body.buckets?.map(({ name }) => name)).toEqual(['Travel']);
    expect((await ann.ask(`PUT /bucketlists/${bucket}`, { json: { name: 'Travel' } })).status).toBe(201);
    await logIn(ann);
  }

  test('is 503 at once while it is stopped, and is found again', async () => {
    await proxy.cut();
    await expectUnavailable(3_000);
    expect(await eventually(async () => (await send('GET', `${server.url}/readyz`)).status === 503, 5_000)).toBe(true);
    // what needs no database is answered as ever
    expect((await ann.ask('GET /bucketlists/x')).status).toBeLessThan(504);
    expect((await stranger(server.base).ask('GET /bucketlists')).status).toBe(401);
    expect((await send('GET', `${server.url}/bucketlist`)).status).toBe(200);
    await proxy.mend();
    await expectRecovered();
  });

  test('is 503 and no hang while the network to it is gone', async () => {
    proxy.hang();
    await expectUnavailable(10_000);
    await proxy.mend();
    await expectRecovered();
  });

  test('is waited for at the start, with 503 in the API’s form until it is there', async () => {
    await proxy.cut();
    const port = await freePort();
    const starting = startHere({ DATABASE_URL: proxy.url, PORT: String(port) }, 'PGlite');
    const url = `http://127.0.0.1:${port}`;
    expect(await eventually(async () => (await send('GET', `${url}/livez`)).status === 200, 5_000)).toBe(true);
    expect((await send('GET', `${url}/readyz`)).status).toBe(503);
    const early = await inForm(await send('GET', `${url}/bucketlist/v1/bucketlists`));
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toMatch(/^[1-9]\d*$/u);
    await proxy.mend();
    const started = await starting;
    expect((await at(started, ann).ask('GET /bucketlists')).status).toBe(200);
    await started.stop();
  });
});

test.skipIf(!postgresIsThere)('four servers that start at once on an empty database all come up', async () => {
  const database = await makeDatabase();
  const servers = await Promise.all(
    Array.from({ length: 4 }, () => startHere({ DATABASE_URL: database.url }, 'PGlite')),
  );
  const [first] = servers;
  const ann = await newUser(first?.base ?? '');
  for (const server of servers) expect((await at(server, ann).ask('GET /bucketlists')).status).toBe(200);
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

describe('a server that is told to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s loses no request that is under way',
    async (signal) => {
      const database = postgresIsThere ? await makeDatabase() : undefined;
      const server = await startProcess(database ? { DATABASE_URL: database.url } : {});
      const ann = await newUser(server.base);
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      const outcomes: (number | string)[] = [];
      let isOver = false;
      const isStopping = (): boolean => server.process.killed;
      // connections that are kept, requests of 20 ms and of 1 ms
      const work = Array.from({ length: 8 }, async (_, index) => {
        while (!isOver) {
          const outcome = await ask(server, agent, index % 2 ? 'login' : 'bucket', ann, isStopping);
          outcomes.push(outcome);
          if (outcome === 'refused') return;
        }
      });
      const slow = slowRequest(server, ann);

      await sleep(300);
      const start = performance.now();
      const ended = server.end(signal);
      await sleep(150);
      // a body of which half had come
      slow.finish();
      expect(await slow.answer).toMatch(/^HTTP\/1\.1 201 /u);
      expect(await ended).toBe(0);
      expect(performance.now() - start).toBeLessThan(10_000);
      isOver = true;
      await Promise.all(work);
      agent.destroy();

      expect(outcomes.length).toBeGreaterThan(20);
      expect(outcomes.filter((outcome) => ![200, 201, 'refused'].includes(outcome))).toEqual([]);
      await database?.drop();
    },
    30_000,
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
  const directory = await makeDirectory();
  const variables = { QUINTET_DATA_DIR: directory.path, QUINTET_JWT_SECRET: '' };
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
  await sleep(400);
  expect(await first.end('SIGKILL')).toBe('SIGKILL');
  await Promise.all(work);
  expect(acknowledged.length).toBeGreaterThan(5);

  const second = await startProcess(variables);
  try {
    for (const id of acknowledged.slice(-40))
      expect((await at(second, ann).ask(`GET /bucketlists/${id}`)).status).toBe(200);
    const { body } = await at(second, ann).ask('GET /bucketlists?limit=1');
    expect(body.count).toBeGreaterThanOrEqual(acknowledged.length);
    await logIn(at(second, ann));
    for (const path of await secretsIn(directory.path))
      expect([path, (await stat(path)).mode & 0o077]).toEqual([path, 0]);
  } finally {
    await second.end('SIGTERM');
    await directory.remove();
  }
}, 60_000);

/** The files in which a data directory keeps what was generated. */
async function secretsIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /secret|key|jwt/iu.test(entry.name))
    .map(({ name }) => join(directory, name));
  expect(paths.length).toBeGreaterThan(0);
  return paths;
}

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
