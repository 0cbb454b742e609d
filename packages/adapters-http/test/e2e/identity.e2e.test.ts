import { generateKeyPairSync, createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshEmail, logIn, newUser, send, stranger, tally, type Client } from '../support/client.ts';
import { SECRET, serverWith, startHere, type RunningServer } from '../support/server.ts';
import { claimsOf, damaged, resign, unsigned, withHeader } from '../support/tokens.ts';

const INVALID = 'Invalid token. Please sign in again';
const EXPIRED = 'Signature expired, Please sign in again';
const BLACKLISTED = 'Token was Blacklisted, Please login In';

const seconds = (): number => Math.floor(Date.now() / 1000);

let server: RunningServer;
beforeAll(async () => {
  server = await startHere();
});
afterAll(() => server?.stop());

/** What buckets answer to a token; `undefined`: they are shown. */
async function refusal(token: string, { base } = server): Promise<string | undefined> {
  const { status, body } = await stranger(base, { token }).ask('GET /bucketlists');
  expect(status).toBe(body.status === 'success' ? 200 : 401);
  return body.message;
}

describe('access tokens', () => {
  test('have the claims of the contract, and live a day', async () => {
    const ann = await newUser(server.base);
    const claims = claimsOf(ann.token);
    expect(claims).toMatchObject({
      iss: expect.any(String) as unknown,
      aud: expect.anything() as unknown,
      sub: expect.stringMatching(/^\d+$/u) as unknown,
      jti: expect.any(String) as unknown,
      iat: expect.any(Number) as unknown,
      permissions: [],
    });
    expect(Math.abs(Number(claims.iat) - seconds())).toBeLessThanOrEqual(2);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(86_400);
    expect(decodeProtectedHeader(ann.token)).toMatchObject({ alg: 'HS256' });
    expect(claimsOf((await logIn(ann)).token).sub).toBe(claims.sub);
  });

  test('are signed with the secret', async () => {
    const { token } = await newUser(server.base);
    await expect(jwtVerify(token, new TextEncoder().encode(SECRET))).resolves.toBeDefined();
  });

  describe('are refused when they are forged', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forgeries: Record<string, (token: string) => string | Promise<string>> = {
      'alg none': unsigned,
      'alg none, in capitals': (token) => withHeader(token, { alg: 'NONE', typ: 'JWT' }),
      'alg none with the old signature': (token) => withHeader(token, { alg: 'none' }),
      'another secret': (token) => resign(token, {}, `${SECRET}!`),
      'an empty part': (token) => token.replace(/\.[^.]+$/u, '.'),
      'HS512 in the header': (token) => withHeader(token, { alg: 'HS512', typ: 'JWT' }),
      'RS256 with a key of its own': (token) =>
        new SignJWT(claimsOf(token)).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
      'RS256 with the key in its header': (token) =>
        new SignJWT(claimsOf(token))
          .setProtectedHeader({ alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) })
          .sign(privateKey),
      'a kid that is a path': (token) => withHeader(token, { alg: 'HS256', kid: '../../../../dev/null' }),
      'an unknown crit': (token) => withHeader(token, { alg: 'HS256', crit: ['x'], x: 1 }),
      'a changed header': (token) => damaged(token, 0),
      'changed claims': (token) => damaged(token, 1),
      'a changed signature': (token) => damaged(token, 2),
      'another issuer': (token) => resign(token, { iss: 'https://evil.example' }),
      'no issuer': (token) => resign(token, { iss: undefined }),
      'another audience': (token) => resign(token, { aud: 'someone else' }),
      'no audience': (token) => resign(token, { aud: undefined }),
      'no expiry': (token) => resign(token, { exp: undefined }),
      'an expiry that is text': (token) => resign(token, { exp: '9999999999' }),
      'no subject': (token) => resign(token, { sub: undefined }),
      'a subject that is a number': (token) => resign(token, { sub: Number(claimsOf(token).sub) }),
      'a subject that is no number': (token) => resign(token, { sub: 'ann' }),
      'a subject with a fraction': (token) => resign(token, { sub: `${claimsOf(token).sub}.5` }),
      'a negative subject': (token) => resign(token, { sub: '-1' }),
      'a subject of 0': (token) => resign(token, { sub: '0' }),
      'a subject beyond 2^53': (token) => resign(token, { sub: '9007199254740993' }),
      'a subject that is a list': (token) => resign(token, { sub: [claimsOf(token).sub] }),
      'no jti': (token) => resign(token, { jti: undefined }),
      'a jti that is an object': (token) => resign(token, { jti: {} }),
      'an empty jti': (token) => resign(token, { jti: '' }),
      'a jti with NUL': (token) => resign(token, { jti: '0.\0' }),
      'a jti of 5,000 letters': (token) => resign(token, { jti: `0.${'a'.repeat(5_000)}` }),
      'an expiry beyond all dates': (token) => resign(token, { exp: 1e15 }),
      'permissions that are text': (token) => resign(token, { permissions: 'all' }),
      'not valid before tomorrow': (token) => resign(token, { nbf: seconds() + 86_400 }),
      'a megabyte of letters': () => 'a'.repeat(8_000),
      'two dots': () => '..',
      'a dot too many': (token) => `${token}.x`,
    };
    test.each(Object.entries(forgeries))('%s', async (_, forge) => {
      const { token } = await newUser(server.base);
      expect(await refusal(await forge(token))).toBe(INVALID);
      expect(await refusal(token)).toBeUndefined();
    });
  });

  test('of an account that does not exist, such as of a database that was there before, change nothing', async () => {
    const { token } = await newUser(server.base);
    for (const sub of ['2147483000', '2147483648', '9007199254740991']) {
      const ghost = stranger(server.base, { token: await resign(token, { sub, jti: `0.ghost-${sub}` }) });
      expect((await ghost.ask('POST /bucketlists', { json: { name: 'Ghost' } })).body.message).toBe(INVALID);
      const reset = { oldPassword: '123456', newPassword: '1234567', passwordConfirmation: '1234567' };
      expect((await ghost.ask('POST /auth/reset/password', { json: reset })).body.message).toBe(INVALID);
      expect((await ghost.ask('GET /bucketlists')).body).toMatchObject({ count: 0, buckets: [] });
      expect((await ghost.ask('GET /bucketlists/1/items/1')).status).toBe(404);
      expect((await ghost.ask('POST /auth/logout')).status).toBe(200);
      expect(await refusal(ghost.token)).toBe(BLACKLISTED);
    }
  });

  test('are refused from the second on at which they expire', async () => {
    const { token } = await newUser(server.base);
    expect(await refusal(await resign(token, { exp: seconds() }))).toBe(EXPIRED);
    expect(await refusal(await resign(token, { exp: seconds() + 60 }))).toBeUndefined();
  });

  test('are signed with a key pair where one is configured, which is published', async () => {
    for (const [type, alg] of [
      ['ed25519', 'EdDSA'],
      ['rsa', 'RS256'],
    ] as const) {
      const pem = privateKeyOf(type);
      await serverWith(
        { QUINTET_JWT_PRIVATE_KEY: pem, QUINTET_JWT_SECRET: '' },
        async (keyed) => {
          const { token } = await newUser(keyed.base);
          expect(decodeProtectedHeader(token).alg).toBe(alg);
          expect(await refusal(token, keyed)).toBeUndefined();

          const published = await send('GET', `${keyed.url}/.well-known/jwks.json`);
          expect(published.status).toBe(200);
          const { keys } = (await published.json()) as { keys: JWK[] };
          expect(keys).toHaveLength(1);
          expect(Object.keys(keys[0] ?? {}), 'nothing private').not.toContain('d');
          await expect(jwtVerify(token, await importJWK(keys[0] ?? {}, alg))).resolves.toBeDefined();

          // the public key taken for a secret, in the forms that libraries were fooled with
          const shared = createPublicKey(pem);
          for (const format of [
            { type: 'spki', format: 'pem' },
            { type: 'spki', format: 'der' },
          ] as const) {
            const confused = await new SignJWT(claimsOf(token))
              .setProtectedHeader({ alg: 'HS256', kid: decodeProtectedHeader(token).kid ?? '' })
              .sign(new Uint8Array(Buffer.from(shared.export(format as { type: 'spki'; format: 'der' }))));
            expect(await refusal(confused, keyed)).toBe(INVALID);
          }
          expect(await refusal(await resign(token, {}), keyed)).toBe(INVALID);
        },
        server,
      );
    }
  });

  test('go on while a secret is rotated, and end when the old one is taken away', async () => {
    const fresh = 'another secret of the tests of more than 32 bytes';
    const old = await newUser(server.base);
    await serverWith(
      { QUINTET_JWT_SECRET: `new:${fresh},old:${SECRET}` },
      async (rotating) => {
        const token = server.database === undefined ? (await newUser(rotating.base)).token : old.token;
        expect(await refusal(token, rotating)).toBeUndefined();
        const renewed = await newUser(rotating.base);
        await serverWith(
          { QUINTET_JWT_SECRET: `new:${fresh}` },
          async (rotated) => {
            if (server.database !== undefined) expect(await refusal(renewed.token, rotated)).toBeUndefined();
            expect(await refusal(old.token, rotated)).toBe(INVALID);
          },
          server,
        );
      },
      server,
    );
  });

  test('live as long as QUINTET_TOKEN_TTL says', async () => {
    await serverWith(
      { QUINTET_TOKEN_TTL: '1' },
      async (brief) => {
        const { token } = await newUser(brief.base);
        expect(Number(claimsOf(token).exp) - Number(claimsOf(token).iat)).toBe(1);
        await expect.poll(() => refusal(token, brief), { timeout: 4_000 }).toBe(EXPIRED);
      },
      server,
    );
  });
});

describe('logging in and out', () => {
  test('two logins in the same second give two tokens, and one can be logged out alone', async () => {
    const ann = await newUser(server.base);
    const logins = await Promise.all(Array.from({ length: 8 }, () => logIn(ann)));
    expect(new Set(logins.map(({ token }) => token)).size).toBe(8);
    expect(new Set(logins.map(({ token }) => claimsOf(token).jti)).size).toBe(8);

    const [first, ...others] = logins;
    await first?.ask('POST /auth/logout');
    expect(await refusal(first?.token ?? '')).toBe(BLACKLISTED);
    for (const { token } of [ann, ...others]) expect(await refusal(token)).toBeUndefined();
  });

  test('a token can be logged out once', async () => {
    const ann = await newUser(server.base);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ann.ask('POST /auth/logout')));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect((await ann.ask('POST /auth/logout')).body.message).toBe(BLACKLISTED);
  });

  test.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('the scheme may be written %s', async (scheme) => {
    const { base, token } = await newUser(server.base);
    const { status } = await stranger(base).ask('GET /bucketlists', { authorization: `${scheme} ${token}` });
    expect(status).toBe(200);
  });
});

describe('usernames', () => {
  test('are the same in any case, and a password is not', async () => {
    const email = `Ann-É-${freshEmail()}`;
    await newUser(server.base, email, 'PassWord');
    const again = await stranger(server.base).ask('POST /auth/register', {
      json: { email: email.toLowerCase(), password: 'PassWord' },
    });
    expect(again.body.message).toBe('Failed, User already exists, Please sign In');
    await logIn(stranger(server.base, { email: email.toUpperCase(), password: 'PassWord' }));
    const wrong = await stranger(server.base).ask('POST /auth/login', { json: { email, password: 'password' } });
    expect(wrong.body.message).toBe('User does not exist or password is incorrect');
  });

  test('are given away once, however many ask at the same moment', async () => {
    const email = freshEmail();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        stranger(server.base).ask('POST /auth/register', {
          json: { email: index % 2 ? email : email.toUpperCase(), password: '123456' },
        }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 1, 400: 11 });
  });
});

describe('a change of password', () => {
  const reset = (client: Client, newPassword: string): ReturnType<Client['ask']> =>
    client.ask('POST /auth/reset/password', {
      json: { oldPassword: client.password, newPassword, passwordConfirmation: newPassword },
    });

  test('ends every other token, also one of the same second, and not the one it was made with', async () => {
    const ann = await newUser(server.base);
    const others = await Promise.all([logIn(ann), logIn(ann), logIn(ann)]);
    const bob = await newUser(server.base);
    expect((await reset(ann, 'another')).body).toEqual({ status: 'success', message: 'Password reset successfully' });

    expect(await refusal(ann.token)).toBeUndefined();
    for (const { token } of others) expect(await refusal(token)).toBe(BLACKLISTED);
    expect((await others[0].ask('POST /auth/logout')).body.message).toBe(BLACKLISTED);
    expect(await refusal(bob.token)).toBeUndefined();

    const old = await stranger(server.base).ask('POST /auth/login', { json: { email: ann.email, password: '123456' } });
    expect(old.body.message).toBe('User does not exist or password is incorrect');
    const renewed = await logIn(ann.with({ password: 'another' }));
    expect(await refusal(renewed.token)).toBeUndefined();
  });

  test('twice with the same token keeps that token, and ends those made between', async () => {
    const ann = await newUser(server.base);
    await reset(ann, 'another');
    const between = await logIn(ann.with({ password: 'another' }));
    expect((await reset(ann.with({ password: 'another' }), 'a third one')).status).toBe(200);
    expect(await refusal(ann.token)).toBeUndefined();
    expect(await refusal(between.token)).toBe(BLACKLISTED);
    // and the other way round: a later token ends the first
    const later = await logIn(ann.with({ password: 'a third one' }));
    expect((await reset(later, 'a fourth one')).status).toBe(200);
    expect(await refusal(ann.token)).toBe(BLACKLISTED);
    expect(await refusal(later.token)).toBeUndefined();
  });

  test('the token that was kept can be logged out', async () => {
    const ann = await newUser(server.base);
    await reset(ann, 'another');
    expect((await ann.ask('POST /auth/logout')).status).toBe(200);
    expect(await refusal(ann.token)).toBe(BLACKLISTED);
  });

  test('of many at once with the same old password, one happens', async () => {
    const ann = await newUser(server.base);
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => reset(ann, `another ${index}`)));
    const won = answers.findIndex(({ status }) => status === 200);
    expect(tally(answers)).toEqual({ 200: 1, 401: 5 });
    await logIn(ann.with({ password: `another ${won}` }));
  });

  test('leaves no token alive of a login with the old password at the same moment', async () => {
    const rounds = process.env['QUINTET_TEST_LONG'] === '1' ? 50 : 3;
    for (let round = 0; round < rounds; round += 1) {
      const ann = await newUser(server.base);
      const logins = Array.from({ length: 6 }, () =>
        stranger(server.base).ask('POST /auth/login', { json: { email: ann.email, password: ann.password } }),
      );
      expect((await reset(ann, 'another')).status).toBe(200);
      for (const { body } of await Promise.all(logins)) {
        if (body.auth_token !== undefined) expect(await refusal(body.auth_token)).toBe(BLACKLISTED);
      }
      expect(await refusal(ann.token)).toBeUndefined();
    }
  });
});
/** A private key in PEM. */
function privateKeyOf(type: 'ed25519' | 'rsa'): string {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync(type);
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
