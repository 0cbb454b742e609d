import { ROLES, type Permission, type Role } from '@quintet/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExternalTokens } from '../../src/identity/external-tokens.ts';
import { OidcIssuer } from '../../src/outbound/oidc-issuer.ts';
import { settableClock } from '@quintet/core/memory';
import { actorBody, agencyInMemory, movieBody, type Agency, type Received } from '../support/agency.ts';
import { AUDIENCE, startProvider, type TestProvider } from '../support/oidc.ts';

/** What each route needs, written down here once more and not taken from the code. */
const NEEDED: Readonly<Record<string, Permission | 'nothing'>> = {
  'GET ': 'nothing',
  'GET /openapi.json': 'nothing',
  'GET /docs/:file': 'nothing',
  'GET /login': 'nothing',
  'GET /logout': 'nothing',
  'GET /sign-in': 'nothing',
  'POST /sign-in': 'nothing',
  'GET /signed-out': 'nothing',
  'GET /actors': 'get:actors',
  'POST /actors/create': 'post:actor',
  'GET /actors/:actorId{[0-9]+}': 'get:actors',
  'PATCH /actors/:actorId{[0-9]+}': 'patch:actors',
  'DELETE /actors/:actorId{[0-9]+}': 'delete:actors',
  'GET /movies': 'get:movies',
  'POST /movies/create': 'post:movie',
  'GET /movies/:movieId{[0-9]+}': 'get:movies',
  'PATCH /movies/:movieId{[0-9]+}': 'patch:movies',
  'DELETE /movies/:movieId{[0-9]+}': 'delete:movies',
  'GET /movies/:movieId{[0-9]+}/castings': 'get:castings',
  'GET /actors/:actorId{[0-9]+}/castings': 'get:castings',
  'POST /movies/:movieId{[0-9]+}/castings': 'post:castings',
  'PATCH /castings/:castingId{[0-9]+}': 'patch:castings',
  'DELETE /castings/:castingId{[0-9]+}': 'delete:castings',
};

const ASSISTANT: readonly Permission[] = ['get:actors', 'get:movies', 'get:castings'];
const DIRECTOR: readonly Permission[] = [
  ...ASSISTANT,
  'post:actor',
  'patch:actors',
  'patch:movies',
  'delete:actors',
  'post:castings',
  'patch:castings',
  'delete:castings',
];
const PRODUCER: readonly Permission[] = [...DIRECTOR, 'post:movie', 'delete:movies'];

/** What each role may do, likewise. */
const ALLOWED: Readonly<Record<Role | 'no role', readonly Permission[]>> = {
  'no role': [],
  'casting-assistant': ASSISTANT,
  'casting-director': DIRECTOR,
  'executive-producer': PRODUCER,
  organizer: [],
  admin: PRODUCER,
};

const ROLES_AND_NONE: readonly (Role | 'no role')[] = ['no role', ...ROLES];

const { api } = agencyInMemory();
const ROUTES = api.endpoints.map(({ method, path }) => `${method} ${path}`);
const SECURED = ROUTES.filter((route) => NEEDED[route] !== 'nothing');

let agency: Agency;
let provider: TestProvider;

beforeAll(async () => {
  provider = await startProvider();
  const clock = settableClock();
  const issuer = new OidcIssuer({ issuer: provider.issuer, clock });
  agency = agencyInMemory({
    clock,
    ports: { externalTokens: createExternalTokens({ issuer, audience: AUDIENCE, clock }) },
  });
});

afterAll(() => provider.close());

/** Calls a route with everything as it should be: on rows that are there, with a body that is good. */
async function callWell(route: string, authorization: string | null): Promise<Received> {
  const producer = await agency.tokenOf('executive-producer');
  const make = async (path: string, json: unknown, id: string): Promise<unknown> =>
    (await agency.call(`POST ${path}`, { token: producer, json })).body[id];
  const actorId = await make('/actors/create', actorBody(), 'actor_id');
  const movieId = await make('/movies/create', movieBody(), 'movie_id');
  const casting = { actor_id: actorId, role: 'The neighbour' };
  const castingId = await make(`/movies/${String(movieId)}/castings`, casting, 'casting_id');
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern
    .replace(/:actorId\{[^}]*\}/u, String(actorId))
    .replace(/:movieId\{[^}]*\}/u, String(movieId))
    .replace(/:castingId\{[^}]*\}/u, String(castingId));
  const bodies: Readonly<Record<string, unknown>> = {
    'POST /actors/create': actorBody(),
    'POST /movies/create': movieBody(),
    'POST /movies/:movieId{[0-9]+}/castings': { ...casting, role: 'Another' },
    'PATCH /actors/:actorId{[0-9]+}': { age: 33 },
    'PATCH /movies/:movieId{[0-9]+}': { title: 'Bigger house' },
    'PATCH /castings/:castingId{[0-9]+}': { status: 'accept' },
  };
  const json = bodies[route];
  return agency.call(`${method} ${path}`, { authorization, ...(json === undefined ? {} : { json }) });
}

const OK = { status: 200, success: true };
const refused = (status: number, message: string): object => ({ status, success: false, error: status, message });
const LACKING = refused(401, "User don't have sufficient permission");

function outcome({ status, body }: Received): object {
  const { success, error, message } = body;
  return { status, success, ...(success === false ? { error, message } : {}) };
}

test('every route of the API is in the table, and no other', () => {
  expect(ROUTES.toSorted()).toEqual(Object.keys(NEEDED).toSorted());
});

describe.each(SECURED)('%s', (route) => {
  test.each(ROLES_AND_NONE)('for %s', async (role) => {
    const token = await (role === 'no role' ? agency.tokenOf() : agency.tokenOf(role));
    const isAllowed = ALLOWED[role].some((permission) => permission === NEEDED[route]);
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(isAllowed ? OK : LACKING);
  });

  test('for whom the external issuer permits it, and nothing else', async () => {
    const token = await provider.token([NEEDED[route] ?? '']);
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(OK);
  });

  test('for whom the external issuer permits everything else', async () => {
    const token = await provider.token(PRODUCER.filter((permission) => permission !== NEEDED[route]));
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(LACKING);
  });

  test.each([
    ['no header', null, 'Authorization header is expected'],
    ['a blank header', '  ', 'Authorization header is expected'],
    ['another scheme', 'Basic YWxhZGRpbjpvcGVuc2VzYW1l', 'Authorization header must start with Bearer'],
    ['a token alone', 'abc', 'Authorization header must start with Bearer'],
    ['no token', 'Bearer', 'Token not found'],
    ['a blank token', 'bearer   ', 'Token not found'],
  ])('with %s', async (_, authorization, message) => {
    expect(outcome(await callWell(route, authorization))).toEqual(refused(401, message));
  });

  test('with a token that is none', async () => {
    const unparsable = refused(400, 'Unable to parse authentication token.');
    for (const token of ['x', 'a.b.c', 'a b', '{}', 'e30.e30.e30', 'null']) {
      expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(unparsable);
    }
  });

  test("with a stranger's token", async () => {
    const permissions = ['admin', ...PRODUCER];
    const forged = await agency.forge({ permissions }, 'a secret of somebody else, of more than 32 bytes');
    expect(outcome(await callWell(route, `Bearer ${forged}`))).toEqual(
      refused(400, 'Unable to parse authentication token.'),
    );
    const foreign = await agency.forge({ permissions, iss: 'https://elsewhere.example.com/' }, 'x'.repeat(32));
    const wrong = refused(401, 'Incorrect claims. Please, check the audience and issuer.');
    expect(outcome(await callWell(route, `Bearer ${foreign}`))).toEqual(wrong);
    const forAnother = await agency.forge({ permissions, aud: 'another' });
    expect(outcome(await callWell(route, `Bearer ${forAnother}`))).toEqual(wrong);
  });

  test('with a token that does not say what it permits', async () => {
    const token = await agency.forge({ permissions: undefined });
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(refused(400, 'Permissions not included in JWT'));
  });

  test('with an expired token', async () => {
    const now = Math.floor(agency.clock.now().getTime() / 1000);
    const token = await agency.forge({ permissions: PRODUCER, iat: now - 20, exp: now - 10 });
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(refused(401, 'Token expired.'));
  });

  test('with a token that was logged out', async () => {
    const token = await agency.tokenOf('executive-producer');
    await agency.call('GET /logout', { token });
    expect(outcome(await callWell(route, `Bearer ${token}`))).toEqual(refused(401, 'Unauthorized'));
  });

  test('with a token of a role that was taken away', async () => {
    const { identity } = agency.quintet;
    const username = `revoked-${SECURED.indexOf(route)}@example.com`;
    await identity.createAccount({ username, password: '123456' });
    const logIn = async (): Promise<string> =>
      `Bearer ${(await identity.logIn({ username, password: '123456' }))._unsafeUnwrap().token}`;
    const before = await logIn();
    await identity.grantRole({ username, role: 'executive-producer' });
    // a grant takes effect with the next token
    expect(outcome(await callWell(route, before))).toEqual(LACKING);
    const granted = await logIn();
    expect(outcome(await callWell(route, granted))).toEqual(OK);
    // and a revocation at once
    await identity.revokeRole({ username, role: 'executive-producer' });
    expect(outcome(await callWell(route, granted))).toEqual(refused(401, 'Unauthorized'));
    expect(outcome(await callWell(route, await logIn()))).toEqual(LACKING);
  });

  test('with the scheme in any case', async () => {
    const token = await agency.tokenOf('executive-producer');
    expect(outcome(await callWell(route, `bEARER  ${token}`))).toEqual(OK);
  });
});

test('a token of an account that is gone proposes nobody', async () => {
  const token = await agency.forge({ sub: '999999', permissions: PRODUCER });
  const answer = await callWell('POST /movies/:movieId{[0-9]+}/castings', `Bearer ${token}`);
  expect(outcome(answer)).toEqual(refused(401, 'Unauthorized'));
});

test('nothing that somebody without permission sends is looked at', async () => {
  const token = await agency.tokenOf();
  for (const route of ['POST /actors/create', 'PATCH /actors/999', 'DELETE /movies/999', 'POST /movies/999/castings']) {
    expect(outcome(await agency.call(route, { token, text: '{' }))).toEqual(LACKING);
  }
});
