import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inForm, newUser, send, type Client, type Sent } from '../support/client.ts';
import { serverWith, startHere, type RunningServer, type Variables } from '../support/server.ts';

let server: RunningServer;
let ann: Client;
beforeAll(async () => {
  server = await startHere();
  ann = await newUser(server.base);
});
afterAll(() => server?.stop());

/** Runs a body with a server of other variables. */
function beside(variables: Variables, body: (server: RunningServer) => Promise<void>): Promise<void> {
  return serverWith(variables, body, server);
}

describe('methods', () => {
  test('HEAD is answered as GET is, without a body', async () => {
    const authorization = `Bearer ${ann.token}`;
    for (const path of ['/bucketlists', '/bucketlists/x', '/nothing']) {
      const get = await send('GET', server.base + path, { authorization });
      const head = await send('HEAD', server.base + path, { authorization });
      expect(head.status).toBe(get.status);
      expect(head.headers.get('content-type')).toBe('application/json');
      expect(await head.text()).toBe('');
    }
    expect((await send('HEAD', `${server.base}/bucketlists`)).status).toBe(401);
  });

  test('405 names the methods that there are', async () => {
    const allowed = async (method: string, path: string): Promise<string[]> => {
      const answer = await ann.ask(`${method} ${path}`);
      expect(answer.status).toBe(405);
      return (answer.headers.get('allow') ?? '')
        .split(/\s*,\s*/u)
        .filter((name) => !['HEAD', 'OPTIONS'].includes(name))
        .toSorted();
    };
    expect(await allowed('PATCH', '/bucketlists')).toEqual(['GET', 'POST']);
    expect(await allowed('PATCH', '/bucketlists/1')).toEqual(['DELETE', 'GET', 'PUT']);
    expect(await allowed('DELETE', '/bucketlists/1/items/')).toEqual(['GET', 'POST']);
    expect(await allowed('POST', '/bucketlists/1/items/1/')).toEqual(['DELETE', 'GET', 'PUT']);
    expect(await allowed('GET', '/auth/login')).toEqual(['POST']);
  });

  test.each(['TRACE', 'PROPFIND', 'SEARCH', 'LINK'])('%s is none', async (method) => {
    const { status, type, text } = await new Promise<{
      status?: number | undefined;
      type?: string | undefined;
      text: string;
    }>((resolve, reject) => {
      const sent = httpRequest(`${server.base}/bucketlists`, { method }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () => resolve({ status: answer.statusCode, type: answer.headers['content-type'], text }));
      });
      sent.on('error', reject).end();
    });
    expect([status, type]).toEqual([405, 'application/json']);
    expect(JSON.parse(text)).toEqual({ status: 'failed', message: 'The method is not allowed for the requested URL' });
  });
});

describe('CORS', () => {
  const ORIGIN = { origin: 'https://app.example.com' };
  const preflight = (path: string, method: string): Promise<Response> =>
    send('OPTIONS', server.base + path, {
      headers: {
        ...ORIGIN,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test.each([
    ['/auth/register', 'POST'],
    ['/bucketlists', 'GET'],
    ['/bucketlists/', 'POST'],
    ['/bucketlists/1', 'PUT'],
    ['/bucketlists/1/items/1', 'DELETE'],
  ])('a preflight of %s for %s is answered without a token', async (path, method) => {
    const { status, headers } = await preflight(path, method);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(300);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(list(headers.get('access-control-allow-methods'))).toEqual(
      expect.arrayContaining(['get', 'post', 'put', 'patch', 'delete']),
    );
    expect(list(headers.get('access-control-allow-headers'))).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'x-menlohacks-authorization',
        'idempotency-key',
        'if-match',
      ]),
    );
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  const answers: [request: string, sent: Sent, status: number][] = [
    ['GET /bucketlists', {}, 200],
    ['GET /bucketlists', { authorization: null }, 401],
    ['GET /bucketlists/x', {}, 400],
    ['POST /bucketlists', { text: '{' }, 400],
    ['POST /bucketlists', { text: 'x'.repeat(1_100_000) }, 413],
    ['GET /bucketlists/1/items/x', {}, 202],
    ['GET /nothing', {}, 404],
    ['PATCH /bucketlists', {}, 405],
    ['GET /bucketlists', { authorization: 'Bearer' }, 403],
  ];
  test.each(answers)('%s %j -> %i carries the header', async (request, sent, status) => {
    const answer = await ann.ask(request, { ...sent, headers: ORIGIN });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('only the origins that are configured are allowed', async () => {
    const origins = 'https://app.example.com,https://other.example.com';
    await beside({ QUINTET_CORS_ORIGINS: origins }, async ({ base }) => {
      for (const origin of origins.split(',')) {
        const { headers } = await send('GET', `${base}/bucketlists`, { headers: { origin } });
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(list(headers.get('vary'))).toContain('origin');
      }
      for (const origin of ['https://evil.example', 'https://app.example.com.evil.example', 'null']) {
        const { headers } = await send('GET', `${base}/bucketlists`, { headers: { origin } });
        expect(headers.get('access-control-allow-origin')).not.toBe(origin);
        expect(headers.get('access-control-allow-origin')).not.toBe('*');
      }
    });
  });
});

describe('bodies', () => {
  test('may be one mebibyte, and no more', async () => {
    const { body: bucket } = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } });
    const path = `POST /bucketlists/${bucket.id}/items`;
    const frame = JSON.stringify({ name: 'big', description: '' }).length;
    const fits = { name: 'big', description: 'd'.repeat(2 ** 20 - frame) };
    const { status, body } = await ann.ask(path, { json: fits });
    expect([status, body.item?.description?.length]).toEqual([200, 2 ** 20 - frame]);
    expect((await ann.ask(path, { json: { ...fits, description: `${fits.description}d` } })).status).toBe(413);
    expect((await ann.ask(`GET /bucketlists/${bucket.id}/items`)).body.count).toBe(1);
  });
});

describe('the documentation', () => {
  test.each(['/bucketlist', '/'])('is the home page at %s, in HTML, and needs no token', async (mount) => {
    await beside({ QUINTET_MOUNT_BUCKETLIST: mount }, async ({ url }) => {
      for (const path of new Set([mount, `${mount}/`.replace('//', '/')])) {
        const home = await send('GET', url + path);
        expect([path, home.status]).toEqual([path, 200]);
        expect(home.headers.get('content-type')).toMatch(/^text\/html/u);
        const page = await home.text();
        // nothing comes from elsewhere
        for (const [, address = ''] of page.matchAll(/(?:src|href)="([^"]+)"/gu)) {
          const linked = new URL(address, url + path);
          expect(linked.origin).toBe(url);
          expect((await send('GET', linked.href)).status, linked.href).toBe(200);
        }
      }
      const post = await send('POST', url + mount);
      expect((await inForm(post)).body.message).toBe('The method is not allowed for the requested URL');
      expect(post.status).toBe(405);
    });
  });

  test('is an OpenAPI 3.1 document with every path of the contract', async () => {
    const document = await openApi(server);
    expect(document.openapi).toMatch(/^3\.1\.\d+$/u);
    const [{ url: base = '' } = {}] = document.servers ?? [];
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['get', 'post', 'put', 'delete', 'patch'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/gu, '{}').replace(/\/$/u, '')}`),
    );
    const prefix = new URL(base, server.base).pathname.endsWith('/v1') ? '' : '/v1';
    expect(found.toSorted()).toEqual(
      [
        'POST /auth/register',
        'POST /auth/login',
        'POST /auth/logout',
        'POST /auth/reset/password',
        'GET /bucketlists',
        'POST /bucketlists',
        'GET /bucketlists/{}',
        'PUT /bucketlists/{}',
        'DELETE /bucketlists/{}',
        'GET /bucketlists/{}/items',
        'POST /bucketlists/{}/items',
        'GET /bucketlists/{}/items/{}',
        'PUT /bucketlists/{}/items/{}',
        'DELETE /bucketlists/{}/items/{}',
      ]
        .map((line) => line.replace(' ', ` ${prefix}`))
        .toSorted(),
    );
  });
});

describe('the server itself', () => {
  test('says that it lives and is ready, and shows metrics by route', async () => {
    await ann.ask('GET /bucketlists/1');
    await ann.ask('GET /nowhere-in-particular');
    expect((await send('GET', `${server.url}/livez`)).status).toBe(200);
    expect((await send('GET', `${server.url}/readyz`)).status).toBe(200);
    const metrics = await send('GET', `${server.url}/metrics`);
    expect(metrics.status).toBe(200);
    const page = await metrics.text();
    expect(page).not.toContain('nowhere-in-particular');
    expect(page).toMatch(/^\w*requests?\w*\{.*\/bucketlist\/v1\/bucketlists\/:bucketId.*\} \d/mu);
  });

  test('gives every answer a request id, and takes one that it is given', async () => {
    const first = await send('GET', `${server.base}/nothing`);
    const second = await send('GET', `${server.base}/nothing`);
    expect(first.headers.get('x-request-id')).toMatch(/^\S{8,}$/u);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    const named = await send('GET', `${server.base}/nothing`, { headers: { 'x-request-id': 'order-66' } });
    expect(named.headers.get('x-request-id')).toBe('order-66');
    for (const hostile of ['<script>', 'a b', 'x'.repeat(5_000), '{"level":50}']) {
      const answer = await send('GET', `${server.base}/nothing`, { headers: { 'x-request-id': hostile } });
      expect(answer.headers.get('x-request-id')).not.toBe(hostile);
    }
  });

  test('sends security headers, and does not say what it is made of', async () => {
    for (const path of ['/bucketlist/v1/bucketlists', '/bucketlist', '/nothing']) {
      const { headers } = await send('GET', server.url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    const home = await send('GET', `${server.url}/bucketlist`);
    expect(home.headers.get('content-security-policy')).toMatch(/default-src 'none'|default-src 'self'/u);
  });
});

interface OpenApi {
  readonly openapi: string;
  readonly servers?: readonly { readonly url?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The document, found from the home page as a reader would. */
async function openApi({ url }: RunningServer): Promise<OpenApi> {
  for (const path of ['/bucketlist/openapi.json', '/bucketlist/v1/openapi.json']) {
    const answer = await send('GET', url + path);
    if (answer.status === 200) {
      expect(answer.headers.get('content-type')).toMatch(/^application\/(?:json|vnd\.oai\.openapi\+json)/u);
      return (await answer.json()) as OpenApi;
    }
  }
  throw new Error('there is no document');
}

function list(header: string | null): string[] {
  return (header ?? '').toLowerCase().split(/\s*,\s*/u);
}
