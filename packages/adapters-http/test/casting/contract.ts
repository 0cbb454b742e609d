import type { Role } from '@quintet/core';
import { describe, expect, test } from 'vitest';
import { actorBody, movieBody, type Received, type Sending } from '../support/agency.ts';

/** A casting API that is tried, wherever it runs. */
export interface TriedAgency {
  /** @param request - Method and path under the base path: `GET /actors`. */
  call(request: string, sending?: Sending): Promise<Received>;
  /** A token of an account with a role. */
  tokenOf(role: Role): Promise<string>;
}

const BAD_REQUEST = { success: false, error: 400, message: 'Bad Request' };
const NOT_FOUND = { success: false, error: 404, message: 'Resource Not Found' };
const NOT_ALLOWED = { success: false, error: 405, message: 'Method Not Allowed' };
const UNPROCESSABLE = { success: false, error: 422, message: 'Unprocessable resource' };

/** Ids that nobody has, and paths that are none. */
const NOBODY = ['0', '999999999', '2147483648', '9223372036854775807', '9223372036854775808', '1'.repeat(400)];
const NO_IDS = ['abc', '-1', '1.5', '1e3', '+1', '0x1', '%31%00', '٣', 'null', 'undefined', '1;drop', '1%20'];

/** Line by line of the contract of the casting API. */
export function describeContract(open: () => TriedAgency): void {
  let token: string | undefined;
  const as = async (request: string, sending: Sending = {}): Promise<Received> =>
    open().call(request, { token: (token ??= await open().tokenOf('executive-producer')), ...sending });
  const answered = async (request: string, sending: Sending = {}): Promise<unknown> => {
    const { status, body } = await as(request, sending);
    return [status, body];
  };
  const makeActor = async (changes: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    const sent = actorBody(changes);
    const { body } = await as('POST /actors/create', { json: sent });
    return { id: body['actor_id'], ...sent };
  };
  const makeMovie = async (changes: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    const sent = movieBody(changes);
    const { body } = await as('POST /movies/create', { json: sent });
    return { id: body['movie_id'], ...sent };
  };
  const path = (kind: 'actors' | 'movies' | 'castings', { id }: Record<string, unknown>): string =>
    `/${kind}/${String(id)}`;

  describe('actors', () => {
    test('are made, shown, changed and removed', async () => {
      const { body } = await as('POST /actors/create', { json: actorBody() });
      expect(body).toEqual({ success: true, actor_id: expect.any(Number), actors_total: expect.any(Number) });
      const actor = await makeActor();
      const next = await as('POST /actors/create', { json: actorBody() });
      expect(next.body['actors_total']).toBeGreaterThan(Number(body['actors_total']));
      const shown = { success: true, actor: { ...actor, photo_link: actor['photo'] } };
      expect(await answered(`GET ${path('actors', actor)}`)).toEqual([200, shown]);
      const changed = { ...actor, age: 41, seeking_movie: false };
      expect(await answered(`PATCH ${path('actors', actor)}`, { json: { age: 41, seeking_movie: false } })).toEqual([
        200,
        { success: true, modified_actor: changed, actor_updated: changed },
      ]);
      expect(await answered(`DELETE ${path('actors', actor)}`)).toEqual([
        200,
        { success: true, deleted_actor: changed },
      ]);
      expect(await answered(`GET ${path('actors', actor)}`)).toEqual([404, NOT_FOUND]);
      expect(await answered(`DELETE ${path('actors', actor)}`)).toEqual([404, NOT_FOUND]);
    });

    test('are listed by name', async () => {
      const last = await makeActor({ name: '~b' });
      const first = await makeActor({ name: '~a', seeking_movie: false });
      const { status, body } = await as('GET /actors');
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(['success', 'actors']);
      expect((body['actors'] as unknown[]).slice(-2)).toEqual([first, last]);
      const seeking = (await as('GET /actors?seeking=true')).body['actors'] as unknown[];
      expect(seeking).toContainEqual(last);
      expect(seeking).not.toContainEqual(first);
      const content = (await as('GET /actors')).body['actors'] as unknown[];
      const pages: unknown[] = [];
      for (let page = 1; ; page += 1) {
        const { body: found } = await as(`GET /actors?page=${page}&limit=3`);
        pages.push(...(found['actors'] as unknown[]));
        if ((found['actors'] as unknown[]).length < 3) break;
      }
      expect(pages).toEqual(content);
    });

    test.each(Object.keys(actorBody()))('are not made without %s', async (field) => {
      for (const json of [{ ...actorBody(), [field]: null }, omit(actorBody(), field)]) {
        expect(await answered('POST /actors/create', { json })).toEqual([400, BAD_REQUEST]);
      }
    });

    test.each<[string, unknown]>([
      ['name', ''],
      ['name', '  '],
      ['name', 5],
      ['name', 'a\0'],
      ['age', 0],
      ['age', -5],
      ['age', 151],
      ['age', 30.5],
      ['age', '30'],
      ['age', Number.POSITIVE_INFINITY],
      ['gender', 'other'],
      ['gender', 'MALE'],
      ['gender', true],
      ['email', ''],
      ['email', 5],
      ['phone', ''],
      ['phone', 5],
      ['photo', ''],
      ['photo', 'x'.repeat(601)],
      ['seeking_movie', 'true'],
      ['seeking_movie', 1],
    ])('do not have the %s %j', async (field, value) => {
      const actor = await makeActor();
      const text = JSON.stringify({ ...actorBody(), [field]: value });
      const sent = value === Number.POSITIVE_INFINITY ? text.replace('"age":null', '"age":1e400') : text;
      expect(await answered('POST /actors/create', { text: sent })).toEqual([422, UNPROCESSABLE]);
      const change = value === Number.POSITIVE_INFINITY ? '{"age":1e400}' : JSON.stringify({ [field]: value });
      expect(await answered(`PATCH ${path('actors', actor)}`, { text: change })).toEqual([422, UNPROCESSABLE]);
      const shown = await as(`GET ${path('actors', actor)}`);
      expect(shown.body['actor']).toMatchObject(actor);
    });

    test.each(['email', 'phone'])('share no %s', async (field) => {
      const one = await makeActor();
      const other = await makeActor();
      expect(await answered('POST /actors/create', { json: actorBody({ [field]: one[field] }) })).toEqual([
        422,
        UNPROCESSABLE,
      ]);
      expect(await answered(`PATCH ${path('actors', other)}`, { json: { age: 5, [field]: one[field] } })).toEqual([
        422,
        UNPROCESSABLE,
      ]);
      expect((await as(`GET ${path('actors', other)}`)).body['actor']).toMatchObject(other);
      const same = await as(`PATCH ${path('actors', one)}`, { json: { [field]: one[field] } });
      expect(same.body['modified_actor']).toEqual(one);
    });

    test('have a photo of 600 characters and any text as email', async () => {
      const actor = await makeActor({ photo: '💃'.repeat(600), email: 'Random', name: '  Ann ' });
      expect((await as(`GET ${path('actors', actor)}`)).body['actor']).toMatchObject({ ...actor, name: 'Ann' });
      await as(`DELETE ${path('actors', actor)}`);
    });
  });

  describe('movies', () => {
    test('are made, shown, changed and removed', async () => {
      const { body } = await as('POST /movies/create', { json: movieBody() });
      const total: unknown = body['movies_total'];
      expect(body).toEqual({
        success: true,
        movie_id: expect.any(Number),
        movies_total: expect.any(Number),
        actors_total: total,
      });
      const movie = await makeMovie();
      expect(await answered(`GET ${path('movies', movie)}`)).toEqual([200, { success: true, movie }]);
      const json = { title: 'Bigger house', genres: [], release_date: '2001/02/03' };
      const changed = { ...movie, ...json, release_date: '2001-02-03 00:00:00' };
      expect(await answered(`PATCH ${path('movies', movie)}`, { json })).toEqual([
        200,
        { success: true, modified_movie: movie['id'], movie_updated: changed },
      ]);
      expect(await answered(`DELETE ${path('movies', movie)}`)).toEqual([
        200,
        { success: true, deleted_movie: changed },
      ]);
      expect(await answered(`GET ${path('movies', movie)}`)).toEqual([404, NOT_FOUND]);
    });

    test('are listed by title', async () => {
      const last = await makeMovie({ title: '~b' });
      const first = await makeMovie({ title: '~a', seeking_actor: false });
      expect(((await as('GET /movies')).body['movies'] as unknown[]).slice(-2)).toEqual([first, last]);
      expect((await as('GET /movies?seeking=true')).body['movies']).not.toContainEqual(first);
      expect((await as('GET /movies?page=1000')).body).toEqual({ success: true, movies: [] });
    });

    test.each([
      ['2038-01-01', '2038-01-01 00:00:00'],
      ['2038.01.01', '2038-01-01 00:00:00'],
      ['2038/01/01', '2038-01-01 00:00:00'],
      ['2038-01-01 12:13:14', '2038-01-01 12:13:14'],
      ['2038/01/01T12:13:14', '2038-01-01 12:13:14'],
      ['2038-01-01T12:13:14.567+02:00', '2038-01-01 10:13:14'],
    ])('take %s for a date', async (release_date, shown) => {
      const { id } = await makeMovie({ release_date });
      expect((await as(`GET ${path('movies', { id })}`)).body['movie']).toMatchObject({ release_date: shown });
    });

    test.each<[string, unknown]>([
      ['title', ''],
      ['title', ['Big house']],
      ['genres', 'TV show'],
      ['genres', [5]],
      ['genres', [null]],
      ['genres', {}],
      ['release_date', '2001-01-01'],
      ['release_date', '2038-02-30'],
      ['release_date', '2038-13-01'],
      ['release_date', 'soon'],
      ['release_date', 2_145_916_800],
      ['seeking_actor', 'yes'],
    ])('do not have the %s %j', async (field, value) => {
      const json = movieBody({ [field]: value });
      expect(await answered('POST /movies/create', { json })).toEqual([422, UNPROCESSABLE]);
      if (value === '2001-01-01') return;
      const movie = await makeMovie();
      expect(await answered(`PATCH ${path('movies', movie)}`, { json: { [field]: value } })).toEqual([
        422,
        UNPROCESSABLE,
      ]);
      expect((await as(`GET ${path('movies', movie)}`)).body['movie']).toEqual(movie);
    });

    test.each(Object.keys(movieBody()))('are not made without %s', async (field) => {
      for (const json of [{ ...movieBody(), [field]: null }, omit(movieBody(), field)]) {
        expect(await answered('POST /movies/create', { json })).toEqual([400, BAD_REQUEST]);
      }
    });
  });

  describe('castings', () => {
    test('are made, listed, changed and removed', async () => {
      const [actor, movie] = [await makeActor(), await makeMovie()];
      const castings = `${path('movies', movie)}/castings`;
      expect(await answered(`GET ${castings}`)).toEqual([200, { success: true, castings: [] }]);
      const made = await as(`POST ${castings}`, { json: { actor_id: actor['id'], role: ' The neighbour ' } });
      const casting = {
        id: made.body['casting_id'],
        movie_id: movie['id'],
        actor_id: actor['id'],
        role: 'The neighbour',
        status: 'evaluation',
      };
      expect([made.status, made.body]).toEqual([200, { success: true, casting_id: casting.id, casting }]);
      for (const list of [castings, `${path('actors', actor)}/castings`, `${castings}?page=1`]) {
        expect(await answered(`GET ${list}`)).toEqual([200, { success: true, castings: [casting] }]);
      }
      const accepted = { ...casting, status: 'accept' };
      expect(await answered(`PATCH ${path('castings', casting)}`, { json: { status: 'accept' } })).toEqual([
        200,
        { success: true, modified_casting: accepted, casting: accepted },
      ]);
      expect(await answered(`DELETE ${path('castings', casting)}`)).toEqual([
        200,
        { success: true, deleted_casting: accepted, casting: accepted },
      ]);
      expect(await answered(`DELETE ${path('castings', casting)}`)).toEqual([404, NOT_FOUND]);
    });

    test('go with their actor and with their movie', async () => {
      const [one, other] = [await makeActor(), await makeActor()];
      const movie = await makeMovie();
      const castings = `${path('movies', movie)}/castings`;
      for (const { id } of [one, other]) await as(`POST ${castings}`, { json: { actor_id: id, role: 'x' } });
      await as(`DELETE ${path('actors', one)}`);
      const left = (await as(`GET ${castings}`)).body['castings'] as readonly { readonly actor_id: unknown }[];
      expect(left.map(({ actor_id }) => actor_id)).toEqual([other['id']]);
      await as(`DELETE ${path('movies', movie)}`);
      expect(await answered(`GET ${path('actors', other)}/castings`)).toEqual([200, { success: true, castings: [] }]);
      expect(await answered(`GET ${castings}`)).toEqual([404, NOT_FOUND]);
    });

    test('are refused for what is not there, is missing, malformed, or there already', async () => {
      const [actor, movie] = [await makeActor(), await makeMovie()];
      const castings = `${path('movies', movie)}/castings`;
      const json = { actor_id: actor['id'], role: 'x' };
      for (const id of NOBODY) {
        expect(await answered(`POST /movies/${id}/castings`, { json })).toEqual([404, NOT_FOUND]);
        expect(await answered(`POST /movies/${id}/castings`, { text: '{' })).toEqual([404, NOT_FOUND]);
        expect(await answered(`GET /actors/${id}/castings`)).toEqual([404, NOT_FOUND]);
      }
      for (const missing of [{}, { actor_id: 1 }, { role: 'x' }, { ...json, role: null }]) {
        expect(await answered(`POST ${castings}`, { json: missing })).toEqual([400, BAD_REQUEST]);
      }
      for (const wrong of [
        { ...json, actor_id: 999_999_999 },
        { ...json, actor_id: 2 ** 53 },
        { ...json, actor_id: 1e300 },
        { ...json, actor_id: -1 },
        { ...json, actor_id: '1' },
        { ...json, role: '' },
        { ...json, role: 5 },
        { ...json, status: 'maybe' },
      ]) {
        expect(await answered(`POST ${castings}`, { json: wrong })).toEqual([422, UNPROCESSABLE]);
      }
      const { body } = await as(`POST ${castings}`, { json: { ...json, status: 'reject' } });
      expect(body['casting']).toMatchObject({ status: 'reject' });
      expect(await answered(`POST ${castings}`, { json })).toEqual([422, UNPROCESSABLE]);
      const second = await as(`POST ${castings}`, { json: { ...json, role: 'y' } });
      const secondPath = `/castings/${String(second.body['casting_id'])}`;
      expect(await answered(`PATCH ${secondPath}`, { json: { role: 'x' } })).toEqual([422, UNPROCESSABLE]);
      expect(await answered(`PATCH ${secondPath}`, { json: { actor_id: 999_999_999 } })).toEqual([422, UNPROCESSABLE]);
      expect(await answered(`PATCH ${secondPath}`, { json: { movie_id: 5 } })).toEqual([400, BAD_REQUEST]);
    });
  });

  describe('what is not there', () => {
    const routes = ['actors', 'movies', 'castings'].flatMap((kind) =>
      ['GET', 'PATCH', 'DELETE'].map((method) => [method, kind] as const),
    );
    test.each(routes)('%s /%s', async (method, kind) => {
      if (method === 'GET' && kind === 'castings') return;
      for (const id of [...NOBODY, ...NO_IDS]) {
        for (const sending of [{}, { json: { age: 'wrong' } }, { text: '{' }]) {
          const sent = method === 'PATCH' ? sending : {};
          expect([id, await answered(`${method} /${kind}/${id}`, sent)]).toEqual([id, [404, NOT_FOUND]]);
        }
      }
    });

    test.each([
      '/',
      '/nothing',
      '/actors/1/2',
      '/actors/create/1',
      '/castings',
      '/Actors',
      '/actor',
      '/movies/1/casting',
    ])('GET %s', async (none) => {
      // the home page is all that there is at the base path
      if (none === '/') return;
      for (const authorization of [undefined, null]) {
        const sent = authorization === undefined ? {} : { authorization };
        expect(await answered(`GET ${none}`, sent)).toEqual([404, NOT_FOUND]);
      }
    });
  });

  test.each([
    ['POST /actors', 'GET, HEAD, OPTIONS'],
    ['PUT /actors/1', 'GET, PATCH, DELETE, HEAD, OPTIONS'],
    ['POST /actors/1', 'GET, PATCH, DELETE, HEAD, OPTIONS'],
    ['GET /actors/create', 'POST, OPTIONS'],
    ['PATCH /movies/create', 'POST, OPTIONS'],
    ['DELETE /movies', 'GET, HEAD, OPTIONS'],
    ['GET /castings/1', 'PATCH, DELETE, OPTIONS'],
    ['DELETE /movies/1/castings', 'GET, POST, HEAD, OPTIONS'],
    ['POST /login', 'GET, HEAD, OPTIONS'],
  ])('%s is not allowed', async (request, allow) => {
    const { status, body, headers } = await as(request, { authorization: null });
    expect([status, body, headers.get('allow')?.split(', ').toSorted()]).toEqual([
      405,
      NOT_ALLOWED,
      allow.split(', ').toSorted(),
    ]);
  });

  test('a body that is no JSON, or none, is a bad request', async () => {
    const [actor, movie] = [await makeActor(), await makeMovie()];
    const routes = [
      'POST /actors/create',
      'POST /movies/create',
      `PATCH ${path('actors', actor)}`,
      `PATCH ${path('movies', movie)}`,
      `POST ${path('movies', movie)}/castings`,
    ];
    const bodies: readonly Sending[] = [
      {},
      { text: '' },
      { text: '{}' },
      { text: '{' },
      { text: '[]' },
      { text: '[{}]' },
      { text: 'null' },
      { text: '5' },
      { text: '"name"' },
      { text: '{"unknown":1}' },
      { text: '{"__proto__":{"age":5,"title":"x","actor_id":1,"role":"x"}}' },
      { text: new Uint8Array([0x7b, 0xff, 0x7d]) },
      { text: '['.repeat(100_000) },
      { text: JSON.stringify({ ...actorBody(), ...movieBody() }), type: 'text/plain' },
    ];
    for (const route of routes) {
      for (const sending of bodies)
        expect([route, await answered(route, sending)]).toEqual([route, [400, BAD_REQUEST]]);
    }
    const json = 'Application/JSON ; charset=utf-8';
    expect((await as('POST /actors/create', { text: JSON.stringify(actorBody()), type: json })).status).toBe(200);
  });

  test('a body that is too large is refused', async () => {
    const text = JSON.stringify(actorBody({ photo: 'x'.repeat(1_100_000) }));
    const refused = { success: false, error: 413, message: 'Request body too large' };
    expect(await answered('POST /actors/create', { text })).toEqual([413, refused]);
  });

  test('a field that is null changes nothing', async () => {
    const actor = await makeActor();
    expect(await answered(`PATCH ${path('actors', actor)}`, { json: { name: null } })).toEqual([400, BAD_REQUEST]);
    const { body } = await as(`PATCH ${path('actors', actor)}`, {
      json: { name: null, age: 50, id: 1, photo_link: 'x' },
    });
    expect(body['modified_actor']).toEqual({ ...actor, age: 50 });
  });

  test.each([
    'page=0',
    'page=-1',
    'page=x',
    'page=',
    'limit=0',
    'limit=1000',
    'limit=x',
    `page=1&limit=${'9'.repeat(400)}`,
  ])('a page that is none is brought within bounds: %s', async (query) => {
    await makeActor();
    const { status, body } = await as(`GET /actors?${query}`);
    expect(status).toBe(200);
    expect((body['actors'] as unknown[]).length).toBeGreaterThan(0);
  });

  test.each([`page=${'9'.repeat(400)}`, 'page=2147483648&limit=100', 'page=9007199254740993'])(
    'a page beyond all is empty: %s',
    async (query) => {
      for (const list of ['/actors', '/movies']) {
        const { status, body } = await as(`GET ${list}?${query}`);
        expect([status, body[list.slice(1)]]).toEqual([200, []]);
      }
    },
  );
}

function omit(body: Record<string, unknown>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
}
