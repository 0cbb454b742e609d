import { errAsync } from 'neverthrow';
import { unavailable } from '@quintet/core';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/http/answer.ts';
import type { Api, Endpoint } from '../../src/http/api.ts';
import { failureOf } from '../../src/http/app.ts';
import { appOf, bucketlistInMemory } from '../support/in-memory.ts';

const OK = json(200, { fine: true });

function apiAt(basePath: string, endpoints: readonly Endpoint[] = []): Api {
  return { name: 'media', basePath, endpoints, failure: (failure) => json(599, { at: basePath, failure }) };
}

function failing(error: unknown): Endpoint['handle'] {
  return () => {
    throw error;
  };
}

const get = (path: string, handle: Endpoint['handle'] = () => OK): Endpoint => ({ method: 'GET', path, handle });

describe('the name of a request', () => {
  test('is made up where the client has none, another for each request', async () => {
    const { app, seen } = appOf([apiAt('/a', [get('/x')])]);
    const names = [];
    for (let count = 0; count < 3; count += 1) names.push((await app.request('/a/x')).headers.get('x-request-id'));
    expect(new Set(names).size).toBe(3);
    expect(names).toEqual(seen.requests.map(({ requestId }) => requestId));
  });

  test('differs between servers that start at once', async () => {
    const [one, other] = [appOf([apiAt('/a')]), appOf([apiAt('/a')])];
    const name = (await one.app.request('/a')).headers.get('x-request-id');
    expect((await other.app.request('/a')).headers.get('x-request-id')).not.toBe(name);
  });

  test.each(['abc-123', '4bf92f3577b34da6a3ce929d0e0e4736', 'Root=1-67891233-abcdef012345678912345678'])(
    'is the client’s where that is a plain word: %s',
    async (name) => {
      const { app } = appOf([apiAt('/a')]);
      const answer = await app.request('/a', { headers: { 'x-request-id': name } });
      expect(answer.headers.get('x-request-id')).toBe(name);
    },
  );

  test.each(['', 'two words', 'a"b', '<script>', '{"a":1}', 'x'.repeat(129), 'tab\there'])(
    'is not the client’s where that is no plain word: %s',
    async (name) => {
      const { app } = appOf([apiAt('/a')]);
      const answer = await app.request('/a', { headers: { 'x-request-id': name } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]+\.\w+$/u);
    },
  );
});

describe('every answer', () => {
  test.each(['GET /a/x', 'GET /a/none', 'POST /a/x', 'GET /a/bug', 'GET /none', 'OPTIONS /a/x', 'HEAD /a/x'])(
    'has the headers that protect: %s',
    async (request) => {
      const [method = '', path = ''] = request.split(' ');
      const { app } = appOf([apiAt('/a', [get('/x'), get('/bug', failing(new Error('bug')))])]);
      const { headers } = await app.request(path, { method });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('x-request-id')).not.toBeNull();
    },
  );

  test('tells browsers to stay with TLS where the server is known by it', async () => {
    const secure = appOf([apiAt('/a')], { publicUrl: 'https://example.com' });
    const plain = appOf([apiAt('/a')], { publicUrl: 'http://example.com' });
    expect((await secure.app.request('/a')).headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await plain.app.request('/a')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string): RequestInit => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

  test.each(['/a/x', '/a/none', '/none'])('are told in a preflight what they may: %s', async (path) => {
    const { app } = appOf([apiAt('/a', [get('/x')])]);
    const answer = await app.request(path, preflight('https://page.example'));
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-type')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')?.split(', ')).toEqual([
      'GET',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
    ]);
    expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'x-menlohacks-authorization',
        'idempotency-key',
        'if-match',
      ]),
    );
    expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(0);
  });

  test('may read answers where they are listed, and no others', async () => {
    const { app } = appOf([apiAt('/a', [get('/x')])], { corsOrigins: ['https://one.example', 'https://two.example'] });
    const allowed = async (origin?: string, path = '/a/x', method = 'GET'): Promise<readonly (string | null)[]> => {
      const { headers } = await app.request(path, { method, ...(origin === undefined ? {} : { headers: { origin } }) });
      return [headers.get('access-control-allow-origin'), headers.get('vary')];
    };
    expect(await allowed('https://two.example')).toEqual(['https://two.example', 'Origin']);
    expect(await allowed('https://two.example', '/a/none')).toEqual(['https://two.example', 'Origin']);
    expect(await allowed('https://two.example', '/a/x', 'OPTIONS')).toEqual(['https://two.example', 'Origin']);
    expect(await allowed('https://three.example')).toEqual([null, 'Origin']);
    expect(await allowed()).toEqual([null, 'Origin']);
  });
});

describe('a request that no endpoint takes', () => {
  const apis = [
    apiAt('', [get('/v1/things')]),
    apiAt('/a', [get('/x/:id'), { method: 'POST', path: '/x/:id', handle: () => OK }]),
    apiAt('/a/b', [{ method: 'PUT', path: '/y', handle: () => OK }]),
  ];

  test.each([
    ['GET', '/none', '', 'not-found'],
    ['GET', '/ab', '', 'not-found'],
    ['GET', '/a/none', '/a', 'not-found'],
    ['GET', '/a', '/a', 'not-found'],
    ['GET', '/a/bb', '/a', 'not-found'],
    ['GET', '/a/b/none', '/a/b', 'not-found'],
    ['DELETE', '/v1/things', '', 'method-not-allowed'],
    ['PATCH', '/a/x/1', '/a', 'method-not-allowed'],
    ['HEAD', '/a/b/y', '/a/b', 'method-not-allowed'],
    ['TRACE', '/a/x/1', '/a', 'method-not-allowed'],
  ])('is answered by the API with the longest base path: %s %s', async (method, path, at, failure) => {
    // fetch knows no TRACE, servers do
    const { app } = appOf(apis);
    const request = new Request(`http://api.example${path}`, { method: method === 'TRACE' ? 'GET' : method });
    Object.defineProperty(request, 'method', { value: method });
    const answer = await app.fetch(request);
    expect(answer.status).toBe(599);
    if (method !== 'HEAD') expect(await answer.json()).toEqual({ at, failure });
    expect(failureOf(apis, path, 'not-found')).toEqual(json(599, { at, failure: 'not-found' }));
  });

  test('is told the methods that the path has', async () => {
    const { app } = appOf(apis);
    const allow = async (method: string, path: string): Promise<string | null> =>
      (await app.request(path, { method })).headers.get('allow');
    expect(await allow('DELETE', '/a/x/1')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await allow('GET', '/a/b/y')).toBe('PUT, OPTIONS');
    expect(await allow('OPTIONS', '/a/b/y/')).toBe('PUT, OPTIONS');
    expect(await allow('OPTIONS', '/none')).toBeNull();
  });

  test('is answered plainly where the path is in no API', async () => {
    const { app, seen } = appOf([apiAt('/a')]);
    const answer = await app.request('/none?secret=1');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(seen.requests).toMatchObject([{ route: 'unmatched', path: '/none', status: 404 }]);
    expect(failureOf([apiAt('/a')], '', 'headers-too-large').status).toBe(431);
  });

  test.each(['/a/x/%', '/a/x/%zz', '/a/x/%ff%fe', '/a/%00', '/a/x/%ED%A0%80', '/a//x', '/a/x/..%2f..%2f'])(
    'or that has a malformed path does no harm: %s',
    async (path) => {
      const { app, seen } = appOf(apis);
      expect((await app.request(`http://api.example${path}`)).status).toBeOneOf([200, 599]);
      expect(seen.failures).toEqual([]);
    },
  );
});

describe('an endpoint', () => {
  test('answers with and without a closing slash, without a redirect', async () => {
    const { app, seen } = appOf([apiAt('/a', [get('/x')])]);
    for (const path of ['/a/x', '/a/x/', '/a/x?y=1', '/a/x/?y=1']) {
      const answer = await app.request(path);
      expect([answer.status, answer.redirected]).toEqual([200, false]);
    }
    expect(new Set(seen.requests.map(({ route }) => route))).toEqual(new Set(['/a/x']));
  });

  test('answers HEAD as GET, without the body', async () => {
    const { app, seen } = appOf([apiAt('/a', [get('/x')])]);
    const answer = await app.request('/a/x', { method: 'HEAD' });
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      '',
      'application/json',
    ]);
    expect(seen.requests).toMatchObject([{ method: 'HEAD', status: 200 }]);
  });

  test('is told to the observer by its pattern', async () => {
    const { app, seen } = appOf([apiAt('/a', [get('/x/:id')])]);
    await app.request('/a/x/7?token=secret');
    expect(seen.requests).toEqual([
      {
        requestId: expect.any(String),
        method: 'GET',
        route: '/a/x/:id',
        path: '/a/x/7',
        status: 200,
        seconds: expect.any(Number),
        clientAddress: undefined,
      },
    ]);
    expect(seen.requests[0]?.seconds).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['throws', failing(new Error('a bug'))],
    ['rejects', async () => Promise.reject(new Error('a bug'))],
  ])('that %s is a bug: answered in the form of the API, and reported', async (_how, handle) => {
    const { app, seen } = appOf([apiAt('/a', [get('/x', handle)])]);
    const answer = await app.request('/a/x');
    expect(await answer.json()).toEqual({ at: '/a', failure: 'internal' });
    expect(seen.failures).toEqual([[answer.headers.get('x-request-id'), new Error('a bug')]]);
    expect(seen.requests).toMatchObject([{ status: 599 }]);
  });

  test('gets the first of several parameters of one name', async () => {
    const { app } = appOf([apiAt('/a', [get('/x', (exchange) => json(200, { q: exchange.query('q') }))])]);
    for (const [query, q] of [
      ['q=1&q=2', '1'],
      ['q=&q=2', ''],
      ['q&q=2', ''],
      ['%71=1&q=2', '1'],
      ['x=q&y=1&q=a+b%20c', 'a b c'],
    ]) {
      expect(await (await app.request(`/a/x?${query}`)).json()).toEqual({ q });
    }
  });
});

describe('what is away', () => {
  test('is answered with when to try again, and reported', async () => {
    const cause = new Error('connection refused');
    const { app, seen } = appOf([apiAt('/a', [get('/x', (exchange) => exchange.unavailable(unavailable(cause, 7)))])]);
    const answer = await app.request('/a/x');
    expect(await answer.json()).toEqual({ at: '/a', failure: 'unavailable' });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(seen.outages).toEqual([[answer.headers.get('x-request-id'), cause]]);
  });

  test('is 503 on bucket lists, whichever port it is behind', async () => {
    const away = errAsync(unavailable(new Error('no database'), 3));
    const api = bucketlistInMemory({ ports: { revocationList: { isRevoked: () => away } as never } });
    const token = await api.register();
    const answer = await api.call('GET /v1/bucketlists', { token });
    expect([answer.status, answer.body, answer.headers.get('retry-after')]).toEqual([
      503,
      { status: 'failed', message: 'Service unavailable, try again later' },
      '3',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('no database');
  });
});

describe('/.well-known/jwks.json', () => {
  test('tells the public keys where there are some', async () => {
    const { app } = appOf([apiAt('')], { jwks: () => ({ keys: [{ kty: 'OKP', kid: '1' }] }) });
    const answer = await app.request('/.well-known/jwks.json');
    expect([answer.status, await answer.json()]).toEqual([200, { keys: [{ kty: 'OKP', kid: '1' }] }]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  });

  test.each([undefined, () => ({ keys: [] })])('is not there where there are none', async (jwks) => {
    const { app } = appOf([apiAt('/a')], { jwks });
    expect((await app.request('/.well-known/jwks.json')).status).toBe(404);
  });
});
