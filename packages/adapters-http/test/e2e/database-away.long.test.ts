import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, inForm, logIn, newUser, send, stranger, tally, type Answer, type Client } from '../support/client.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, freePort, startHere } from '../support/server.ts';
import { openProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { fillBucket } from '../support/world.ts';

describe.skipIf(!postgresIsThere)('a database that is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: Awaited<ReturnType<typeof startHere>>;
  let ann: Client;
  let bucket: number;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    proxy = await openProxy(database.url);
    server = await startHere({ DATABASE_URL: proxy.url });
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
    expect(await eventually(works, 15_000)).toBe(true);
    expect(await eventually(async () => (await send('GET', `${server.url}/readyz`)).status === 200, 15_000)).toBe(true);
    const { body } = await ann.ask('GET /bucketlists');
    expect(body.buckets?.map(({ name }) => name)).toEqual(['Travel']);
    expect((await ann.ask(`PUT /bucketlists/${bucket}`, { json: { name: 'Travel' } })).status).toBe(201);
    await logIn(ann);
  }

  test('is 503 at once while it is stopped, and is found again', async () => {
    await proxy.cut();
    await expectUnavailable(5_000);
    expect(await eventually(async () => (await send('GET', `${server.url}/readyz`)).status === 503, 15_000)).toBe(true);
    // what needs no database is answered as ever
    expect((await ann.ask('GET /bucketlists/x')).status).toBeLessThan(504);
    expect((await stranger(server.base).ask('GET /bucketlists')).status).toBe(401);
    expect((await send('GET', `${server.url}/bucketlist`)).status).toBe(200);
    await proxy.mend();
    await expectRecovered();
  });

  test('is 503 and no hang while the network to it is gone', async () => {
    proxy.hang();
    await expectUnavailable(15_000);
    await proxy.mend();
    await expectRecovered();
  });

  test('is 503 for those alone who wait for a lock that is not given back', async () => {
    const bob = await newUser(server.base);
    await fillBucket(bob);
    const held = await database.hold(`SELECT FROM bucket WHERE id = ${bucket} FOR UPDATE`);
    try {
      const start = performance.now();
      const waiting = ann.ask(`PUT /bucketlists/${bucket}`, { json: { name: 'Waited' } });
      expect((await bob.ask('GET /bucketlists')).status).toBe(200);
      expect((await ann.ask(`GET /bucketlists/${bucket}`)).status).toBe(200);
      const { status, headers } = await waiting;
      expect([status, headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/u)]);
      expect(performance.now() - start).toBeLessThan(8_000);
    } finally {
      await held.release();
    }
    await expectRecovered();
  });

  test('has fewer connections than there are requests, and serves them all', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        index % 3 === 0 ? ann.ask(`GET /bucketlists/${bucket}`) : ann.ask('GET /bucketlists'),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 300 });
  });

  test('is waited for at the start, with 503 in the API’s form until it is there', async () => {
    await proxy.cut();
    const port = await freePort();
    const starting = startHere({ DATABASE_URL: proxy.url, PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    expect(await eventually(async () => (await send('GET', `${url}/livez`)).status === 200, 15_000)).toBe(true);
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
