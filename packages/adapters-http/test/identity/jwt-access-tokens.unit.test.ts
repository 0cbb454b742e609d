import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { AccessTokenClaims } from '@quintet/core';
import { accessTokensContract, type Harness } from '@quintet/core/contracts';
import { memoryAdapters, settableClock } from '@quintet/core/memory';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jwtAccessTokens, type JwtAccessTokens } from '../../src/identity/jwt-access-tokens.ts';
import type { SigningKey } from '../../src/identity/signing-keys.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const OTHER_SECRET = 'another secret of more than 32 bytes';
const NOW = new Date('2026-11-22T08:00:00Z');
const pem = (type: 'ed25519' | 'rsa'): { readonly private: string; readonly public: string } => {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  return {
    private: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    public: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};
const ED25519 = pem('ed25519');
const RSA = pem('rsa');
const KEYS: Readonly<Record<string, SigningKey>> = {
  HS256: { secret: SECRET },
  EdDSA: { pem: ED25519.private },
  RS256: { pem: RSA.private },
};

const claims: AccessTokenClaims = {
  accountId: 5,
  tokenId: '0.k9dQ0T',
  issuedAt: NOW,
  expiresAt: new Date('2026-11-22T09:00:00Z'),
  permissions: ['get:actors'],
};

function tokensWith(keys: readonly [SigningKey, ...SigningKey[]], clock = settableClock(NOW)): JwtAccessTokens {
  return jwtAccessTokens({ keys, issuer: 'quintet', audience: 'apis', clock });
}

const sign = async (tokens: JwtAccessTokens): Promise<string> => (await tokens.sign(claims))._unsafeUnwrap();
const kindOf = async (tokens: JwtAccessTokens, token: string): Promise<string> =>
  (await tokens.verify(token)).match(
    () => 'good',
    ({ kind }) => kind,
  );
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(Object.entries(KEYS))('tokens signed with %s', (algorithm, key) => {
  let strangers = 0;
  const open: Harness = async (clock) => {
    // each subject has its own issuer, so that one is a stranger to the other; peers share it
    const issuer = `issuer ${(strangers += 1)}`;
    const subject = (): ReturnType<Harness> =>
      Promise.resolve({
        resolve: memoryAdapters({
          clock,
          accessTokens: jwtAccessTokens({ keys: [key], issuer, audience: 'a', clock }),
        }),
        openPeer: subject,
        close: async () => {},
      });
    return subject();
  };
  accessTokensContract({ describe, test, beforeAll, afterAll }, open, { shared: true });

  test('say what the contract of identity says', async () => {
    const token = await sign(tokensWith([key]));
    expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, typ: 'JWT', kid: expect.any(String) });
    expect(decodeJwt(token)).toEqual({
      iss: 'quintet',
      aud: 'apis',
      sub: '5',
      jti: '0.k9dQ0T',
      iat: NOW.getTime() / 1000,
      exp: NOW.getTime() / 1000 + 3600,
      permissions: ['get:actors'],
    });
  });

  test('are remembered only while they are good', async () => {
    const clock = settableClock(NOW);
    const tokens = tokensWith([key], clock);
    const token = await sign(tokens);
    for (const [moment, kind] of [
      [NOW, 'good'],
      [NOW, 'good'],
      [claims.expiresAt, 'token-expired'],
      [NOW, 'good'],
    ] as const) {
      clock.set(moment);
      expect(await kindOf(tokens, token)).toBe(kind);
    }
  });
});

describe('a token', () => {
  const tokens = tokensWith([{ secret: SECRET }]);
  const forge = (header: object, payload: object = {}, secret = SECRET): string => {
    const signed = `${base64(header)}.${base64({ ...goodPayload, ...payload })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const seconds = NOW.getTime() / 1000;
  const goodPayload = {
    iss: 'quintet',
    aud: 'apis',
    sub: '5',
    jti: '0.x',
    iat: seconds,
    exp: seconds + 60,
    permissions: [],
  };

  test('is good as a forger would make it who knows the secret', async () => {
    expect(await kindOf(tokens, forge({ alg: 'HS256' }))).toBe('good');
  });

  test.each([
    ['another issuer', { iss: 'other' }],
    ['another audience', { aud: 'other' }],
    ['no issuer', { iss: undefined }],
    ['no audience', { aud: undefined }],
    ['no account', { sub: undefined }],
    ['an account that is no number', { sub: 'ann' }],
    ['an account that is not whole', { sub: '1.5' }],
    ['no id', { jti: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: 'never' }],
    ['no moment of issue', { iat: undefined }],
    ['no permissions', { permissions: undefined }],
    ['permissions that are no text', { permissions: [1] }],
    ['another issuer, and an expiry that is past', { iss: 'other', exp: seconds - 1 }],
  ])('with %s is invalid', async (_what, payload) => {
    expect(await kindOf(tokens, forge({ alg: 'HS256' }, payload))).toBe('token-invalid');
  });

  test('with an expiry that is past is expired, and invalid with another’s signature', async () => {
    const payload = { exp: seconds };
    expect(await kindOf(tokens, forge({ alg: 'HS256' }, payload))).toBe('token-expired');
    expect(await kindOf(tokens, forge({ alg: 'HS256' }, payload, OTHER_SECRET))).toBe('token-invalid');
  });

  test.each(['none', 'None', 'HS384', 'RS256', 'EdDSA', ''])('of the algorithm %j is invalid', async (alg) => {
    expect(await kindOf(tokens, forge({ alg }))).toBe('token-invalid');
    expect(await kindOf(tokens, `${base64({ alg })}.${base64(goodPayload)}.`)).toBe('token-invalid');
  });

  test('signed with the public key as a secret is invalid', async () => {
    for (const { private: privateKey, public: publicKey } of [ED25519, RSA]) {
      const asymmetric = tokensWith([{ pem: privateKey }]);
      expect(await kindOf(asymmetric, forge({ alg: 'HS256' }, {}, publicKey))).toBe('token-invalid');
      expect(await kindOf(asymmetric, forge({ alg: 'HS256' }, {}, publicKey.trim()))).toBe('token-invalid');
    }
  });

  test('that brings its own key is invalid', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const own = await new SignJWT(goodPayload)
      .setProtectedHeader({ alg: 'EdDSA', jwk: publicKey.export({ format: 'jwk' }) })
      .sign(privateKey);
    expect(await kindOf(tokensWith([{ pem: ED25519.private }]), own)).toBe('token-invalid');
  });
});

describe('keys that take each other’s place', () => {
  const old = { kid: 'old', secret: OTHER_SECRET };
  const fresh = { kid: 'new', secret: SECRET };

  test('the first signs, all are accepted', async () => {
    const [before, during, after] = [tokensWith([old]), tokensWith([fresh, old]), tokensWith([fresh])];
    const [oldToken, newToken] = [await sign(before), await sign(during)];
    expect(decodeProtectedHeader(newToken).kid).toBe('new');
    expect([await kindOf(during, oldToken), await kindOf(during, newToken)]).toEqual(['good', 'good']);
    expect([await kindOf(after, oldToken), await kindOf(after, newToken)]).toEqual(['token-invalid', 'good']);
  });

  test('a secret that had no name is known again when it gets one', async () => {
    const token = await sign(tokensWith([{ secret: OTHER_SECRET }]));
    expect(await kindOf(tokensWith([fresh, old]), token)).toBe('good');
    expect(token).not.toContain(OTHER_SECRET);
  });

  test.each([undefined, 'unknown', '__proto__'])('a token of the key %j is invalid', async (kid) => {
    const signed = await new SignJWT({ permissions: [] })
      .setProtectedHeader({ alg: 'HS256', ...(kid === undefined ? {} : { kid }) })
      .setIssuer('quintet')
      .setAudience('apis')
      .setSubject('5')
      .setJti('0.x')
      .setIssuedAt(NOW)
      .setExpirationTime(claims.expiresAt)
      .sign(Buffer.from(SECRET));
    expect(await kindOf(tokensWith([fresh, old]), signed)).toBe('token-invalid');
    expect(await kindOf(tokensWith([fresh]), signed)).toBe('good');
  });

  test('a public key can take part, but not sign', async () => {
    const token = await sign(tokensWith([{ pem: ED25519.private }]));
    const another = pem('ed25519');
    expect(await kindOf(tokensWith([{ pem: another.private }, { pem: ED25519.public }]), token)).toBe('good');
    expect(() => tokensWith([{ pem: ED25519.public }])).toThrow(TypeError);
  });

  test('are of one kind', () => {
    expect(() => tokensWith([{ secret: SECRET }, { pem: ED25519.private }])).toThrow(TypeError);
    expect(() => tokensWith([{ pem: RSA.private }, { pem: ED25519.private }])).toThrow(TypeError);
  });

  test.each([
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ])('are strong enough, and of a kind that is accepted', (key) => {
    expect(() => tokensWith([{ pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() }])).toThrow(TypeError);
  });
});

describe('the public keys', () => {
  test.each(['EdDSA', 'RS256'])('check tokens of %s, and have nothing private in them', async (algorithm) => {
    const key = KEYS[algorithm];
    if (key === undefined) throw new Error(algorithm);
    const tokens = tokensWith([key]);
    const jwks = structuredClone<unknown>(tokens.jwks()) as { keys: Record<string, unknown>[] };
    expect(jwks.keys).toMatchObject([{ alg: algorithm, use: 'sig', kid: expect.any(String) }]);
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(jwks.keys[0]).not.toHaveProperty(name);
    const { payload } = await jwtVerify(await sign(tokens), createLocalJWKSet(jwks as never), { currentDate: NOW });
    expect(payload.sub).toBe('5');
  });

  test('are all told while they take each other’s place', () => {
    const another = pem('ed25519');
    expect(tokensWith([{ pem: another.private }, { pem: ED25519.public }]).jwks().keys).toHaveLength(2);
  });

  test('of a secret are none', () => {
    expect(tokensWith([{ secret: SECRET }]).jwks()).toEqual({ keys: [] });
  });
});
