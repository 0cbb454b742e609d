import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresIsThere } from '../support/postgres.ts';
import { startHere, type RunningServer } from '../support/server.ts';
import { NEW_CHANNEL, NEW_INSTAGRAM } from '../support/instagram.ts';

/** What somebody may send in the place of anything. */
const HOSTILE: readonly unknown[] = [
  null,
  0,
  1.5,
  1e308,
  '',
  'a\0b',
  '\uD800',
  'x'.repeat(300),
  '😀'.repeat(255),
  [],
  {},
  { min: 1 },
  { like: Number.MAX_VALUE },
  { __proto__: { x: 1 }, constructor: 1 },
];

const HOSTILE_IDS = [
  '0',
  '-1',
  '1.5',
  'x',
  '%00',
  '%',
  '9'.repeat(40),
  '9223372036854775808',
  'null',
  '1 OR 1=1',
  '..%2f1',
];

describe.skipIf(!postgresIsThere)('hostile requests to the instagram API, on PostgreSQL', () => {
  let server: RunningServer;
  let token = '';
  beforeAll(async () => {
    server = await startHere({ QUINTET_APIS: 'instagram' }, 'PostgreSQL');
    const user = { username: 'user@example.com', password: 'password' };
    await send('POST /signup', user);
    token = String((await send('POST /login', user)).body['token']);
    await send('POST /instagrams', NEW_INSTAGRAM);
    await send('POST /instagram/1/channels', NEW_CHANNEL);
  }, 60_000);
  afterAll(() => server?.stop());

  async function send(
    request: string,
    json?: unknown,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const [method = '', ...path] = request.split(' ');
    const response = await fetch(`${server.url}/instagram/api/v1${path.join(' ')}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** A clear answer: it was understood, or it says what is wrong; a bug is neither. */
  function expectClear(shown: unknown, { status, body }: Awaited<ReturnType<typeof send>>): void {
    expect([200, 400, 401, 404, 429], JSON.stringify([shown, body])).toContain(status);
    if (status === 200) return;
    expect(body['code'], JSON.stringify([shown, body])).not.toBe(9999);
    expect(body['message']).toMatch(/\S/u);
  }

  test.each([
    ['POST /signup', { username: 'new@example.com', password: 'x' }],
    ['POST /login', { username: 'new@example.com', password: 'x' }],
    ['PUT /instagrams/1', { ...NEW_INSTAGRAM, password: '********' }],
    ['POST /instagrams', { ...NEW_INSTAGRAM, password: 'wrong-password' }],
    ['PUT /instagram/1/channels/1', NEW_CHANNEL],
    ['POST /instagram/1/channels', NEW_CHANNEL],
  ])(
    '%s, whatever a field is',
    async (request, good) => {
      for (const value of HOSTILE) {
        expectClear([request, value], await send(request, value));
        const fields = Object.keys(good).map((field) => send(request, { ...good, [field]: value }));
        for (const answer of await Promise.all(fields)) expectClear([request, value], answer);
      }
    },
    60_000,
  );

  test('whatever an id is', async () => {
    const routes = ['', '/start', '/stop'].flatMap((end) => [
      (id: string) => `GET /instagrams/${id}${end}`,
      (id: string) => `GET /instagram/${id}/channels/${id}${end}`,
      (id: string) => `GET /instagram/1/channels/${id}${end}`,
    ]);
    const others = [
      (id: string) => `DELETE /instagrams/${id}`,
      (id: string) => `DELETE /instagram/1/channels/${id}`,
      (id: string) => `GET /instagram/${id}/stats`,
      (id: string) => `GET /instagram/1/stats?from=${id}`,
      (id: string) => `GET /instagram/1/journal?after=${id}&limit=${id}`,
    ];
    for (const id of HOSTILE_IDS) {
      for (const route of [...routes, ...others]) expectClear(route(id), await send(route(id)));
    }
    expectClear('a day that is none', await send('GET /instagram/1/stats?from=2026-99-99'));
    expect((await send('GET /instagrams/1')).status).toBe(200);
  }, 60_000);
});
