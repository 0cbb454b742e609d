import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUser, send } from '../support/client.ts';
import { serverWith, startHere, type RunningServer, type Variables } from '../support/server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startHere();
});
afterAll(() => server?.stop());

/** Runs a body with a server of other variables. */
function beside(variables: Variables, body: (server: RunningServer) => Promise<void>): Promise<void> {
  return serverWith(variables, body, server);
}

describe('links between pages', () => {
  /** The first page's link to the next, of a new user with 11 buckets. */
  async function nextLink(base: string, headers: Record<string, string> = {}): Promise<string | null | undefined> {
    const user = await newUser(base);
    for (let bucket = 0; bucket < 11; bucket += 1) await user.ask('POST /bucketlists', { json: { name: 'Travel' } });
    return (await user.ask('GET /bucketlists', { headers })).body.next;
  }

  const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'lists.example.com' };

  test('are at the address that was asked', async () => {
    expect(await nextLink(server.base)).toBe(`${server.url}/bucketlist/v1/bucketlists/?page=2`);
    const local = server.base.replace('127.0.0.1', 'localhost');
    expect(await nextLink(local)).toBe(`${local}/bucketlists/?page=2`);
  });

  test('are not where somebody says who is not trusted', async () => {
    const headers = {
      ...FORWARDED,
      'x-forwarded-port': '1',
      'x-forwarded-prefix': '/evil',
      forwarded: 'host=evil.example',
    };
    expect(await nextLink(server.base, headers)).toBe(`${server.base}/bucketlists/?page=2`);
  });

  test('are where a trusted proxy says', async () => {
    await beside({ QUINTET_TRUSTED_PROXIES: '127.0.0.1,::1' }, async ({ base }) => {
      const path = '/bucketlist/v1/bucketlists/?page=2';
      expect(await nextLink(base, FORWARDED)).toBe(`https://lists.example.com${path}`);
      expect(await nextLink(base)).toBe(`${base}/bucketlists/?page=2`);
      expect(await nextLink(base, { ...FORWARDED, 'x-forwarded-host': 'lists.example.com:8443' })).toBe(
        `https://lists.example.com:8443${path}`,
      );
      expect(await nextLink(base, { ...FORWARDED, 'x-forwarded-port': '8443' })).toBe(
        `https://lists.example.com:8443${path}`,
      );
      // a path that the proxy takes off before it asks
      expect(await nextLink(base, { ...FORWARDED, 'x-forwarded-prefix': '/tools' })).toBe(
        `https://lists.example.com/tools${path}`,
      );
      // what is no host, or no scheme, is not believed
      for (const bad of ['evil.example/path', 'a b', '"><script>', 'user@evil.example', '']) {
        const next = await nextLink(base, { ...FORWARDED, 'x-forwarded-host': bad });
        expect(new URL(next ?? '').pathname).toBe('/bucketlist/v1/bucketlists/');
      }
      const odd = await nextLink(base, { ...FORWARDED, 'x-forwarded-proto': 'javascript' });
      expect(new URL(odd ?? '').protocol).toMatch(/^https?:$/u);
    });
  });

  test('are where a proxy in a trusted network says, and not where another is trusted', async () => {
    await beside({ QUINTET_TRUSTED_PROXIES: 'loopback' }, async ({ base }) => {
      expect(await nextLink(base, FORWARDED)).toMatch(/^https:\/\/lists\.example\.com\//u);
    });
    await beside({ QUINTET_TRUSTED_PROXIES: '192.0.2.0/24' }, async ({ base }) => {
      expect(await nextLink(base, FORWARDED)).toBe(`${base}/bucketlists/?page=2`);
    });
  });

  test('are at QUINTET_PUBLIC_URL, whatever the request says', async () => {
    for (const url of ['https://lists.example.com', 'https://lists.example.com/']) {
      await beside({ QUINTET_PUBLIC_URL: url, QUINTET_TRUSTED_PROXIES: '127.0.0.1' }, async ({ base }) => {
        const next = await nextLink(base, { 'x-forwarded-host': 'other.example', 'x-forwarded-proto': 'http' });
        expect(next).toBe('https://lists.example.com/bucketlist/v1/bucketlists/?page=2');
      });
    }
  });

  test.each(['/', '/lists', '/a/b/'])('have the base path %s in them', async (mount) => {
    await beside({ QUINTET_MOUNT_BUCKETLIST: mount }, async ({ url }) => {
      const path = `${mount.replace(/\/$/u, '')}/v1`;
      expect(await nextLink(`${url}${path}`)).toBe(`${url}${path}/bucketlists/?page=2`);
      if (mount === '/') return;
      const elsewhere = await send('GET', `${url}/bucketlist/v1/bucketlists`);
      expect(elsewhere.status).toBe(404);
    });
  });

  test('a page has as many entries as QUINTET_BUCKETLIST_PAGE_SIZE says', async () => {
    await beside({ QUINTET_BUCKETLIST_PAGE_SIZE: '3' }, async ({ base }) => {
      const user = await newUser(base);
      for (let bucket = 0; bucket < 4; bucket += 1) await user.ask('POST /bucketlists', { json: { name: 'Travel' } });
      const { body } = await user.ask('GET /bucketlists');
      expect(body.buckets).toHaveLength(3);
      expect(body.next).toBe(`${base}/bucketlists/?page=2`);
      expect((await user.ask('GET /bucketlists?limit=4')).body.buckets).toHaveLength(4);
    });
  });
});
