import { gunzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { createBucketlistApi } from '../../src/bucketlist/index.ts';
import { appOf, bucketlistInMemory, quintetInMemory } from '../support/in-memory.ts';

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object>; readonly securitySchemes: Record<string, object> };
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly responses: Record<string, { readonly content: Record<string, unknown> }>;
}

const api = bucketlistInMemory();

async function documentOf(basePath: string): Promise<Document> {
  const { app } = bucketlistInMemory({ basePath });
  return (await (await app.request(`${basePath}/openapi.json`)).json()) as Document;
}

describe('the OpenAPI document', () => {
  test('is valid', async () => {
    const document = await documentOf('/bucketlist');
    expect(document.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test('has every endpoint but those of the documentation itself, and no other', async () => {
    const { paths } = await documentOf('/bucketlist');
    const { endpoints } = createBucketlistApi({ quintet: quintetInMemory(), basePath: '/bucketlist' });
    const mounted = endpoints
      .filter(({ path }) => path.startsWith('/v1/'))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.toSorted()).toEqual(mounted.toSorted());
    expect(mounted).toHaveLength(14);
    expect(endpoints.map(({ path }) => path).filter((path) => !path.startsWith('/v1/'))).toEqual([
      '',
      '/openapi.json',
      '/docs/:file',
    ]);
  });

  test('names every operation once, and says which need a token', async () => {
    const { paths } = await documentOf('/bucketlist');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const open = operations.filter(({ security }) => security.length === 0).map(({ operationId }) => operationId);
    expect(open.toSorted()).toEqual(['logIn', 'register']);
  });

  test.each(['/bucketlist', '/deep/er', ''])('is served where the API is: %j', async (basePath) => {
    const { servers } = await documentOf(basePath);
    expect(servers).toEqual([{ url: basePath === '' ? '/' : basePath }]);
  });
});

describe('the home page', () => {
  test.each(['/bucketlist', '/bucketlist/', '/bucketlist?x=1'])('is the documentation: %s', async (path) => {
    const answer = await api.app.request(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('<title>Bucket List API</title>');
  });

  test('is at the root where the API is', async () => {
    const { app } = bucketlistInMemory({ basePath: '' });
    const page = await (await app.request('/')).text();
    expect(page).toContain('src="/docs/start.js"');
    expect((await app.request('/docs/start.js')).status).toBe(200);
  });

  test('loads nothing but from its own origin, and lets no script be written into it', async () => {
    const answer = await api.app.request('/bucketlist');
    const page = await answer.text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]*)"/gu)].map(([, url]) => url);
    expect(loaded.length).toBeGreaterThan(3);
    for (const url of loaded) {
      expect(url).toMatch(/^\/bucketlist\//u);
      expect((await api.app.request(String(url))).status).toBe(200);
    }
    expect(page).not.toMatch(/<script(?![^>]* src=)/u);
    expect(page).not.toMatch(/\son\w+=/u);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test.each([
    ['swagger-ui.css', 'text/css; charset=utf-8'],
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['start.js', 'text/javascript; charset=utf-8'],
    ['favicon-32x32.png', 'image/png'],
  ])('loads %s', async (file, type) => {
    const answer = await api.app.request(`/bucketlist/docs/${file}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  test.each([
    'package.json',
    'index.html',
    '..%2fpackage.json',
    '%2e%2e%2fpackage.json',
    '..%5cpackage.json',
    '%2fetc%2fpasswd',
    '__proto__',
    'constructor',
    'swagger-ui.css%00',
  ])('gives no other file away: %s', async (file) => {
    const answer = await api.app.request(`http://api.example/bucketlist/docs/${file}`);
    expect([answer.status, await answer.json()]).toEqual([404, { status: 'failed', message: 'Endpoint not found' }]);
  });

  test('is not sent again to who has it', async () => {
    for (const path of ['/bucketlist', '/bucketlist/openapi.json', '/bucketlist/docs/swagger-ui.css']) {
      const etag = (await api.app.request(path)).headers.get('etag') ?? '';
      const again = await api.app.request(path, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      expect((await api.app.request(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
  });

  test('is compressed for who can read that', async () => {
    const path = '/bucketlist/docs/swagger-ui-bundle.js';
    const plain = await api.app.request(path);
    const compressed = await api.app.request(path, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('vary')).toContain('Accept-Encoding');
    const bytes = Buffer.from(await compressed.arrayBuffer());
    const script = Buffer.from(await plain.arrayBuffer());
    expect(gunzipSync(bytes).equals(script)).toBe(true);
    expect(bytes.length).toBeLessThan(script.length / 2);
  });

  test('can’t be broken by its base path', async () => {
    const basePath = `/a"'<b`;
    const { app } = appOf([createBucketlistApi({ quintet: quintetInMemory(), basePath })]);
    const page = await (await app.request(`http://api.example${encodeURI(basePath)}`)).text();
    expect(page).not.toContain(basePath);
  });
});
