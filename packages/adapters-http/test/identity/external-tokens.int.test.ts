import { externalTokensContract } from '@quintet/core/contracts';
import { settableClock } from '@quintet/core/memory';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExternalTokens } from '@quintet/core';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExternalTokens, NO_EXTERNAL_TOKENS } from '../../src/identity/external-tokens.ts';
import { OidcIssuer } from '../../src/outbound/oidc-issuer.ts';
import { AUDIENCE, newKey, startProvider, type TestProvider } from '../support/oidc.ts';

let provider: TestProvider;

beforeAll(async () => {
  provider = await startProvider();
});

afterAll(async () => {
  await provider.close();
});

const clock = settableClock();

/** Tokens as a server that has just started checks them. */
function freshTokens(issuer: string = provider.issuer): ExternalTokens {
  return createExternalTokens({ issuer: new OidcIssuer({ issuer, clock }), audience: AUDIENCE, clock });
}

async function errorOf(tokens: ExternalTokens, token: string): Promise<unknown> {
  const error = (await tokens.verify(token))._unsafeUnwrapErr();
  return error.kind === 'token-invalid' && error.flaw !== undefined ? `${error.kind}: ${error.flaw}` : error.kind;
}

const fetchesOfKeys = (): number => provider.requests.filter((path) => path === '/jwks').length;

describe('a token of the issuer', () => {
  test('is accepted, with its permissions', async () => {
    const token = await provider.token(['get:actors', 'post:actor']);
    const tokens = freshTokens();
    expect(tokens.claims(token)).toBe(true);
    const claims = (await tokens.verify(token))._unsafeUnwrap();
    expect(claims).toMatchObject({ issuer: provider.issuer, permissions: ['get:actors', 'post:actor'] });
    expect(claims.subject).not.toBe('');
    expect(claims.expiresAt.getTime()).toBeGreaterThan(clock.now().getTime());
  });

  test('may permit nothing', async () => {
    expect((await freshTokens().verify(await provider.token([])))._unsafeUnwrap().permissions).toEqual([]);
  });

  test('is accepted whether or not the issuer is configured with its closing slash', async () => {
    const tokens = freshTokens(`${provider.issuer}/`);
    const token = await provider.token(['get:actors']);
    expect(tokens.claims(token)).toBe(true);
    expect((await tokens.verify(token)).isOk()).toBe(true);
  });

  test('many at once have the keys fetched once', async () => {
    const token = await provider.token(['get:actors']);
    const tokens = freshTokens();
    const before = fetchesOfKeys();
    const results = await Promise.all(Array.from({ length: 20 }, () => tokens.verify(token)));
    expect(results.every((result) => result.isOk())).toBe(true);
    expect(fetchesOfKeys() - before).toBe(1);
  });

  test('is refused without permissions', async () => {
    expect(await errorOf(freshTokens(), await provider.token(undefined))).toBe('token-invalid: permissions');
  });

  test.each(['get:actors', { 0: 'get:actors' }, [7], null])(
    'is refused with the permissions %j',
    async (permissions) => {
      expect(await errorOf(freshTokens(), await provider.forge({ permissions }))).toBe('token-invalid: permissions');
    },
  );

  test('is refused for another audience', async () => {
    const token = await provider.token(['get:actors'], 'https://other.example.com');
    expect(await errorOf(freshTokens(), token)).toBe('token-invalid: claims');
  });

  test('is refused with another issuer', async () => {
    const token = await provider.forge({ iss: 'https://other.example.com/' });
    expect(freshTokens().claims(token)).toBe(false);
    expect(await errorOf(freshTokens(), token)).toBe('token-invalid: claims');
  });

  test.each(['sub', 'exp', 'aud'])('is refused without %s', async (claim) => {
    expect(await errorOf(freshTokens(), await provider.forge({ [claim]: undefined }))).toBe('token-invalid: claims');
  });

  test.each(['', 'a\0b', 'x'.repeat(256)])('is refused for the subject %j', async (sub) => {
    expect(await errorOf(freshTokens(), await provider.forge({ sub }))).toBe('token-invalid: claims');
  });

  test('goes on for five seconds after its end, and no longer', async () => {
    const ends = Math.floor(clock.now().getTime() / 1000) + 60;
    const token = await provider.forge({ exp: ends });
    const at = settableClock(new Date((ends + 4) * 1000));
    const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock: at });
    expect((await tokens.verify(token)).isOk()).toBe(true);
    at.advance(1000);
    expect(await errorOf(tokens, token)).toBe('token-expired');
  });

  test('is refused before its time', async () => {
    const token = await provider.forge({ nbf: Math.floor(Date.now() / 1000) + 3600 });
    expect(await errorOf(freshTokens(), token)).toBe('token-invalid: claims');
  });
});

describe('a token that somebody made', () => {
  test('with HMAC and the public key as its secret is refused', async () => {
    const [key] = provider.keys;
    const tokens = freshTokens();
    const publicKey = (await importJWK(key?.publicJwk ?? {}, 'RS256')) as CryptoKey;
    const secrets = [
      await exportSPKI(publicKey),
      (await exportSPKI(publicKey)).trimEnd(),
      JSON.stringify(key?.publicJwk),
    ];
    for (const secret of secrets) {
      const token = await provider.forge({}, { alg: 'HS256' }, new TextEncoder().encode(secret));
      expect(tokens.claims(token)).toBe(true);
      expect(await errorOf(tokens, token)).toBe('token-invalid');
    }
  });

  test('with another RSA algorithm is refused', async () => {
    const [key] = provider.keys;
    const { alg: _, ...jwk } = key?.privateJwk ?? {};
    const signing = (await importJWK(jwk, 'RS512')) as CryptoKey;
    expect(await errorOf(freshTokens(), await provider.forge({}, { alg: 'RS512' }, signing))).toBe('token-invalid');
  });

  test('without a signature is refused', async () => {
    const token = new UnsecuredJWT({ permissions: ['get:actors'] })
      .setIssuer(provider.issuer)
      .setAudience(AUDIENCE)
      .setSubject('ann')
      .setExpirationTime('1h')
      .encode();
    expect(await errorOf(freshTokens(), token)).toBe('token-key-unnamed');
    const [, payload] = token.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: provider.keys[0]?.kid })).toString('base64url');
    expect(await errorOf(freshTokens(), `${header}.${payload}.`)).toBe('token-invalid');
  });

  test("with a key of one's own under the issuer's name for its key is refused", async () => {
    const { privateKey } = await newKey();
    expect(await errorOf(freshTokens(), await provider.forge({}, {}, privateKey))).toBe('token-invalid');
  });

  test('with a key that it brings along is refused', async () => {
    const { privateKey, publicJwk } = await newKey();
    const token = await provider.forge({}, { jwk: publicJwk, kid: provider.keys[0]?.kid }, privateKey);
    expect(await errorOf(freshTokens(), token)).toBe('token-invalid');
  });

  test('out of a good one, with other permissions, is refused', async () => {
    const [header, payload = '', signature] = (await provider.token(['get:actors'])).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify({ ...claims, permissions: ['delete:movies'] })).toString('base64url');
    expect(await errorOf(freshTokens(), `${header}.${changed}.${signature}`)).toBe('token-invalid');
  });

  test('without a key is refused', async () => {
    const [key] = provider.keys;
    if (key === undefined) throw new Error('the provider has no key');
    const token = await new SignJWT({ permissions: [] })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(provider.issuer)
      .sign(key.privateKey);
    expect(await errorOf(freshTokens(), token)).toBe('token-key-unnamed');
  });

  test.each(['', 'x', 'a.b', 'a.b.c', '..', 'e30.e30.e30', '\0.\0.\0', 'a.b.c.d.e', '💃', 'ey.'.repeat(10_000)])(
    'out of nothing (%j) is refused',
    async (token) => {
      expect(freshTokens().claims(token)).toBe(false);
      expect(await errorOf(freshTokens(), token)).toMatch(/^token-(?:invalid|key-unnamed)$/u);
    },
  );
});

describe("the issuer's keys", () => {
  test('are fetched again for a new one, while the old go on', async () => {
    const tokens = freshTokens();
    const old = await provider.token(['get:actors']);
    expect((await tokens.verify(old)).isOk()).toBe(true);
    await provider.rotate('keep-old-keys');
    const fresh = await provider.token(['get:movies']);
    expect((await tokens.verify(fresh))._unsafeUnwrap().permissions).toEqual(['get:movies']);
    expect((await tokens.verify(old)).isOk()).toBe(true);
  });

  test('that are gone are forgotten as soon as any are fetched', async () => {
    const tokens = freshTokens();
    const old = await provider.token(['get:actors']);
    expect((await tokens.verify(old)).isOk()).toBe(true);
    await provider.rotate();
    expect((await tokens.verify(await provider.token(['get:actors']))).isOk()).toBe(true);
    expect(await errorOf(tokens, old)).toBe('token-key-unknown');
  });

  test('that are gone are forgotten within ten minutes', async () => {
    const at = settableClock();
    const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock: at });
    const old = await provider.forge({ exp: Math.floor(Date.now() / 1000) + 7200 });
    expect((await tokens.verify(old)).isOk()).toBe(true);
    await provider.rotate();
    at.advance(599_000);
    expect((await tokens.verify(old)).isOk()).toBe(true);
    at.advance(1000);
    await expect.poll(() => errorOf(tokens, old).catch(() => 'good')).toBe('token-key-unknown');
  });

  test('are not fetched at the rate of tokens with unknown keys', async () => {
    const tokens = freshTokens();
    const good = await provider.token(['get:actors']);
    expect((await tokens.verify(good)).isOk()).toBe(true);
    const before = fetchesOfKeys();
    for (let number = 0; number < 50; number += 1) {
      expect(await errorOf(tokens, await provider.forge({}, { kid: `nobody-${number}` }))).toBe('token-key-unknown');
    }
    expect(fetchesOfKeys() - before).toBe(3);
    expect((await tokens.verify(good)).isOk()).toBe(true);
  });

  test('can be learnt of again after a while', async () => {
    const at = settableClock();
    const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock: at });
    for (let number = 0; number < 9; number += 1) {
      expect(await errorOf(tokens, await provider.forge({}, { kid: 'nobody' }))).toBe('token-key-unknown');
    }
    await provider.rotate();
    const fresh = await provider.token(['get:actors']);
    expect(await errorOf(tokens, fresh)).toBe('token-key-unknown');
    at.advance(15_000);
    expect((await tokens.verify(fresh)).isOk()).toBe(true);
  });
});

describe('an issuer that is down', () => {
  test('lets known keys go on, and has unknown ones wait', async () => {
    const tokens = freshTokens();
    const known = await provider.token(['get:actors']);
    expect((await tokens.verify(known)).isOk()).toBe(true);
    const unknown = await provider.forge({}, { kid: 'nobody' });
    await provider.down();
    try {
      expect((await tokens.verify(known)).isOk()).toBe(true);
      for (let number = 0; number < 9; number += 1) expect(await errorOf(tokens, unknown)).toBe('unavailable');
      expect((await tokens.verify(unknown))._unsafeUnwrapErr()).toMatchObject({ retryAfter: expect.any(Number) });
      expect((await tokens.verify(known)).isOk()).toBe(true);
      // a server that starts now knows no key
      expect(await errorOf(freshTokens(), known)).toBe('unavailable');
    } finally {
      await provider.up();
    }
  });

  test('lets known keys go on however old they are', async () => {
    const at = settableClock();
    const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock: at });
    const known = await provider.forge({ exp: Math.floor(Date.now() / 1000) + 86_400 });
    expect((await tokens.verify(known)).isOk()).toBe(true);
    await provider.down();
    try {
      for (let hour = 0; hour < 5; hour += 1) {
        at.advance(3_600_000);
        expect((await tokens.verify(known)).isOk()).toBe(true);
      }
    } finally {
      await provider.up();
    }
  });

  test('is asked again when it is back', async () => {
    const at = settableClock();
    const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock: at });
    const token = await provider.forge({});
    await provider.down();
    for (let number = 0; number < 9; number += 1) expect(await errorOf(tokens, token)).toBe('unavailable');
    await provider.up();
    const { retryAfter } = (await tokens.verify(token))._unsafeUnwrapErr() as { readonly retryAfter: number };
    at.advance(retryAfter * 1000);
    expect((await tokens.verify(token)).isOk()).toBe(true);
  });
});

describe('an issuer that does not answer', () => {
  let silent: Server;
  let address: string;

  beforeAll(async () => {
    silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  test('is waited for so long, and no longer', async () => {
    const issuer = new OidcIssuer({ issuer: address, clock, timeout: 200 });
    const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock });
    const token = await provider.forge({ iss: address });
    const begun = performance.now();
    expect(await errorOf(tokens, token)).toBe('unavailable');
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe('an issuer that answers something else', () => {
  const answers: Readonly<Record<string, (path: string) => readonly [number, string]>> = {
    'an error': () => [500, '{}'],
    'no JSON': () => [200, '<html>'],
    'metadata of another issuer': () => [200, JSON.stringify({ issuer: 'https://elsewhere.example.com' })],
    'keys that are none': (path) => (path.includes('openid') ? [404, ''] : [200, '{"keys":5}']),
    'nothing anywhere': () => [404, ''],
  };
  test.each(Object.entries(answers))('%s', async (_, answer) => {
    const server = createServer((request, response) => {
      const [status, body] = answer(request.url ?? '');
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const issuer = new OidcIssuer({ issuer: address, clock });
      const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock });
      expect(await errorOf(tokens, await provider.forge({ iss: address }))).toBe('unavailable');
    } finally {
      server.close();
    }
  });

  test('without metadata, its keys are where Auth0 has them, and so is the rest', async () => {
    const [key] = provider.keys;
    const server = createServer((request, response) => {
      const isKeys = request.url === '/.well-known/jwks.json';
      response.writeHead(isKeys ? 200 : 404).end(isKeys ? JSON.stringify({ keys: [key?.publicJwk] }) : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const issuer = new OidcIssuer({ issuer: address, clock });
      const tokens = createExternalTokens({ issuer, audience: AUDIENCE, clock });
      expect((await tokens.verify(await provider.forge({ iss: address }))).isOk()).toBe(true);
      const metadata = (await issuer.metadata())._unsafeUnwrap();
      expect(metadata).toEqual({
        jwksUri: `${address}.well-known/jwks.json`,
        authorizationEndpoint: `${address}authorize`,
      });
    } finally {
      server.close();
    }
  });
});

externalTokensContract({ describe, test, beforeAll, afterAll }, async () => {
  const at = settableClock();
  const issuer = new OidcIssuer({ issuer: provider.issuer, clock: at });
  return {
    tokens: createExternalTokens({ issuer, audience: AUDIENCE, clock: at }),
    issue: ({ subject, permissions, expiresAt }) =>
      provider.forge({ sub: subject, permissions, exp: expiresAt.getTime() / 1000 }),
    advance: (milliseconds) => at.advance(milliseconds),
    now: () => at.now(),
    close: async () => {},
  };
});

test('without an issuer no token is one of its', async () => {
  const token = await provider.token(['get:actors']);
  expect(NO_EXTERNAL_TOKENS.claims(token)).toBe(false);
  expect(await errorOf(NO_EXTERNAL_TOKENS, token)).toBe('token-invalid');
});
