import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUser, stranger } from '../support/client.ts';
import type { Received } from '../support/agency.ts';
import { AUDIENCE, CLIENT, newKey, startProvider, type TestProvider } from '../support/oidc.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';
import { eventually } from '../support/server.ts';
import { actorBody, movieBody } from '../support/agency.ts';

const EVERYTHING = ['get:actors', 'post:actor', 'post:movie', 'get:movies', 'get:castings', 'post:castings'];

let provider: TestProvider;
let agency: RunningAgency;

beforeAll(async () => {
  provider = await startProvider();
  agency = await startAgency({
    QUINTET_OIDC_ISSUER: provider.issuer,
    QUINTET_OIDC_AUDIENCE: AUDIENCE,
    QUINTET_OIDC_CLIENT_ID: CLIENT.client_id,
    QUINTET_OIDC_CALLBACK_URI: CLIENT.callback,
  });
});

afterAll(async () => {
  await agency?.stop();
  await provider?.close();
});

const list = (token: string): Promise<Received> => agency.call('GET /actors', { token });

const refused = async (token: string): Promise<unknown> => {
  const { body } = await list(token);
  return [body['error'], body['message']];
};

describe('a server with an external issuer', () => {
  test('accepts its tokens for what they permit, and those of its own', async () => {
    const token = await provider.token(['get:actors']);
    expect((await list(token)).status).toBe(200);
    const denied = await agency.call('POST /actors/create', { token, json: actorBody() });
    expect(denied.body['message']).toBe("User don't have sufficient permission");
    expect((await list(await agency.tokenOf('casting-assistant'))).status).toBe(200);
  });

  test('accepts them nowhere but at the casting API', async () => {
    const token = await provider.token(EVERYTHING);
    const answer = await stranger(agency.server.base, { token }).ask('GET /bucketlists');
    expect([answer.status, answer.body.message]).toEqual([401, 'Invalid token. Please sign in again']);
  });

  test('leads to its authorize endpoint and to its end of the session', async () => {
    const login = await agency.call('GET /login');
    const location = new URL(login.headers.get('location') ?? '');
    expect([login.status, location.origin, location.searchParams.get('audience')]).toEqual([
      302,
      provider.issuer,
      AUDIENCE,
    ]);
    const logout = await agency.call('GET /logout');
    expect(logout.headers.get('location')).toMatch(`${provider.issuer}/session/end`);
  });

  test('has another answer to each way in which a token can be wrong', async () => {
    const past = Math.floor(Date.now() / 1000) - 60;
    const [key] = provider.keys;
    const secret = new TextEncoder().encode(JSON.stringify(key?.publicJwk));
    const incorrect = [401, 'Incorrect claims. Please, check the audience and issuer.'];
    const unparsable = [400, 'Unable to parse authentication token.'];
    expect(await refused(await provider.forge({ exp: past }))).toEqual([401, 'Token expired.']);
    expect(await refused(await provider.token(['get:actors'], 'https://another.example.com'))).toEqual(incorrect);
    expect(await refused(await provider.forge({ iss: 'https://another.example.com' }))).toEqual(incorrect);
    expect(await refused(await provider.forge({}, { kid: 'nobody' }))).toEqual([
      400,
      'Unable to find the appropriate key.',
    ]);
    expect(await refused(await provider.forge({}, { kid: undefined }))).toEqual([401, 'Authorization malformed.']);
    expect(await refused(await provider.token(undefined))).toEqual([400, 'Permissions not included in JWT']);
    expect(await refused(await provider.forge({}, { alg: 'HS256' }, secret))).toEqual(unparsable);
    expect(await refused(await provider.forge({}, {}, (await newKey()).privateKey))).toEqual(unparsable);
  });

  test('follows its keys while it runs', async () => {
    const old = await provider.token(['get:actors']);
    expect((await list(old)).status).toBe(200);
    await provider.rotate('keep-old-keys');
    expect((await list(await provider.token(['get:actors']))).status).toBe(200);
    expect((await list(old)).status).toBe(200);
  });

  test('goes on with the keys that it knows while the issuer is down', async () => {
    const known = await provider.token(['get:actors']);
    expect((await list(known)).status).toBe(200);
    const unknown = await provider.forge({}, { kid: 'nobody' });
    await provider.down();
    try {
      expect((await list(known)).status).toBe(200);
      const { status, body, headers } = await list(unknown);
      expect([status, body]).toEqual([
        503,
        { success: false, error: 503, message: 'Service unavailable, try again later' },
      ]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await list(known)).status).toBe(200);
    } finally {
      await provider.up();
    }
  });

  test.skipIf(!postgresIsThere)(
    'gives its subject an account the first time one is needed (QUINTET_TEST_POSTGRES)',
    async () => {
      const token = await provider.forge({ sub: 'auth0|director', permissions: EVERYTHING });
      const accounts = async (): Promise<unknown[]> =>
        (await agency.server.database?.query(
          `SELECT a.display_name, a.roles, s.issuer FROM external_subject s JOIN account a ON a.id = s.account_id
           WHERE s.subject = 'auth0|director'`,
        )) ?? [];
      const { body: actor } = await agency.call('POST /actors/create', { token, json: actorBody() });
      const { body: movie } = await agency.call('POST /movies/create', { token, json: movieBody() });
      expect(await accounts()).toEqual([]);
      const cast = (role: string): Promise<Received> =>
        agency.call(`POST /movies/${String(movie['movie_id'])}/castings`, {
          token,
          json: { actor_id: actor['actor_id'], role },
        });
      const results = await Promise.all(Array.from({ length: 12 }, (_, number) => cast(`role ${number}`)));
      expect(results.map(({ status }) => status)).toEqual(results.map(() => 200));
      expect(await accounts()).toEqual([{ display_name: 'auth0|director', roles: [], issuer: provider.issuer }]);
      const made = await agency.server.database?.query(`SELECT 1 FROM account WHERE username LIKE 'external-%'`);
      expect(made).toHaveLength(1);
      const own = await newUser(agency.server.base);
      expect(own.token).not.toBe('');
    },
  );

  test('learns of an issuer that was down when the server started', async () => {
    const { port } = new URL(provider.issuer);
    await provider.down();
    const late = await startAgency({
      QUINTET_OIDC_ISSUER: `http://127.0.0.1:${port}`,
      QUINTET_OIDC_AUDIENCE: AUDIENCE,
    });
    try {
      const token = await provider.forge({});
      expect((await late.call('GET /actors', { token })).status).toBe(503);
      await provider.up();
      expect(await eventually(async () => (await late.call('GET /actors', { token })).status === 200, 5000)).toBe(true);
    } finally {
      await provider.up();
      await late.stop();
    }
  });
});
