import { describe, expect, test } from 'vitest';
import { instagramInMemory, NEW_CHANNEL, NEW_INSTAGRAM } from '../support/instagram.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const PASSWORD = 'instapassword';

async function signedIn() {
  const world = instagramInMemory();
  const token = await world.signIn();
  const { body } = await world.call('POST /instagrams/', { token, json: NEW_INSTAGRAM });
  return { ...world, token, added: body };
}

describe('users', () => {
  test('sign up and log in as the seed has it', async () => {
    const { call } = instagramInMemory();
    const json = { username: 'User@example.com', password: 'x', repeatPassword: 'x' };
    const type = 'application/json;charset=UTF-8';
    const signedUp = await call('POST /signup', { json, type });
    const time = expect.stringMatching(TIME) as unknown;
    const user = {
      id: expect.stringMatching(/^\d+$/u),
      username: 'User@example.com',
      created_at: time,
      updated_at: time,
    };
    expect([signedUp.status, signedUp.body]).toEqual([200, user]);
    const loggedIn = await call('POST /login', { json: { username: 'USER@example.com', password: 'x' }, type });
    expect([loggedIn.status, loggedIn.body]).toEqual([
      200,
      { expire: '2026-11-23T12:00:00.000Z', token: expect.any(String) },
    ]);
    const shown = await call('GET /user', { token: String(loggedIn.body['token']), type: 'application/json' });
    expect([shown.status, shown.body]).toEqual([200, signedUp.body]);
  });

  test('go on with a new token, while the old one stays good', async () => {
    const { call, clock, signIn } = instagramInMemory();
    const token = await signIn();
    clock.set(new Date('2026-11-22T20:00:00Z'));
    const { body } = await call('GET /user/refresh_token', { token });
    expect(body).toEqual({ expire: '2026-11-23T20:00:00.000Z', token: expect.any(String) });
    expect((await call('GET /user', { token })).status).toBe(200);
    clock.set(new Date('2026-11-23T13:00:00Z'));
    const old = await call('GET /user', { token });
    expect([old.status, old.body]).toEqual([401, { code: 401, message: 'Token is expired' }]);
    expect((await call('GET /user', { token: String(body['token']) })).status).toBe(200);
  });

  test.each([
    ['nothing', undefined, 'auth header empty'],
    ['an empty header', '', 'auth header empty'],
    ['one word', 'Bearer', 'invalid auth header'],
    ['another scheme', 'JWT x.y.z', 'invalid auth header'],
    ['three words', 'Bearer x y', 'invalid auth header'],
    ['what is no token', 'Bearer x.y.z', 'signature is invalid'],
  ])('with %s are not authorized', async (_, authorization, message) => {
    const { call } = instagramInMemory();
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const answer = await call('GET /instagrams', { headers });
    expect([answer.status, answer.body]).toEqual([401, { code: 401, message }]);
    expect(answer.headers.get('www-authenticate')).toBe('JWT realm="quintet"');
  });

  test('whose token was revoked are not authorized; the scheme is known in any case', async () => {
    const { call, quintet, signIn } = instagramInMemory();
    const token = await signIn();
    expect((await call('GET /user', { headers: { authorization: `BEARER ${token}` } })).status).toBe(200);
    await quintet.identity.logOut((await quintet.identity.authenticate(token))._unsafeUnwrap());
    const answer = await call('GET /user', { token });
    expect([answer.status, answer.body]).toEqual([401, { code: 401, message: 'Token is revoked' }]);
    expect(answer.headers.get('www-authenticate')).toBe('JWT realm="quintet"');
  });

  test.each([
    ['no body', {}, 400, 'Missing Username or Password'],
    ['no password', { json: { username: 'user@example.com' } }, 400, 'Missing Username or Password'],
    ['an empty username', { json: { username: '', password: 'x' } }, 400, 'Missing Username or Password'],
    ['a number for a password', { json: { username: 'x', password: 1 } }, 400, 'Missing Username or Password'],
    [
      'a wrong password',
      { json: { username: 'user@example.com', password: 'x' } },
      401,
      'Incorrect Username / Password',
    ],
    ['an unknown name', { json: { username: 'nobody', password: 'x' } }, 401, 'Incorrect Username / Password'],
  ])('do not log in with %s', async (_, sending, status, message) => {
    const { call, signIn } = instagramInMemory();
    await signIn();
    const answer = await call('POST /login', sending);
    const payload = status === 400 ? { payload: '' } : {};
    expect([answer.status, answer.body]).toEqual([status, { code: status, message, ...payload }]);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'JWT realm="quintet"' : null);
  });
});

describe('instagrams', () => {
  test('are answered as the seed has them, but for the password', async () => {
    const { added, call, token } = await signedIn();
    expect(Object.keys(added).toSorted()).toEqual(
      [
        'created_at',
        'hours',
        'id',
        'info',
        'password',
        'speed',
        'state',
        'trusted',
        'updated_at',
        'username',
      ].toSorted(),
    );
    expect(added).toMatchObject({ id: 1, state: 'start', ...NEW_INSTAGRAM, password: '********' });
    expect(Object.keys(added['info'] as object)).toHaveLength(21);
    expect((await call('GET /instagrams/1/', { token })).body).toEqual(added);
    expect((await call('GET /instagrams/', { token })).body).toEqual([added]);
  });

  test('have hours, speed and trust where nobody says which', async () => {
    const { call, signIn } = instagramInMemory();
    const { username, password } = NEW_INSTAGRAM;
    const { body } = await call('POST /instagrams', { token: await signIn(), json: { username, password } });
    expect(body).toMatchObject({
      trusted: false,
      hours: { min: 0, max: 0 },
      speed: { like: 10, comment: 10, follow: 10, unfollow: 10 },
    });
  });

  test('keep their password where a change has none or the mask, and log in with a new one', async () => {
    const { call, token, network } = await signedIn();
    const { password: _, ...withoutPassword } = NEW_INSTAGRAM;
    network.fail({ call: 'login', failure: { kind: 'gateway-login-failed' } });
    const hours = { min: 7, max: 15 };
    expect((await call('PUT /instagrams/1', { token, json: { ...withoutPassword, hours } })).body['hours']).toEqual(
      hours,
    );
    const masked = { ...NEW_INSTAGRAM, password: '********' };
    expect((await call('PUT /instagrams/1', { token, json: masked })).status).toBe(200);
    // the failure is still waiting: nobody has logged in
    const refused = await call('PUT /instagrams/1', {
      token,
      json: { ...NEW_INSTAGRAM, trusted: true, password: 'new' },
    });
    expect([refused.status, refused.body['code']]).toEqual([400, 2070]);
    expect((await call('GET /instagrams/1', { token })).body['trusted']).toBe(false);
    const changed = await call('PUT /instagrams/1', {
      token,
      json: { ...NEW_INSTAGRAM, username: 'other', password: 'new' },
    });
    expect(changed.body).toMatchObject({ username: 'other', password: '********', info: { username: 'other' } });
  });

  test('end with a DELETE that has a JSON type and no body, and their channels with them', async () => {
    const { call, token } = await signedIn();
    const { body: channel } = await call('POST /instagram/1/channels/', { token, json: NEW_CHANNEL });
    const type = 'application/json';
    const deleted = await call('DELETE /instagrams/1', { token, type });
    expect([deleted.status, deleted.body]).toEqual([200, {}]);
    expect((await call('GET /instagrams', { token })).body).toEqual([]);
    expect((await call(`GET /instagram/1/channels/${String(channel['id'])}`, { token })).body['code']).toBe(2010);
  });
});

describe('channels', () => {
  test('are stopped until they are started, and again when their instagram is', async () => {
    const { call, token } = await signedIn();
    const added = await call('POST /intagram/1/channels', { token, json: NEW_CHANNEL });
    const time = expect.stringMatching(TIME) as unknown;
    const id = Number(added.body['id']);
    const channel = {
      id,
      ...NEW_CHANNEL,
      state: 'stop',
      leads_count: 0,
      targets_count: 0,
      followers_count: 0,
      created_at: time,
      updated_at: time,
    };
    expect([added.status, added.body]).toEqual([200, channel]);
    const one = `/instagram/1/channels/${id}`;
    expect((await call(`GET ${one}/start/`, { token })).body['state']).toBe('start');
    expect((await call('GET /instagrams/1/stop/', { token })).body['state']).toBe('stop');
    expect((await call(`GET ${one}`, { token })).body['state']).toBe('stop');
    expect((await call('GET /instagrams/1/start', { token })).body['state']).toBe('start');
    expect((await call(`GET ${one}`, { token })).body['state']).toBe('stop');
    expect((await call(`GET ${one}/start`, { token })).body['state']).toBe('start');
    expect((await call(`GET ${one}/stop`, { token })).body['state']).toBe('stop');
  });

  test('begin anew with another target or value, and keep what they count', async () => {
    const { call, token, engine, clock } = await signedIn();
    const { body } = await call('POST /instagram/1/channels', { token, json: NEW_CHANNEL });
    const one = `/instagram/1/channels/${String(body['id'])}`;
    await call(`GET ${one}/start`, { token });
    for (let turn = 0; turn < 12; turn += 1) {
      await engine.runDue();
      clock.set(new Date(clock.now().getTime() + 400_000));
    }
    const before = (await call(`GET ${one}`, { token })).body;
    expect(before['leads_count']).toBeGreaterThan(0);
    expect(before['targets_count']).toBeGreaterThan(0);
    const same = await call(`PUT ${one}`, { token, json: { ...NEW_CHANNEL, action: 'follow' } });
    expect(same.body).toMatchObject({ action: 'follow', state: 'empty', targets_count: before['targets_count'] });
    const other = await call(`PUT ${one}`, { token, json: { ...NEW_CHANNEL, value: 'nasa' } });
    expect(other.body).toMatchObject({
      value: 'nasa',
      state: 'start',
      targets_count: 0,
      leads_count: before['leads_count'],
    });
  });
});

test('what is not there, and what can not be done with it, has a form of the API', async () => {
  const { call } = instagramInMemory();
  const missing = await call('GET /nothing');
  expect([missing.status, missing.body]).toEqual([404, { code: 404, message: 'Not found', payload: '' }]);
  const wrong = await call('PATCH /instagrams/1');
  expect([wrong.status, wrong.body]).toEqual([405, { code: 405, message: 'Method not allowed', payload: '' }]);
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, PUT, DELETE, OPTIONS');
});

test('no answer shows the password', async () => {
  const { call, token } = await signedIn();
  const requests = ['GET /instagrams', 'GET /instagrams/1', 'GET /instagrams/1/start', 'GET /instagram/1/stats'];
  for (const request of requests) {
    expect(JSON.stringify((await call(request, { token })).body)).not.toContain(PASSWORD);
  }
});
