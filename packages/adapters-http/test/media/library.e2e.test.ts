import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, type Sent } from '../support/client.ts';
import { mediaClient, newMediaUser, type ElementBody, type MediaClient } from '../support/media.ts';
import { startHere, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let user: MediaClient;
beforeAll(async () => {
  server = await startHere({ QUINTET_APIS: 'media', QUINTET_LOGIN_LIMIT: '3/900' });
});
afterAll(() => server?.stop());

const MEDIA = '/user/{user}/media';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

async function begin(): Promise<void> {
  user = await newMediaUser(`${server.url}/media`);
}

/** A request without a look at the answer's form. */
function raw(path: string, headers: Record<string, string> = {}, sent: Sent = {}, method = 'GET'): Promise<Response> {
  const url = `${user.base}/user/${user.username}/media${path}`;
  return send(method, url, { authorization: `JWT ${user.token}`, headers, ...sent });
}

describe('the tag of a list', () => {
  test('lets a client be told that nothing has changed, until something has', async () => {
    await begin();
    const element = await user.put({ name: 'Dune' });
    for (const query of ['', '?medium=other', '?q=dune', '?page=1&limit=5']) {
      const first = await raw(query);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"\d+"$/u);
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      for (const known of [etag, `W/${etag}`, `"1", ${etag}`, '*']) {
        const again = await raw(query, { 'if-none-match': known });
        expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      for (const known of ['"1"', '"x"', etag.slice(1, -1), '']) {
        expect((await raw(query, { 'if-none-match': known })).status).toBe(200);
      }
    }
    const changes: readonly (() => Promise<unknown>)[] = [
      () => user.put({ id: element.id, name: 'Emma' }),
      () => user.put({ name: 'Alien' }),
      () => user.ask(`PUT ${MEDIA}`, { json: [{ id: element.id, order: 4 }] }),
      () => user.ask(`DELETE ${MEDIA}`, { json: { id: element.id } }),
      () => user.ask(`POST ${MEDIA}/import`, { json: [{ name: 'Solaris' }] }),
    ];
    let etag = (await raw('')).headers.get('etag') ?? '';
    for (const change of changes) {
      await change();
      const after = await raw('', { 'if-none-match': etag });
      expect(after.status).toBe(200);
      expect(((await after.json()) as { data: unknown }).data).toEqual(await user.list());
      expect(after.headers.get('etag')).not.toBe(etag);
      etag = after.headers.get('etag') ?? '';
    }
  });

  test('does not change with what is refused, or is another user’s', async () => {
    await begin();
    await user.put({ name: 'Dune' });
    const etag = (await raw('')).headers.get('etag') ?? '';
    await user.ask(`PUT ${MEDIA}`, { json: [{ name: 'good' }, { name: '' }] });
    await user.ask(`DELETE ${MEDIA}`, { json: { id: 0 } });
    await (await newMediaUser(user.base)).put({ name: 'x' });
    expect((await raw('', { 'if-none-match': etag })).status).toBe(304);
  });

  test('is looked at after the token', async () => {
    await begin();
    const url = `${user.base}/user/${user.username}/media`;
    expect((await send('GET', url, { headers: { 'if-none-match': '*' } })).status).toBe(401);
  });
});

describe('pages', () => {
  test('carry how many elements there are, and where the other pages are', async () => {
    await begin();
    const names = Array.from({ length: 7 }, (_, index) => ({ name: `${index}`, medium: 'film' }));
    await user.ask(`PUT ${MEDIA}`, { json: names });
    const read = async (query: string) => {
      const { headers } = await raw(query);
      const links = [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/gu)];
      return {
        total: headers.get('x-total-count'),
        links: Object.fromEntries(links.map(([, url, rel]) => [rel, url])),
      };
    };
    const base = `${user.base}/user/${user.username}/media`;
    const page = (number: number): string => `${base}?medium=film&page=${number}&limit=3`;
    expect(await read('?medium=film&page=2&limit=3')).toEqual({
      total: '7',
      links: { first: page(1), prev: page(1), next: page(3), last: page(3) },
    });
    expect((await read('?medium=film&page=3&limit=3')).links).toEqual({ first: page(1), prev: page(2), last: page(3) });
    expect(await read('?medium=film')).toEqual({ total: null, links: {} });
    expect(await read('?page=1&limit=100&q=nothing')).toMatchObject({ total: '0' });
  });

  test('of the server’s own cache hold what was stored meanwhile', async () => {
    await begin();
    for (let round = 0; round < 3; round += 1) {
      await user.put({ name: `${round}` });
      for (const query of ['', '?limit=100', '?medium=other', '?q=']) {
        const { body } = await user.ask(`GET ${MEDIA}${query}`);
        expect((body.data as ElementBody[]).map(({ name }) => Number(name))).toEqual(
          Array.from({ length: round + 1 }, (_, index) => index),
        );
      }
    }
  });
});

describe('history and statistics', () => {
  test('tell when elements were started and finished', async () => {
    await begin();
    const { id } = await user.put({ name: 'Dune', medium: 'literature' });
    await user.put({ name: 'Alien', medium: 'film', order: -1 });
    for (const consumed_state of ['started', 'finished', 'started', 'finished', 'finished']) {
      await user.put({ id, consumed_state });
    }
    const { status, body } = await user.ask(`GET ${MEDIA}/history`);
    const [alien, dune] = body.data as [Record<string, unknown>, Record<string, unknown>];
    expect(status).toBe(200);
    expect(alien).toMatchObject({ name: 'Alien', started_at: null, finished_at: null, changes: [] });
    expect(Object.keys(dune)).toEqual([
      'id',
      'name',
      'medium',
      'consumed_state',
      'started_at',
      'finished_at',
      'changes',
    ]);
    const changes = dune['changes'] as { from: string; to: string; at: string }[];
    expect(changes.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'not started > started',
      'started > finished',
      'finished > started',
      'started > finished',
    ]);
    for (const { at } of changes) expect(at).toMatch(ISO);
    expect([dune['started_at'], dune['finished_at']]).toEqual([changes[0]?.at, changes[3]?.at]);
    expect((await user.ask(`GET ${MEDIA}/history?id=${id}`)).body.data).toEqual([dune]);
    expect((await user.ask(`GET ${MEDIA}/history?medium=film`)).body.data).toEqual([alien]);
    expect((await raw('/history?limit=1')).headers.get('x-total-count')).toBe('2');
    for (const wrong of ['x', '1.5', '2147483648', '']) {
      const { status, body } = await user.ask(`GET ${MEDIA}/history?id=${wrong}`);
      expect([status, body.message]).toEqual([422, 'id parameter must be type integer']);
    }

    const stats = (await user.ask(`GET ${MEDIA}/stats`)).body.data;
    const none = { 'not started': 0, started: 0, finished: 0 };
    expect(stats).toEqual({
      counts: { film: { ...none, 'not started': 1 }, audio: none, literature: { ...none, finished: 1 }, other: none },
      finished_per_month: { [(changes[3]?.at ?? '').slice(0, 7)]: 1 },
    });
  });
});

describe('import and export', () => {
  const CSV = `name,order,medium,consumed_state,description,started_at,finished_at
Dune,3,literature,finished,"by ""Frank"" Herbert,
1965",2025-01-01,2025-02-03T04:05:06+01:00
"Comma, and ""quote""",,film,,,,
=1+1,,,started,,,
`;
  const counts = { rows: 3, added: 3, updated: 0, unchanged: 0, dry_run: false };

  test('of CSV and JSON give what each other take, and twice is as once', async () => {
    await begin();
    const csv = { text: CSV, type: 'text/csv' };
    const dry = await user.ask(`POST ${MEDIA}/import?dry-run=yes`, csv);
    expect(dry.body).toEqual({
      success: true,
      message: 'dry run: nothing was stored',
      data: { ...counts, dry_run: true },
    });
    expect(await user.list()).toEqual([]);
    const { body } = await user.ask(`POST ${MEDIA}/import`, csv);
    expect(body).toEqual({ success: true, message: 'successfully imported media', data: counts });
    const again = await user.ask(`POST ${MEDIA}/import`, csv);
    expect(again.body.data).toEqual({ ...counts, added: 0, unchanged: 3 });
    const [dune] = (await user.ask(`GET ${MEDIA}/history?q=dune`)).body.data as [Record<string, unknown>];
    expect(dune).toMatchObject({ started_at: '2025-01-01T00:00:00.000Z', finished_at: '2025-02-03T03:05:06.000Z' });

    const elements = await user.list();
    const stats = (await user.ask(`GET ${MEDIA}/stats`)).body.data;
    for (const format of ['csv', 'json'] as const) {
      const file = await raw(`/export?format=${format}`);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="media.${format}"`);
      const sent = { text: await file.text(), type: file.headers.get('content-type') };
      const same = await user.ask(`POST ${MEDIA}/import`, sent);
      expect(same.body.data).toEqual({ ...counts, added: 0, unchanged: 3 });

      const other = await newMediaUser(user.base);
      expect((await other.ask(`POST ${MEDIA}/import`, sent)).body.data).toEqual(counts);
      const withoutIds = (list: readonly ElementBody[]) => list.map((element) => ({ ...element, id: 0 }));
      expect(withoutIds(await other.list())).toEqual(withoutIds(elements));
      expect((await other.ask(`GET ${MEDIA}/stats`)).body.data).toEqual(stats);
    }
  });

  test('with ids may change names, and finds no other user’s', async () => {
    await begin();
    await user.ask(`PUT ${MEDIA}`, { json: [{ name: 'a' }, { name: 'b' }] });
    const file = await (await raw('/export?ids=yes&format=csv')).text();
    const renamed = { text: file.replace(',a,', ',A,'), type: 'text/csv' };
    expect((await user.ask(`POST ${MEDIA}/import`, renamed)).body.data).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await user.list()).map(({ name }) => name)).toEqual(['A', 'b']);
    const other = await newMediaUser(user.base);
    const { status, body } = await other.ask(`POST ${MEDIA}/import`, renamed);
    const message = "logged in user doesn't have media with given id";
    expect([status, body.data]).toEqual([
      422,
      {
        errors: [
          { line: 2, message },
          { line: 3, message },
        ],
      },
    ]);
  });

  test('of faulty lines tell each, and store nothing', async () => {
    await begin();
    const csv = 'name,medium,order\nDune,film,\n"two\nlines",book,1\n\nx,film,1.5\ny\n,film,1\n';
    const { status, body } = await user.ask(`POST ${MEDIA}/import?format=csv`, { text: csv });
    expect([status, body]).toEqual([
      422,
      {
        success: false,
        message: '4 lines are faulty, nothing was imported',
        data: {
          errors: [
            { line: 3, message: "medium parameter must be 'film', 'audio', 'literature', or 'other'" },
            { line: 6, message: 'order parameter must be type integer' },
            { line: 7, message: '1 cells, where there are 3 columns' },
            { line: 8, message: 'name parameter must be 1 to 80 characters' },
          ],
        },
      },
    ]);
    const json = '[\n{"name":"Dune"},\n\n{"name":[1,{"a":[2]}]},\n5,{"name":"x",\n"order":"]"}\n]';
    expect((await user.ask(`POST ${MEDIA}/import`, { text: json })).body.data).toEqual({
      errors: [
        { line: 4, message: 'name parameter must be type string' },
        { line: 5, message: 'must be a JSON object' },
        { line: 5, message: 'order parameter must be type integer' },
      ],
    });
    expect(await user.list()).toEqual([]);
  });

  test.each([
    ['csv', '', 'the first line must name the columns'],
    [
      'csv',
      'title\nDune',
      'there is no column "title", only id, name, medium, consumed_state, description, order, started_at, finished_at',
    ],
    ['csv', 'name,name\nDune,x', 'the column name is there twice'],
    ['csv', 'order\n3', 'a column name or id is needed'],
    ['csv', 'name\n"Dune', 'Quote Not Closed'],
    [
      'csv',
      'name,started_at\nDune,yesterday',
      'started_at and finished_at must be ISO 8601 times that fit consumed_state',
    ],
    [
      'csv',
      'name,finished_at\nDune,2025-01-01',
      'started_at and finished_at must be ISO 8601 times that fit consumed_state',
    ],
    ['json', '', 'must be JSON'],
    ['json', '[{"name":"x"}', 'must be JSON'],
    ['json', '{"name":"x"}', 'must be a JSON array of objects'],
    ['json', '['.repeat(500_000), 'must be JSON'],
    ['json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'must be a JSON object'],
  ])('of %s that is no file of media is refused: %j', async (format, text, message) => {
    await begin();
    const { status, body } = await user.ask(`POST ${MEDIA}/import?format=${format}`, { text });
    const { errors } = body.data as { errors: readonly { message: string }[] };
    expect([status, errors.some((error) => error.message.startsWith(message))]).toEqual([422, true]);
  });

  test('with parameters that are none is refused', async () => {
    await begin();
    const ask = async (request: string) =>
      (await user.ask(request, request.startsWith('POST') ? { text: '[]' } : {})).body.message;
    expect(await ask(`POST ${MEDIA}/import?format=xml`)).toBe("format url parameter must be 'csv' or 'json'");
    expect(await ask(`GET ${MEDIA}/export?format=`)).toBe("format url parameter must be 'csv' or 'json'");
    expect(await ask(`POST ${MEDIA}/import?dry-run=1`)).toBe("dry-run url parameter must be 'yes' or 'no'");
    expect(await ask(`GET ${MEDIA}/export?ids=true`)).toBe("ids url parameter must be 'yes' or 'no'");
    const bytes = new Uint8Array([0x6e, 0xff]);
    const { status, body } = await user.ask(`POST ${MEDIA}/import`, { text: bytes, type: 'text/csv' });
    expect([status, body.message]).toEqual([422, 'request body must be text in UTF-8']);
  });

  test('of nothing imports nothing', async () => {
    await begin();
    const { body } = await user.ask(`POST ${MEDIA}/import`, { text: '[]' });
    expect(body.data).toEqual({ ...counts, rows: 0, added: 0 });
    expect(await (await raw('/export')).text()).toBe('[]\n');
  });
});

test('too many failed logins are refused, also with the right password', async () => {
  await begin();
  const stranger = mediaClient(user.base, user.username, '');
  const logIn = (password: string) => stranger.ask('POST /login', { json: { username: user.username, password } });
  for (let times = 0; times < 3; times += 1) expect((await logIn('wrong')).status).toBe(401);
  for (const password of ['wrong', user.password]) {
    const { status, body, headers } = await logIn(password);
    expect([status, body.message]).toEqual([429, 'Too many failed logins, try again later']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
});
