import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, logIn, newUser, stranger, tally, type Answer, type Client } from '../support/client.ts';
import { makeDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, startHere, startProcess, type ServerProcess } from '../support/server.ts';
import { fillBucket } from '../support/world.ts';

/** Milliseconds for which a server goes on to take a token: from now to the last request that it answered. */
async function untilRefused(server: { readonly base: string }, client: Client): Promise<number> {
  const start = performance.now();
  let lastTaken = start;
  const isRefused = async (): Promise<boolean> => {
    const sent = performance.now();
    const { status, body } = await at(server, client).ask('GET /bucketlists');
    if (status === 200) lastTaken = sent;
    if (status === 401) expect(body.message).toBe('Token was Blacklisted, Please login In');
    return status === 401;
  };
  expect(await eventually(isRefused, 10_000, 10)).toBe(true);
  return lastTaken - start;
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
      expect(await eventually(async () => (await user.ask('POST /auth/logout')).status !== 503, 10_000)).toBe(true);
      expect(await untilRefused(two, user)).toBeLessThan(1_000);
    }
  });

  test('failed logins count for both together', async () => {
    const ann = await newUser(one.base);
    const wrong = (server: ServerProcess): Promise<Answer> =>
      stranger(server.base).ask('POST /auth/login', { json: { email: ann.email, password: 'wrong one' } });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => wrong(index % 2 ? one : two)));
    expect(tally(answers)).toEqual({ 401: 6, 429: 10 });
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
    expect(tally(answers)).toEqual({ 201: 1, 400: 5 });
  });

  test('ended connections cost a few 503 at most, and nothing that was acknowledged', async () => {
    const ann = await newUser(one.base);
    const statuses: number[] = [];
    const over = new AbortController();
    const work = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) {
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
    over.abort();
    await Promise.all(work);

    expect(statuses.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === 503).length).toBeLessThan(60);
    expect(statuses.slice(-10)).not.toContain(503);
    const { body } = await ann.ask('GET /bucketlists?limit=1');
    // one whose answer was lost may be there all the same
    expect(body.count).toBeGreaterThanOrEqual(statuses.filter((status) => status === 201).length);
    expect(one.process.exitCode).toBeNull();
  });
});

test.skipIf(!postgresIsThere)('four servers that start at once on an empty database all come up', async () => {
  const database = await makeDatabase();
  const servers = await Promise.all(Array.from({ length: 4 }, () => startHere({ DATABASE_URL: database.url })));
  const [first] = servers;
  const ann = await newUser(first?.base ?? '');
  for (const server of servers) expect((await at(server, ann).ask('GET /bucketlists')).status).toBe(200);
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});
