import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { freshEmail, newUser, stranger, tally, type Answer, type Client } from '../support/client.ts';
import { serverWith, type RunningServer, type Variables } from '../support/server.ts';

const TOO_MANY = { status: 'failed', message: 'Too many failed logins, try again later' };

/** Runs a body with a server that has the default limits but for some. */
function limited(variables: Variables, body: (server: RunningServer) => Promise<void>): Promise<void> {
  return serverWith({ QUINTET_LOGIN_LIMIT: '', QUINTET_LOGIN_LIMIT_ADDRESS: '', ...variables }, body);
}

function tryPassword(client: Client, password: string, headers: Record<string, string> = {}): Promise<Answer> {
  return stranger(client.base).ask('POST /auth/login', { json: { email: client.email, password }, headers });
}

function expectTooMany(answer: Answer, window: number): void {
  expect([answer.status, answer.body]).toEqual([429, TOO_MANY]);
  const wait = answer.headers.get('retry-after') ?? '';
  expect(wait).toMatch(/^[1-9]\d*$/u);
  expect(Number(wait)).toBeLessThanOrEqual(window);
}

describe('failed logins', () => {
  test('by default ten in 15 minutes are answered for an account; then a right password is refused too', async () => {
    await limited({}, async ({ base }) => {
      const ann = await newUser(base);
      const bob = await newUser(base);
      for (let failure = 0; failure < 10; failure += 1) {
        const email = failure % 2 === 0 ? ann.email : ann.email.toUpperCase();
        const { status } = await stranger(base).ask('POST /auth/login', { json: { email, password: 'wrong one' } });
        expect(status).toBe(401);
      }
      expectTooMany(await tryPassword(ann, 'wrong one'), 900);
      expectTooMany(await tryPassword(ann, ann.password), 900);
      expectTooMany(await tryPassword({ ...ann, email: ann.email.toUpperCase() }, ann.password), 900);
      // a token at hand goes on, and so does everybody else
      expect((await ann.ask('GET /bucketlists')).status).toBe(200);
      expect((await tryPassword(bob, bob.password)).status).toBe(200);
    });
  });

  test('are forgotten after the window, which slides', async () => {
    await limited({ QUINTET_LOGIN_LIMIT: '2/4' }, async ({ base }) => {
      const ann = await newUser(base);
      await tryPassword(ann, 'wrong one');
      await sleep(1_000);
      await tryPassword(ann, 'wrong one');
      const refused = await tryPassword(ann, ann.password);
      expectTooMany(refused, 4);
      // Retry-After is honest: after it the right password is accepted
      await sleep(Number(refused.headers.get('retry-after')) * 1_000 + 50);
      expect((await tryPassword(ann, ann.password)).status).toBe(200);
    });
  });

  test('of many at once no more are answered than the limit allows', async () => {
    await limited({ QUINTET_LOGIN_LIMIT: '5/900' }, async ({ base }) => {
      const ann = await newUser(base);
      const answers = await Promise.all(Array.from({ length: 25 }, (_, index) => tryPassword(ann, `wrong ${index}`)));
      expect(tally(answers)).toEqual({ 401: 5, 429: 20 });
    });
  });

  test('count for an account that is not there', async () => {
    await limited({ QUINTET_LOGIN_LIMIT: '2/900' }, async ({ base }) => {
      const nobody = stranger(base);
      expect((await tryPassword(nobody, '123456')).status).toBe(401);
      expect((await tryPassword(nobody, '123456')).status).toBe(401);
      expectTooMany(await tryPassword(nobody, '123456'), 900);
    });
  });

  test('are counted for an address over all accounts', async () => {
    await limited({ QUINTET_LOGIN_LIMIT_ADDRESS: '4/900' }, async ({ base }) => {
      const ann = await newUser(base);
      for (let failure = 0; failure < 4; failure += 1) {
        expect((await tryPassword({ ...ann, email: freshEmail() }, '123456')).status).toBe(401);
      }
      expectTooMany(await tryPassword(ann, ann.password), 900);
      // who is not trusted can't say to come from elsewhere
      expectTooMany(await tryPassword(ann, ann.password, { 'x-forwarded-for': '203.0.113.9' }), 900);
    });
  });

  test('are counted for the address that a trusted proxy names', async () => {
    await limited({ QUINTET_LOGIN_LIMIT_ADDRESS: '2/900', QUINTET_TRUSTED_PROXIES: '127.0.0.1' }, async ({ base }) => {
      const ann = await newUser(base);
      const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
      for (const spoofed of ['', '198.51.100.1, ']) {
        await tryPassword({ ...ann, email: freshEmail() }, '123456', from(`${spoofed}203.0.113.9`));
      }
      expectTooMany(await tryPassword(ann, ann.password, from('203.0.113.9')), 900);
      expect((await tryPassword(ann, ann.password, from('203.0.113.10'))).status).toBe(200);
    });
  });

  test('have no limit where it is off', async () => {
    await limited({ QUINTET_LOGIN_LIMIT: 'off', QUINTET_LOGIN_LIMIT_ADDRESS: 'off' }, async ({ base }) => {
      const ann = await newUser(base);
      for (let failure = 0; failure < 12; failure += 1) await tryPassword(ann, 'wrong one');
      expect((await tryPassword(ann, ann.password)).status).toBe(200);
    });
  });
});
