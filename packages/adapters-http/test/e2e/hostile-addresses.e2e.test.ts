import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUser, tally } from '../support/client.ts';
import { expectRefused, makeGuarded, type Guarded } from '../support/guarded.ts';
import { startHere, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let guarded: Guarded;
beforeAll(async () => {
  server = await startHere();
  guarded = await makeGuarded(server);
});
afterAll(() => server?.stop());

describe('addresses', () => {
  const paths = [
    '/bucketlists/%ZZ',
    '/bucketlists/%',
    '/bucketlists/%E0%A4%A',
    '/bucketlists/%C0%AF',
    '/bucketlists/%FF',
    '/bucketlists/%00',
    '/bucketlists/1%2F..%2F2',
    '/bucketlists/..%2f..%2fetc%2fpasswd',
    '/bucketlists/%2e%2e/%2e%2e/etc/passwd',
    '/bucketlists/1;DROP TABLE buckets',
    "/bucketlists/1'%20OR%20'1'='1",
    '/bucketlists/1/items/%ED%A0%80',
    '/bucketlists/-1',
    '/bucketlists/+1',
    '/bucketlists/-0',
    '/bucketlists/١',
    `/bucketlists/${'9'.repeat(1_000)}`,
    `/bucketlists/${'9'.repeat(5_000)}/items/${'9'.repeat(5_000)}`,
    `/${'bucketlists/'.repeat(500)}`,
    '//bucketlists',
    '/bucketlists//',
    '/bucketlists/1/items//2',
  ];
  test.each(paths)('%s is refused', async (path) => {
    await guarded.unchanged(async () => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        expectRefused(await guarded.client.ask(`${method} ${path}`, method === 'PUT' ? { json: { name: 'x' } } : {}));
      }
    });
  });

  const queries = [
    'page=%ZZ',
    'q=%',
    'q=%E0%A4%A',
    'q=%FF',
    'q=%00',
    'q=%ED%A0%80',
    'q=a&q=b',
    'page=1&page=2',
    'q[]=a',
    'q[a]=b',
    'page[]=1',
    `page=${'9'.repeat(3_000)}`,
    `limit=${'9'.repeat(3_000)}`,
    'limit=abc',
    'limit=1.5',
    'limit=-9223372036854775809',
    'limit=NaN',
    'page=9223372036854775807&limit=100',
    'page=92233720368547758&limit=100',
    '&&&==&',
    '?',
    '%3F=%26',
  ];
  test.each(queries)('?%s is answered', async (query) => {
    for (const list of ['/bucketlists', `/bucketlists/${guarded.bucket}/items`]) {
      const { status } = await guarded.client.ask(`GET ${list}?${query}`);
      expect([200, 400]).toContain(status);
    }
  });
});

describe('at the same moment', () => {
  test('buckets that are deleted while items come leave nothing behind and break nothing', async () => {
    const rounds = process.env['QUINTET_TEST_LONG'] === '1' ? 100 : 5;
    const ann = await newUser(server.base);
    for (let round = 0; round < rounds; round += 1) {
      const { body: bucket } = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } });
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          index === 6
            ? ann.ask(`DELETE /bucketlists/${bucket.id}`)
            : ann.ask(`POST /bucketlists/${bucket.id}/items`, { json: { name: 'biscuits' } }),
        ),
      );
      for (const [index, { status, body }] of answers.entries()) {
        expect(status).toBe(index === 6 || body.status === 'success' ? 200 : 202);
      }
      expect((await ann.ask(`GET /bucketlists/${bucket.id}/items`)).status).toBe(404);
    }
    expect((await ann.ask('GET /bucketlists')).body.count).toBe(0);
  });

  test('of many that delete the same, one succeeds', async () => {
    const ann = await newUser(server.base);
    const { body: bucket } = await ann.ask('POST /bucketlists', { json: { name: 'Travel' } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ann.ask(`DELETE /bucketlists/${bucket.id}`)));
    expect(tally(answers)).toEqual({ 200: 1, 404: 7 });
  });
});
