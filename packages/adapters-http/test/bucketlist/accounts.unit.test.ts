import { settableClock } from '@quintet/core/memory';
import { beforeEach, describe, expect, test } from 'vitest';
import { bucketlistInMemory, type BucketlistInMemory } from '../support/in-memory.ts';

const MALFORMED = 'Missing or wrong email format or password is less than four characters';
const failed = (message: string): object => ({ status: 'failed', message });

let api: BucketlistInMemory;
beforeEach(() => {
  api = bucketlistInMemory();
});

describe('registering', () => {
  test('answers a token that is good', async () => {
    const answer = await api.call('POST /v1/auth/register/', { json: { email: 'ann@example.com', password: '1234' } });
    expect([answer.status, answer.body]).toEqual([
      201,
      { status: 'success', message: 'Successfully registered', auth_token: expect.any(String) },
    ]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect((await api.call('GET /v1/bucketlists', { token: String(answer.body['auth_token']) })).status).toBe(200);
  });

  test.each([
    {},
    [],
    null,
    'text',
    { email: 'ann@example.com' },
    { password: '123456' },
    { email: 'ann', password: '123456' },
    { email: 'ann@example', password: '123456' },
    { email: 'ann@example.com', password: '123' },
    { email: 'ann@example.com', password: 123_456 },
    { email: 'ann@example.com', password: 'x'.repeat(1025) },
    { email: ['ann@example.com'], password: '123456' },
    { email: 'ann\0@example.com', password: '123456' },
  ])('is refused with 202 where the credentials are malformed: %j', async (json) => {
    const answer = await api.call('POST /v1/auth/register', { json });
    expect([answer.status, answer.body]).toEqual([202, failed(MALFORMED)]);
  });

  test('is refused where the email is taken, in any case', async () => {
    await api.register('ann@example.com');
    const answer = await api.call('POST /v1/auth/register', { json: { email: 'Ann@Example.com', password: 'other' } });
    expect([answer.status, answer.body]).toEqual([400, failed('Failed, User already exists, Please sign In')]);
  });

  test('wants JSON', async () => {
    const wrongType = await api.call('POST /v1/auth/register', { text: '{', type: 'text/plain' });
    expect([wrongType.status, wrongType.body]).toEqual([400, failed('Content-type must be json')]);
    const malformed = await api.call('POST /v1/auth/register', { text: '{' });
    expect([malformed.status, malformed.body]).toEqual([400, failed('Bad Request')]);
    const empty = await api.call('POST /v1/auth/register', { text: '' });
    expect([empty.status, empty.body]).toEqual([400, failed('Bad Request')]);
  });
});

describe('logging in', () => {
  const logIn = (json: unknown): ReturnType<BucketlistInMemory['call']> => api.call('POST /v1/auth/login', { json });

  test('answers a token that is good', async () => {
    await api.register('ann@example.com');
    const answer = await logIn({ email: 'ANN@example.com', password: '123456' });
    expect([answer.status, answer.body]).toEqual([
      200,
      { status: 'success', message: 'Successfully logged In', auth_token: expect.any(String) },
    ]);
  });

  test.each([
    [{}, MALFORMED],
    [{ email: 'ann', password: '123456' }, MALFORMED],
    [{ email: 'ann@example.com', password: '123' }, MALFORMED],
    [{ email: 'nobody@example.com', password: '123456' }, MALFORMED],
    [{ email: 'ann@example.com', password: 'wrong' }, 'User does not exist or password is incorrect'],
  ])('is refused with 401: %j', async (json, message) => {
    await api.register('ann@example.com');
    const answer = await logIn(json);
    expect([answer.status, answer.body]).toEqual([401, failed(message)]);
  });

  test('wants JSON', async () => {
    const wrongType = await api.call('POST /v1/auth/login', { text: '{}', type: 'text/plain' });
    expect([wrongType.status, wrongType.body]).toEqual([202, failed('Content-type must be json')]);
    const malformed = await api.call('POST /v1/auth/login', { text: '{' });
    expect([malformed.status, malformed.body]).toEqual([400, failed('Bad Request')]);
  });

  test('is refused for a while after too many failures, also with the right password', async () => {
    const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
    api = bucketlistInMemory({ ports: { clock } });
    await api.register('ann@example.com');
    for (let count = 0; count < 10; count += 1) await logIn({ email: 'ann@example.com', password: 'wrong' });
    const answer = await logIn({ email: 'ann@example.com', password: '123456' });
    expect([answer.status, answer.body, answer.headers.get('retry-after')]).toEqual([
      429,
      failed('Too many failed logins, try again later'),
      '900',
    ]);
    clock.set(new Date('2026-11-22T08:15:00Z'));
    expect((await logIn({ email: 'ann@example.com', password: '123456' })).status).toBe(200);
  });
});

describe('a token', () => {
  test.each([
    ['POST /v1/auth/logout', 403, 'Provide an authorization header'],
    ['POST /v1/auth/reset/password', 401, 'Token is missing'],
    ['GET /v1/bucketlists', 401, 'Token is missing'],
    ['PUT /v1/bucketlists/x/items/y', 401, 'Token is missing'],
  ])('is wanted by %s', async (request, status, message) => {
    for (const headers of [{}, { authorization: '' }]) {
      const answer = await api.call(request, { headers });
      expect([answer.status, answer.body]).toEqual([status, failed(message)]);
    }
    for (const authorization of ['Bearer', 'abc', 'Basic abc', 'JWT abc', 'Bearer a b']) {
      const answer = await api.call(request, { headers: { authorization } });
      expect([answer.status, answer.body]).toEqual([403, failed('Provide a valid auth token')]);
    }
    const invalid = await api.call(request, { token: 'abc' });
    expect([invalid.status, invalid.body]).toEqual([401, failed('Invalid token. Please sign in again')]);
  });

  test.each([
    'POST /v1/auth/logout',
    'POST /v1/auth/reset/password',
    'GET /v1/bucketlists',
    'GET /v1/bucketlists/1/items',
  ])('that has expired or was logged out is refused by %s', async (request) => {
    const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
    api = bucketlistInMemory({ ports: { clock } });
    const [gone, old] = [await api.register('ann@example.com'), await api.register('bob@example.com')];
    expect((await api.call('POST /v1/auth/logout', { token: gone })).body).toEqual({
      status: 'success',
      message: 'Successfully logged out',
    });
    const revoked = await api.call(request, { token: gone });
    expect([revoked.status, revoked.body]).toEqual([401, failed('Token was Blacklisted, Please login In')]);
    clock.set(new Date('2026-11-23T08:00:00Z'));
    const expired = await api.call(request, { token: old });
    expect([expired.status, expired.body]).toEqual([401, failed('Signature expired, Please sign in again')]);
  });

  test('is matched with its scheme in any case', async () => {
    const token = await api.register();
    const answer = await api.call('GET /v1/bucketlists', { headers: { authorization: `bEARER ${token}` } });
    expect(answer.status).toBe(200);
  });
});

describe('changing the password', () => {
  const good = { oldPassword: '123456', newPassword: '1234567', passwordConfirmation: '1234567' };

  test('ends the other tokens, and not the one it was made with', async () => {
    const token = await api.register();
    const { body } = await api.call('POST /v1/auth/login', { json: { email: 'ann@example.com', password: '123456' } });
    const answer = await api.call('POST /v1/auth/reset/password/', { token, json: good });
    expect([answer.status, answer.body]).toEqual([200, { status: 'success', message: 'Password reset successfully' }]);
    expect((await api.call('GET /v1/bucketlists', { token })).status).toBe(200);
    const other = await api.call('GET /v1/bucketlists', { token: String(body['auth_token']) });
    expect(other.body).toEqual(failed('Token was Blacklisted, Please login In'));
    const json = { email: 'ann@example.com', password: '1234567' };
    expect((await api.call('POST /v1/auth/login', { json })).status).toBe(200);
  });

  test.each([
    [{}, 400, 'Missing required attributes'],
    [[], 400, 'Missing required attributes'],
    [{ ...good, oldPassword: undefined }, 400, 'Missing required attributes'],
    [{ ...good, newPassword: '' }, 400, 'Missing required attributes'],
    [{ ...good, passwordConfirmation: 1_234_567 }, 400, 'Missing required attributes'],
    [{ ...good, oldPassword: 'wrong' }, 401, 'Incorrect password'],
    [{ oldPassword: 'wrong', newPassword: '1', passwordConfirmation: '2' }, 401, 'Incorrect password'],
    [{ ...good, passwordConfirmation: 'other' }, 400, 'New Passwords do not match'],
    [
      { ...good, newPassword: '1234', passwordConfirmation: '1234' },
      400,
      'New password should be greater than four characters long',
    ],
  ])('is refused: %j', async (json, status, message) => {
    const answer = await api.call('POST /v1/auth/reset/password', { token: await api.register(), json });
    expect([answer.status, answer.body]).toEqual([status, failed(message)]);
  });

  test('wants JSON', async () => {
    const token = await api.register();
    const wrongType = await api.call('POST /v1/auth/reset/password', { token, text: '{}', type: 'text/plain' });
    expect([wrongType.status, wrongType.body]).toEqual([400, failed('Content type must be json')]);
    const malformed = await api.call('POST /v1/auth/reset/password', { token, text: '{' });
    expect([malformed.status, malformed.body]).toEqual([400, failed('Bad Request')]);
  });
});
