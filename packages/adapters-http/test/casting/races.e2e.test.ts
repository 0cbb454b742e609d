import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorBody, movieBody, type Received } from '../support/agency.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';

const RACERS = 24;
const ROUNDS = 5;

describe.skipIf(!postgresIsThere)('requests at the same time (QUINTET_TEST_POSTGRES)', () => {
  let agency: RunningAgency;
  let token: string;
  beforeAll(async () => {
    agency = await startAgency({}, 'PostgreSQL');
    token = await agency.tokenOf('executive-producer');
  });
  afterAll(() => agency?.stop());

  const race = (attempt: (racer: number) => Promise<Received>, racers = RACERS): Promise<Received[]> =>
    Promise.all(Array.from({ length: racers }, (_, racer) => attempt(racer)));

  const tally = (answers: readonly Received[]): Record<number, number> => {
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };

  const create = async (path: string, json: unknown, id: string): Promise<string> =>
    String((await agency.call(`POST ${path}`, { token, json })).body[id]);

  test('PATCHes of different fields of one row lose nothing', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await create('/actors/create', actorBody(), 'actor_id');
      const wanted = actorBody({ name: 'Ann', age: 99, gender: 'female', photo: 'new', seeking_movie: false });
      const fields = Object.entries(wanted);
      const answers = await race(
        (racer) => agency.call(`PATCH /actors/${id}`, { token, json: Object.fromEntries([fields[racer] ?? []]) }),
        fields.length,
      );
      expect(tally(answers)).toEqual({ 200: fields.length });
      const { body } = await agency.call(`GET /actors/${id}`, { token });
      expect(body['actor']).toMatchObject(wanted);

      const movie = await create('/movies/create', movieBody(), 'movie_id');
      const changes = [
        { title: 'x' },
        { genres: ['y'] },
        { release_date: '2001-01-01 00:00:00' },
        { seeking_actor: false },
      ];
      await race((racer) => agency.call(`PATCH /movies/${movie}`, { token, json: changes[racer] }), changes.length);
      const { body: shown } = await agency.call(`GET /movies/${movie}`, { token });
      expect(shown['movie']).toMatchObject(Object.assign({}, ...changes));
    }
  });

  test.each(['email', 'phone'])('one has the %s, the others do not', async (field) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const wanted = actorBody()[field];
      const made = await race(() =>
        agency.call('POST /actors/create', { token, json: actorBody({ [field]: wanted }) }),
      );
      expect(tally(made)).toEqual({ 200: 1, 422: RACERS - 1 });

      const ids = await Promise.all(
        Array.from({ length: RACERS }, () => create('/actors/create', actorBody(), 'actor_id')),
      );
      const next = actorBody()[field];
      const changed = await race((racer) =>
        agency.call(`PATCH /actors/${ids[racer]}`, { token, json: { [field]: next } }),
      );
      expect(tally(changed)).toEqual({ 200: 1, 422: RACERS - 1 });
    }
  });

  test('an actor is cast once for a role', async () => {
    const actor = Number(await create('/actors/create', actorBody(), 'actor_id'));
    const movie = await create('/movies/create', movieBody(), 'movie_id');
    const answers = await race(() =>
      agency.call(`POST /movies/${movie}/castings`, { token, json: { actor_id: actor, role: 'x' } }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 422: RACERS - 1 });
  });

  test('actors and movies that share castings are removed at the same time, all of them', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const actors = await Promise.all([1, 2, 3, 4].map(() => create('/actors/create', actorBody(), 'actor_id')));
      const movies = await Promise.all([1, 2, 3, 4].map(() => create('/movies/create', movieBody(), 'movie_id')));
      for (const movie of movies) {
        for (const actor of actors) {
          await create(`/movies/${movie}/castings`, { actor_id: Number(actor), role: 'x' }, 'casting_id');
        }
      }
      const paths = [...actors.map((id) => `/actors/${id}`), ...movies.map((id) => `/movies/${id}`)];
      const answers = await race((racer) => agency.call(`DELETE ${paths[racer] ?? ''}`, { token }), paths.length);
      expect(tally(answers)).toEqual({ 200: paths.length });
    }
  });
});
