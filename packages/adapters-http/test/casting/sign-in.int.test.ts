import { settableClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OidcIssuer } from '../../src/outbound/oidc-issuer.ts';
import { agencyInMemory, type Agency, type Received } from '../support/agency.ts';
import { AUDIENCE, CLIENT, startProvider, type TestProvider } from '../support/oidc.ts';

const PORTAL = 'https://portal.example.com/callback';
const APP = 'com.example.agency:/signed-in';
const CREDENTIALS = { username: 'ann@example.com', password: '123456' };

/** An agency with an account that can sign in. */
async function openAgency(callbacks: readonly string[] = [PORTAL, APP]): Promise<Agency> {
  const agency = agencyInMemory({ callbacks });
  await agency.quintet.identity.createAccount(CREDENTIALS);
  await agency.quintet.identity.grantRole({ username: CREDENTIALS.username, role: 'casting-assistant' });
  return agency;
}

/** A browser without scripts: it keeps cookies, and sends what is in a form. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly #agency: Agency;

  constructor(agency: Agency) {
    this.#agency = agency;
  }

  async open(request: string, form?: Readonly<Record<string, string>>): Promise<Received> {
    const received = await this.#agency.call(request, {
      ...(form === undefined
        ? {}
        : { text: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }),
      headers: { cookie: [...this.cookies].map((cookie) => cookie.join('=')).join('; ') },
    });
    for (const line of received.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (/Max-Age=0/u.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return received;
  }

  /** Opens the page that a request leads to, and gives what its form sends. */
  async form(path: string): Promise<Record<string, string>> {
    const page = await this.open(`GET ${path}`);
    expect(page.status).toBe(200);
    return fieldsOf(page);
  }

  async signIn(path = '/sign-in', credentials: Readonly<Record<string, string>> = CREDENTIALS): Promise<Received> {
    return this.open('POST /sign-in', { ...(await this.form(path)), ...credentials });
  }
}

function fieldsOf({ text }: Received): Record<string, string> {
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/gu)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]));
}

/** The way back that a page is given. */
function wayBack({ headers }: Received): { readonly to: string; readonly grant: URLSearchParams } {
  const [to = '', fragment = ''] = (headers.get('location') ?? '').split('#');
  return { to, grant: new URLSearchParams(fragment) };
}

describe('the bundled sign-in page', () => {
  test('leads back with a token in the fragment', async () => {
    const agency = await openAgency();
    const browser = new Browser(agency);
    const login = await browser.open('GET /login?state=xyz');
    expect(login.status).toBe(302);
    const location = new URL(login.headers.get('location') ?? '', 'http://api.example');
    expect(location.pathname).toBe('/casting/sign-in');
    expect(Object.fromEntries(location.searchParams)).toEqual({ redirect_uri: PORTAL, state: 'xyz' });

    const answer = await browser.signIn(`/sign-in${location.search}`);
    expect(answer.status).toBe(303);
    const { to, grant } = wayBack(answer);
    expect(to).toBe(PORTAL);
    expect(Object.fromEntries(grant)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: expect.stringMatching(/^(?:86399|86400)$/u),
      state: 'xyz',
    });
    const token = grant.get('access_token') ?? '';
    expect((await agency.call('GET /actors', { token })).status).toBe(200);
  });

  test('leads back to whichever callback is asked for, if it is allowed', async () => {
    const browser = new Browser(await openAgency());
    const login = await browser.open(`GET /login?redirect_uri=${encodeURIComponent(APP)}`);
    const { search } = new URL(login.headers.get('location') ?? '', 'http://api.example');
    const { to, grant } = wayBack(await browser.signIn(`/sign-in${search}`));
    expect(to).toBe(APP);
    expect(grant.get('state')).toMatch(/^[\w-]{22,}$/u);
  });

  test.each([
    'https://evil.example.com/',
    `${PORTAL}/`,
    `${PORTAL}?x=1`,
    `${PORTAL}#x`,
    'https://portal.example.com.evil.example/callback',
    'HTTPS://portal.example.com/callback',
    'javascript:alert(1)',
    '//evil.example.com',
    '/casting/actors',
  ])('never leads to %s', async (callback) => {
    const browser = new Browser(await openAgency());
    const query = `redirect_uri=${encodeURIComponent(callback)}`;
    expect(await browser.open(`GET /login?${query}`)).toMatchObject({ status: 400, body: { message: 'Bad Request' } });
    expect((await browser.open(`GET /sign-in?${query}`)).status).toBe(400);
    const form = { ...(await browser.form('/sign-in')), ...CREDENTIALS, redirect_uri: callback };
    const answer = await browser.open('POST /sign-in', form);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('shows the token where there is no callback', async () => {
    const agency = await openAgency([]);
    const browser = new Browser(agency);
    const answer = await browser.signIn();
    expect(answer.status).toBe(200);
    const [, token = ''] = /<textarea[^>]*>([^<]+)</u.exec(answer.text) ?? [];
    expect((await agency.call('GET /actors', { token })).status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    { username: 'ann@example.com', password: 'not-the-right-one' },
    { username: 'nobody@example.com', password: '123456' },
    { username: '', password: '' },
    { username: 'a\0b', password: '\0' },
    { username: 'ann@example.com', password: 'x'.repeat(2000) },
  ])('says the same to %j', async (credentials) => {
    const browser = new Browser(await openAgency());
    const answer = await browser.signIn('/sign-in?state=xyz', credentials);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('The username or the password is wrong.');
    expect(answer.text).not.toContain('not-the-right-one');
    expect(answer.text).not.toContain('\0');
    expect(browser.cookies.has('quintet_session')).toBe(false);
    // and the form can be sent once more
    const again = await browser.open('POST /sign-in', { ...fieldsOf(answer), ...CREDENTIALS });
    expect(wayBack(again).grant.get('state')).toBe('xyz');
  });

  test('takes names as text and not as HTML', async () => {
    const browser = new Browser(await openAgency());
    const username = `"><script>alert(1)</script>&'`;
    const answer = await browser.signIn(`/sign-in?state=${encodeURIComponent(username)}`, { username, password: 'x' });
    expect(answer.text).not.toContain('<script');
    expect(answer.text).toContain('&lt;script&gt;');
  });

  test('is not signed in on by a form of somebody else', async () => {
    const agency = await openAgency();
    const victim = new Browser(agency);
    const attacker = new Browser(agency);
    const stolen = await attacker.form('/sign-in');
    const attacks: readonly Readonly<Record<string, string>>[] = [
      { ...CREDENTIALS },
      { ...CREDENTIALS, csrf: '' },
      { ...CREDENTIALS, ...stolen },
    ];
    await victim.form('/sign-in');
    for (const form of attacks) {
      const answer = await victim.open('POST /sign-in', form);
      expect([answer.status, answer.headers.get('location')]).toEqual([403, null]);
      expect(victim.cookies.has('quintet_session')).toBe(false);
    }
    const own: Record<string, string> = { ...(await victim.form('/sign-in')), ...CREDENTIALS };
    for (const site of ['cross-site', 'same-site', 'none']) {
      const answer = await agency.call('POST /sign-in', {
        text: new URLSearchParams(own).toString(),
        type: 'application/x-www-form-urlencoded',
        headers: { cookie: `quintet_sign_in=${own['csrf'] ?? ''}`, 'sec-fetch-site': site },
      });
      expect(answer.status).toBe(403);
    }
    expect((await victim.open('POST /sign-in', own)).status).toBe(303);
  });

  test('takes no JSON', async () => {
    const agency = await openAgency();
    const answer = await agency.call('POST /sign-in', { json: CREDENTIALS });
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null]);
  });

  test('keeps a session that scripts do not see', async () => {
    const agency = await openAgency();
    const browser = new Browser(agency);
    const answer = await browser.signIn();
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^quintet_session=[^;]+; Path=\/casting; HttpOnly; SameSite=Lax$/u);
    const form = await browser.form('/sign-in?state=next');
    expect(form).toMatchObject({ continue: 'yes', state: 'next' });
    const { to, grant } = wayBack(await browser.open('POST /sign-in', form));
    expect([to, grant.get('state')]).toEqual([PORTAL, 'next']);
    expect(grant.get('access_token')).toBe(browser.cookies.get('quintet_session'));
  });

  test('the session is good for the page alone', async () => {
    const agency = await openAgency();
    const browser = new Browser(agency);
    await browser.signIn();
    expect((await browser.open('GET /actors')).status).toBe(401);
  });

  test('sends cookies over TLS alone where the page is behind it', async () => {
    const agency = agencyInMemory({ callbacks: [PORTAL], http: { publicUrl: 'https://api.example.com' } });
    expect((await agency.call('GET /sign-in')).headers.get('set-cookie')).toMatch(/; Secure/u);
  });

  test('signing out ends the session and its token', async () => {
    const agency = await openAgency();
    const browser = new Browser(agency);
    const token = wayBack(await browser.signIn()).grant.get('access_token') ?? '';
    const logout = await browser.open('GET /logout');
    expect([logout.status, logout.headers.get('location')]).toEqual([302, '/casting/signed-out']);
    expect(browser.cookies.has('quintet_session')).toBe(false);
    expect((await browser.open('GET /signed-out')).text).toContain('You are signed out');
    expect((await agency.call('GET /actors', { token })).body).toEqual({
      success: false,
      error: 401,
      message: 'Unauthorized',
    });
    expect(await browser.form('/sign-in')).not.toHaveProperty('continue');
  });

  test('signing out without a session is no mistake', async () => {
    const browser = new Browser(await openAgency());
    browser.cookies.set('quintet_session', 'nonsense');
    expect((await browser.open('GET /logout')).status).toBe(302);
  });

  test('lets nobody frame it, load anything into it, or send its forms elsewhere', async () => {
    const { headers } = await (await openAgency()).call('GET /sign-in');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' https://portal.example.com com.example.agency:;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
  });

  test('is told to wait after too many failures', async () => {
    const agency = await openAgency();
    const browser = new Browser(agency);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await browser.signIn('/sign-in', { ...CREDENTIALS, password: 'wrong' })).status).toBe(401);
    }
    const answer = await browser.signIn();
    expect(answer.status).toBe(429);
    expect(answer.text).toContain('Too many failed logins, try again later');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('with an external issuer', () => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());

  const open = (issuer = provider.issuer, clientId: string | undefined = CLIENT.client_id): Agency => {
    const clock = settableClock();
    return agencyInMemory({
      clock,
      callbacks: [CLIENT.callback, PORTAL],
      external: { issuer: new OidcIssuer({ issuer, clock }), audience: AUDIENCE, clientId },
    });
  };

  test('signing in leads to its authorize endpoint, which knows client and callback', async () => {
    const { status, headers } = await open().call('GET /login?state=xyz');
    expect(status).toBe(302);
    const location = new URL(headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(`${provider.issuer}/auth`);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      response_type: 'token',
      audience: AUDIENCE,
      client_id: CLIENT.client_id,
      redirect_uri: CLIENT.callback,
      state: 'xyz',
    });
    // this provider has given up the implicit flow, and says so to the callback: it knows the client and the callback
    const answer = await fetch(location, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(CLIENT.callback);
    expect(new URLSearchParams(back.hash.slice(1) || back.search).get('error')).toBe('unsupported_response_type');
  });

  test('signing in makes a state where none is given', async () => {
    const states = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const { headers } = await open().call('GET /login');
        return new URL(headers.get('location') ?? '').searchParams.get('state');
      }),
    );
    expect(new Set(states).size).toBe(5);
  });

  test('signing out leads to its end_session_endpoint', async () => {
    const { status, headers } = await open().call('GET /logout');
    expect(status).toBe(302);
    const location = new URL(headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(`${provider.issuer}/session/end`);
    expect(location.searchParams.get('client_id')).toBe(CLIENT.client_id);
    expect((await fetch(location)).status).toBe(200);
  });

  test('without a client id users sign in on the bundled page', async () => {
    const agency = agencyInMemory({
      callbacks: [PORTAL],
      external: { issuer: new OidcIssuer({ issuer: provider.issuer, clock: settableClock() }), audience: AUDIENCE },
    });
    expect((await agency.call('GET /login')).headers.get('location')).toMatch(/^\/casting\/sign-in\?/u);
  });

  test('one that is down is not led to', async () => {
    const agency = open('http://127.0.0.1:9');
    for (const path of ['/login', '/logout']) {
      const { status, body, headers } = await agency.call(`GET ${path}`);
      expect([status, body['success'], body['error']]).toEqual([503, false, 503]);
      expect(headers.get('retry-after')).toMatch(/^\d+$/u);
    }
  });
});
