import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sent } from '../support/client.ts';
import { freshName, mediaClient, newMediaUser, type MediaClient } from '../support/media.ts';
import { startHere, type RunningServer } from '../support/server.ts';
import { damaged, resign } from '../support/tokens.ts';

let server: RunningServer;
let base: string;
let ann: MediaClient;
let bob: MediaClient;
let expired: string;
let revoked: string;
beforeAll(async () => {
  server = await startHere({ QUINTET_APIS: 'media' });
  base = `${server.url}/media`;
  [ann, bob] = [await newMediaUser(base), await newMediaUser(base)];
  const now = Math.floor(Date.now() / 1000);
  expired = await resign(ann.token, { iat: now - 20, exp: now - 10 });
  const { body } = await ann.ask('POST /login', { json: { username: ann.username, password: ann.password } });
  revoked = body.auth_token ?? '';
  await mediaClient(base, ann.username, revoked).ask('GET /logout');
});
afterAll(() => server?.stop());

const LISTED = 'successfully got media for the logged in user';
const PUT_ONE = 'successfully added/updated media element';
const PUT_MANY = 'successfully added/updated media elements';
const REMOVED = 'successfully deleted media element';
const MEDIA = '/user/{user}/media';

const NAME_OR_ID = "missing parameter 'name' or parameter 'id'";
const ID_TYPE = 'id parameter must be type integer';
const NAME_TYPE = 'name parameter must be type string';
const NAME_LENGTH = 'name parameter must be 1 to 80 characters';
const MEDIUM = "medium parameter must be 'film', 'audio', 'literature', or 'other'";
const STATE = "consumed_state parameter must be 'not started', 'started', or 'finished'";
const DESCRIPTION_TYPE = 'description parameter must be type string';
const DESCRIPTION_LENGTH = 'description parameter must be at most 500 characters';
const ORDER_TYPE = 'order parameter must be type integer';
const USERNAME = 'username parameter must be 1 to 255 characters';
const NOT_JSON = 'request body must be JSON';
const NO_OBJECT = 'request body must be a JSON object';
const NEITHER = 'request body must be a JSON object or an array of JSON objects';

async function answered(client: MediaClient, request: string, sent?: Sent): Promise<[number, string]> {
  const { status, body } = await client.ask(request, sent);
  return [status, body.message];
}

/** A user of a test's own. */
function newUser(): Promise<MediaClient> {
  return newMediaUser(base);
}

describe('registering and logging in', () => {
  const refused: readonly (readonly [body: unknown, message: string])[] = [
    [{}, "missing parameter 'username'"],
    [{ password: 'pass123' }, "missing parameter 'username'"],
    [{ username: 'JohnSmith' }, "missing parameter 'password'"],
    [{ username: 'JohnSmith', password: '' }, "missing parameter 'password'"],
    [{ username: '', password: 'pass123' }, USERNAME],
    [{ username: '   ', password: 'pass123' }, USERNAME],
    [{ username: null, password: 'pass123' }, USERNAME],
    [{ username: 7, password: 'pass123' }, USERNAME],
    [{ username: ['x'], password: 'pass123' }, USERNAME],
    [{ username: 'NUL \0', password: 'pass123' }, USERNAME],
    [{ username: 'x'.repeat(256), password: 'pass123' }, USERNAME],
    [{ username: 'JohnSmith', password: null }, 'password parameter must be type string'],
    [{ username: 'JohnSmith', password: 5 }, 'password parameter must be type string'],
    [{ username: 'JohnSmith', password: {} }, 'password parameter must be type string'],
    [{ username: 'JohnSmith', password: 'half \ud800' }, 'password parameter must be type string'],
    [{ username: 'JohnSmith', password: 'x'.repeat(1025) }, 'password parameter must be at most 1024 bytes'],
    [{ username: 'JohnSmith', password: 'ü'.repeat(513) }, 'password parameter must be at most 1024 bytes'],
    [[], NO_OBJECT],
    [[{ username: 'JohnSmith', password: 'pass123' }], NO_OBJECT],
    [null, NO_OBJECT],
    ['JohnSmith', NO_OBJECT],
  ];
  for (const [body, message] of refused) {
    test(`${JSON.stringify(body).slice(0, 60)} is refused: ${message}`, async () => {
      const stranger = mediaClient(base, freshName(), '');
      for (const route of ['POST /register', 'POST /login']) {
        expect(await answered(stranger, route, { json: body })).toEqual([422, message]);
      }
    });
  }

  test.each(['', ' ', '{', 'username=JohnSmith', '{"username":"x","password":"y"} x'])(
    '%j is no JSON',
    async (text) => {
      const stranger = mediaClient(base, freshName(), '');
      for (const route of ['POST /register', 'POST /login']) {
        expect(await answered(stranger, route, { text })).toEqual([422, NOT_JSON]);
      }
    },
  );

  test('gives a token beside the message', async () => {
    const username = freshName();
    const stranger = mediaClient(base, username, '');
    const json = { username, password: 'pass123' };
    const registered = await stranger.ask('POST /register', { json });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      success: true,
      message: 'user successfully registered',
      auth_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/u),
    });
    const loggedIn = await stranger.ask('POST /login', { json: { ...json, username: username.toUpperCase() } });
    expect([loggedIn.status, loggedIn.body.message]).toEqual([200, 'user successfully logged in']);
    for (const { body } of [registered, loggedIn]) {
      expect((await mediaClient(base, username, body.auth_token ?? '').ask(`GET ${MEDIA}`)).status).toBe(200);
    }
  });

  test('reads JSON of any content type, or of none', async () => {
    for (const type of [null, 'text/plain', 'application/x-www-form-urlencoded']) {
      const text = JSON.stringify({ username: freshName(), password: 'x' });
      const { status } = await mediaClient(base, '', '').ask('POST /register', { text, type });
      expect(status).toBe(201);
    }
  });

  test('tells a taken name, an unknown user and a wrong password', async () => {
    const stranger = mediaClient(base, ann.username, '');
    const json = { username: ann.username.toLowerCase(), password: 'other' };
    expect(await answered(stranger, 'POST /register', { json })).toEqual([422, 'username taken']);
    expect(await answered(stranger, 'POST /login', { json })).toEqual([401, 'incorrect password']);
    const unknown = { username: freshName(), password: 'other' };
    expect(await answered(stranger, 'POST /login', { json: unknown })).toEqual([422, "user doesn't exist"]);
  });

  test('logs out the token, and no other', async () => {
    const user = await newUser();
    const json = { username: user.username, password: user.password };
    const other = mediaClient(base, user.username, (await user.ask('POST /login', { json })).body.auth_token ?? '');
    expect(await answered(user, 'GET /logout')).toEqual([200, 'user successfully logged out']);
    for (const route of ['GET /logout', `GET ${MEDIA}`]) {
      expect(await answered(user, route)).toEqual([401, 'auth token blacklisted']);
    }
    expect((await other.ask(`GET ${MEDIA}`)).status).toBe(200);
  });
});

describe('every route that needs a login', () => {
  const routes = [
    'GET /logout',
    `GET ${MEDIA}`,
    `PUT ${MEDIA}`,
    `DELETE ${MEDIA}`,
    `GET ${MEDIA}/stats`,
    `GET ${MEDIA}/history`,
    `POST ${MEDIA}/import`,
    `GET ${MEDIA}/export`,
    'GET /user/nobody-at-all/media',
  ];
  const headers: readonly (readonly [what: string, header: () => string | null, status: number, message: string])[] = [
    ['no header', () => null, 401, 'no authorization header'],
    ['one word', () => ann.token, 422, 'authorization header malformed'],
    ['a scheme alone', () => 'JWT', 422, 'authorization header malformed'],
    ['three words', () => `JWT ${ann.token} x`, 422, 'authorization header malformed'],
    ['another scheme', () => `Basic ${ann.token}`, 422, 'authorization header malformed'],
    ['a token that is logged out', () => `JWT ${revoked}`, 401, 'auth token blacklisted'],
    ['a token that is logged out, as Bearer', () => `Bearer ${revoked}`, 401, 'auth token blacklisted'],
    ['a token whose time is over', () => `JWT ${expired}`, 401, 'signature expired'],
    ['no token', () => 'JWT x', 401, 'invalid token'],
    ['a forged token', () => `JWT ${damaged(ann.token, 2)}`, 401, 'invalid token'],
  ];
  for (const [what, header, status, message] of headers) {
    test(`answers ${what}: ${status} ${message}`, async () => {
      for (const route of routes) {
        const sent = { authorization: header(), ...(route.startsWith('GET') ? {} : { text: 'no JSON' }) };
        expect([route, ...(await answered(ann, route, sent))]).toEqual([route, status, message]);
      }
    });
  }

  test('accepts JWT and Bearer in any case', async () => {
    for (const scheme of ['JWT', 'jwt', 'Bearer', 'bearer', 'BEARER']) {
      const authorization = `${scheme} ${ann.token}`;
      expect((await ann.ask(`GET ${MEDIA}`, { authorization })).status).toBe(200);
    }
  });

  test("looks the path's user up, then compares, then looks at the rest", async () => {
    const [, ...own] = routes.filter((route) => route.includes('{user}'));
    for (const route of own) {
      const sent = route.startsWith('GET') ? {} : { text: 'no JSON' };
      const unknown = route.replace('{user}', 'nobody-at-all');
      const others = route.replace('{user}', encodeURIComponent(bob.username.toUpperCase()));
      expect([route, ...(await answered(ann, `${unknown}?medium=x`, sent))]).toEqual([
        route,
        422,
        "user doesn't exist",
      ]);
      expect([route, ...(await answered(ann, `${others}?medium=x`, sent))]).toEqual([
        route,
        401,
        'not logged in as this user',
      ]);
    }
  });

  test('matches the name in the path as a login does', async () => {
    for (const name of [ann.username.toLowerCase(), ann.username.toUpperCase()]) {
      expect((await ann.ask(`GET /user/${name}/media`)).status).toBe(200);
    }
    const odd = await newMediaUser(base, `Jöhn/ Smith?#%41 ${freshName()}`);
    expect((await odd.ask(`GET ${MEDIA}`)).status).toBe(200);
  });
});

describe('PUT', () => {
  test('gives a new element its defaults, and exactly its fields', async () => {
    const { status, body } = await (await newUser()).ask(`PUT ${MEDIA}`, { json: { name: 'medianame' } });
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: PUT_ONE,
        data: {
          id: expect.any(Number),
          name: 'medianame',
          medium: 'other',
          consumed_state: 'not started',
          description: '',
          order: 0,
        },
      },
    ]);
  });

  test('changes the fields that are present and leaves the others', async () => {
    const user = await newUser();
    const element = await user.put({ name: 'Dune', medium: 'film', description: 'x', order: 3 });
    const steps: readonly object[] = [
      { consumed_state: 'started' },
      { description: '' },
      { order: -(2 ** 31) },
      { name: 'x'.repeat(80), medium: 'literature' },
      {},
      { name: 'Dune' },
    ];
    const expected = { ...element };
    for (const step of steps) {
      Object.assign(expected, step);
      expect(await user.put({ id: element.id, ...step, unknown: 'field' })).toEqual(expected);
    }
    expect(await user.list()).toEqual([expected]);
  });

  // each row mends the fault of the one before, so that the order of checks is shown as well
  const refused: readonly (readonly [body: object, message: string])[] = [
    [{}, NAME_OR_ID],
    [{ medium: 'x', order: 'x' }, NAME_OR_ID],
    [{ id: 'x', name: 5, medium: 'x' }, ID_TYPE],
    [{ id: null, name: 'x' }, ID_TYPE],
    [{ id: true }, ID_TYPE],
    [{ id: '3' }, ID_TYPE],
    [{ id: 1.5 }, ID_TYPE],
    [{ id: 2 ** 31 }, ID_TYPE],
    [{ id: -(2 ** 31) - 1 }, ID_TYPE],
    [{ id: [3] }, ID_TYPE],
    [{ name: 5, medium: 'x', consumed_state: 'x' }, NAME_TYPE],
    [{ name: null }, NAME_TYPE],
    [{ id: 3, name: null }, NAME_TYPE],
    [{ name: 'NUL \0' }, NAME_TYPE],
    [{ name: '', medium: 'x', consumed_state: 'x', description: 5 }, MEDIUM],
    [{ name: 'x', medium: null }, MEDIUM],
    [{ name: 'x', medium: 'Film' }, MEDIUM],
    [{ name: 'x', medium: ['film'] }, MEDIUM],
    [{ name: '', consumed_state: 'x', description: 5, order: 'x' }, STATE],
    [{ name: 'x', consumed_state: 'not-started' }, STATE],
    [{ name: 'x', consumed_state: null }, STATE],
    [{ name: '', description: 5, order: 'x' }, DESCRIPTION_TYPE],
    [{ name: 'x', description: null }, DESCRIPTION_TYPE],
    [{ name: '', description: 'x'.repeat(501), order: 'x' }, DESCRIPTION_LENGTH],
    [{ name: '', order: '3' }, ORDER_TYPE],
    [{ name: 'x', order: true }, ORDER_TYPE],
    [{ name: 'x', order: null }, ORDER_TYPE],
    [{ name: 'x', order: 1.5 }, ORDER_TYPE],
    [{ name: 'x', order: 2 ** 31 }, ORDER_TYPE],
    [{ name: '' }, NAME_LENGTH],
    [{ name: 'x'.repeat(81) }, NAME_LENGTH],
    [{ id: 3, name: '' }, NAME_LENGTH],
  ];
  for (const [body, message] of refused) {
    test(`${JSON.stringify(body).slice(0, 70)} is refused, alone and among good ones: ${message}`, async () => {
      const before = await ann.list();
      expect(await answered(ann, `PUT ${MEDIA}`, { json: body })).toEqual([422, message]);
      const many = [{ name: 'good' }, body, { name: 'good' }];
      expect(await answered(ann, `PUT ${MEDIA}`, { json: many })).toEqual([422, message]);
      expect(await ann.list()).toEqual(before);
    });
  }

  test.each(['null', '5', '"x"', 'true', '[5]', '[null]', '[[]]', '[{"name":"x"},[]]'])(
    '%s is neither an object nor an array of objects',
    async (text) => {
      expect(await answered(ann, `PUT ${MEDIA}`, { text })).toEqual([422, NEITHER]);
    },
  );

  test.each(['', '{', '{"name":"x"', "{'name':'x'}", '{"name":NaN}'])('%j is no JSON', async (text) => {
    expect(await answered(ann, `PUT ${MEDIA}`, { text })).toEqual([422, NOT_JSON]);
  });

  test("refuses an id that is not this user's, and changes nothing", async () => {
    const user = await newUser();
    const bobs = await bob.put({ name: "Bob's" });
    const own = await user.put({ name: 'own' });
    for (const id of [bobs.id, 2 ** 31 - 1, 0, -1]) {
      const json = { id, name: 'mine' };
      const refusal = [401, "logged in user doesn't have media with given id"];
      expect(await answered(user, `PUT ${MEDIA}`, { json })).toEqual(refusal);
      const many = [{ name: 'new' }, { id: own.id, name: 'changed' }, json];
      expect(await answered(user, `PUT ${MEDIA}`, { json: many })).toEqual(refusal);
    }
    expect(await user.list()).toEqual([own]);
    expect(await bob.list()).toContainEqual(bobs);
  });

  test('takes an array, in one transaction, and answers a list in its order', async () => {
    const user = await newUser();
    const old = await user.put({ name: 'old', order: 5 });
    const json = [{ name: 'new' }, { id: old.id, consumed_state: 'finished' }, { name: 'last', order: 9 }];
    const { status, body } = await user.ask(`PUT ${MEDIA}`, { json });
    const plain = { medium: 'other', consumed_state: 'not started', description: '' };
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: PUT_MANY,
        data: [
          { ...plain, id: old.id + 1, name: 'new', order: 0 },
          { ...old, consumed_state: 'finished' },
          { ...plain, id: old.id + 2, name: 'last', order: 9 },
        ],
      },
    ]);
  });

  test('takes an empty array', async () => {
    const { status, body } = await ann.ask(`PUT ${MEDIA}`, { json: [] });
    expect([status, body]).toEqual([200, { success: true, message: PUT_MANY, data: [] }]);
  });
});

describe('GET', () => {
  test('lists by order, then by id, with filters that combine', async () => {
    const user = await newUser();
    expect(await user.ask(`GET ${MEDIA}`)).toMatchObject({
      status: 200,
      body: { success: true, message: LISTED, data: [] },
    });
    const make = (name: string, medium: string, consumed_state: string, order: number) =>
      user.put({ name, medium, consumed_state, order });
    const d = await make('d', 'film', 'finished', 2);
    const a = await make('a', 'film', 'not started', -1);
    const b = await make('b', 'audio', 'started', 0);
    const c = await make('c', 'film', 'started', 0);
    const queries: Readonly<Record<string, readonly object[]>> = {
      '': [a, b, c, d],
      '?consumed-state=not-started': [a],
      '?consumed-state=started': [b, c],
      '?consumed-state=finished': [d],
      '?medium=film': [a, c, d],
      '?medium=literature': [],
      '?medium=film&consumed-state=started': [c],
      '?consumed=yes': [d],
      '?consumed=no': [a, b, c],
      '?consumed=no&medium=film': [a, c],
      '?consumed=yes&consumed-state=started': [],
      '?q=B': [b],
      '?q=': [a, b, c, d],
      '?q=%25': [],
      '?unknown=x': [a, b, c, d],
      '?limit=2': [a, b],
      '?page=2&limit=3': [d],
      '?page=9': [],
      '?page=x&limit=y': [a, b, c, d],
    };
    for (const [query, expected] of Object.entries(queries)) {
      const { status, body } = await user.ask(`GET ${MEDIA}${query}`);
      expect([query, status, body]).toEqual([query, 200, { success: true, message: LISTED, data: expected }]);
    }
  });

  const STATE_PARAMETER = "consumed-state url parameter must be 'not-started', 'started', or 'finished'";
  const MEDIUM_PARAMETER = "medium url parameter must be 'film', 'audio', 'literature', or 'other'";
  const CONSUMED_PARAMETER = "consumed url parameter must be 'yes' or 'no'";
  test.each([
    ['?consumed-state=', STATE_PARAMETER],
    ['?consumed-state=not+started', STATE_PARAMETER],
    ['?consumed-state=Finished', STATE_PARAMETER],
    ['?consumed-state=constructor', STATE_PARAMETER],
    ['?medium=', MEDIUM_PARAMETER],
    ['?medium=book', MEDIUM_PARAMETER],
    ['?medium=film&medium=', LISTED],
    ['?consumed=', CONSUMED_PARAMETER],
    ['?consumed=true', CONSUMED_PARAMETER],
    ['?consumed-state=x&medium=x&consumed=x', STATE_PARAMETER],
  ])('%s is answered: %s', async (query, message) => {
    for (const route of [`GET ${MEDIA}`, `GET ${MEDIA}/history`]) {
      const { status, body } = await ann.ask(`${route}${query}`);
      expect([status, body.message]).toEqual(message === LISTED ? [200, expect.any(String)] : [422, message]);
    }
  });
});

describe('DELETE', () => {
  test('deletes, also with the whole element as body, and has no data', async () => {
    const user = await newUser();
    const [one, other] = [await user.put({ name: 'a' }), await user.put({ name: 'b' })];
    const { status, body } = await user.ask(`DELETE ${MEDIA}`, { json: one });
    expect([status, body]).toEqual([200, { success: true, message: REMOVED }]);
    expect(await user.list()).toEqual([other]);
    expect(await answered(user, `DELETE ${MEDIA}`, { json: { id: other.id } })).toEqual([200, REMOVED]);
    expect(await user.list()).toEqual([]);
  });

  test("deletes nothing of others', nor what is not there, and says nothing of it", async () => {
    const bobs = await bob.put({ name: "Bob's" });
    const before = await ann.list();
    for (const id of [bobs.id, 2 ** 31 - 1, 0, -1]) {
      expect(await answered(ann, `DELETE ${MEDIA}`, { json: { id } })).toEqual([200, REMOVED]);
    }
    expect(await bob.list()).toContainEqual(bobs);
    expect(await ann.list()).toEqual(before);
  });

  test.each([
    ['{}', "missing parameter 'id'"],
    ['{"name":"x"}', "missing parameter 'id'"],
    ['{"id":null}', ID_TYPE],
    ['{"id":"3"}', ID_TYPE],
    ['{"id":true}', ID_TYPE],
    ['{"id":1.5}', ID_TYPE],
    ['{"id":2147483648}', ID_TYPE],
    ['[{"id":1}]', NO_OBJECT],
    ['7', NO_OBJECT],
    ['', NOT_JSON],
    ['x', NOT_JSON],
  ])('%s is refused: %s', async (text, message) => {
    expect(await answered(ann, `DELETE ${MEDIA}`, { text })).toEqual([422, message]);
  });
});

describe('what no route answers', () => {
  test.each(['GET /nothing', 'GET /user', 'GET /user/x', 'POST /user/x/media/nothing', 'GET /user/x/media/1'])(
    '%s is not found',
    async (request) => {
      expect(await answered(ann, request)).toEqual([404, 'not found']);
    },
  );

  test.each([
    ['GET /register', 'POST, OPTIONS'],
    ['GET /login', 'POST, OPTIONS'],
    ['POST /logout', 'GET, HEAD, OPTIONS'],
    [`POST ${MEDIA}`, 'GET, HEAD, PUT, DELETE, OPTIONS'],
    [`PATCH ${MEDIA}`, 'GET, HEAD, PUT, DELETE, OPTIONS'],
    [`DELETE ${MEDIA}/stats`, 'GET, HEAD, OPTIONS'],
  ])('%s is no method', async (request, allow) => {
    const { status, body, headers } = await ann.ask(request);
    expect([status, body.message, headers.get('allow')]).toEqual([405, 'method not allowed', allow]);
  });

  test('a body beyond 1 MiB is refused in the envelope', async () => {
    const text = JSON.stringify({ name: 'x'.repeat(1_048_576) });
    expect(await answered(ann, `PUT ${MEDIA}`, { text })).toEqual([413, 'request body too large']);
  });

  test('preflight is answered for every origin', async () => {
    const response = await fetch(`${base}/user/x/media`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, PATCH, DELETE');
  });

  test('the home page is the documentation', async () => {
    for (const path of ['', '/']) {
      const page = await fetch(base + path);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await page.text()).toContain('Media Tracker API');
    }
  });
});
