import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANGE_ACTOR, FIND_ACTOR, LIST_ACTORS, REMOVE_ACTOR } from '../../src/casting/actor-statements.ts';
import {
  ADD_CASTING,
  CHANGE_CASTING,
  FIND_CASTING,
  PAGE_OF_CASTINGS,
  REMOVE_CASTING,
  STRETCH_OF_CASTINGS,
} from '../../src/casting/casting-statements.ts';
import { CHANGE_MOVIE, FIND_MOVIE, LIST_MOVIES, REMOVE_MOVIE } from '../../src/casting/movie-statements.ts';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement } from '../../src/database/statement.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

/** Each statement, values for it as they stand in SQL, and an index that it is to use. */
const EXPECTED: readonly (readonly [Statement<unknown>, string, string])[] = [
  [FIND_ACTOR, '7', 'actor_pkey'],
  [CHANGE_ACTOR, `7, 'x', 5, 'male', 'x', 'x', 'x', true`, 'actor_pkey'],
  [REMOVE_ACTOR, '7', 'actor_pkey'],
  [LIST_ACTORS.page, '20, 40', 'actor_name_id_idx'],
  [LIST_ACTORS.pageOfSeeking, '20, 40, true', 'actor_seeking_movie_name_id_idx'],
  [LIST_ACTORS.deepPage, '20, 9000', 'actor_name_id_idx'],
  [LIST_ACTORS.deepPageOfSeeking, '20, 9000, true', 'actor_seeking_movie_name_id_idx'],
  [LIST_ACTORS.first, '100', 'actor_name_id_idx'],
  [LIST_ACTORS.after, `100, '8', 1`, 'actor_name_id_idx'],
  [LIST_ACTORS.firstOfSeeking, '100, true', 'actor_seeking_movie_name_id_idx'],
  [LIST_ACTORS.afterOfSeeking, `100, '8', 1, true`, 'actor_seeking_movie_name_id_idx'],
  [FIND_MOVIE, '7', 'movie_pkey'],
  [CHANGE_MOVIE, `7, 'x', '{}', now(), true`, 'movie_pkey'],
  [REMOVE_MOVIE, '7', 'movie_pkey'],
  [LIST_MOVIES.page, '20, 40', 'movie_title_id_idx'],
  [LIST_MOVIES.deepPage, '20, 9000', 'movie_title_id_idx'],
  [LIST_MOVIES.after, `100, '8', 1`, 'movie_title_id_idx'],
  [LIST_MOVIES.afterOfSeeking, `100, '8', 1, true`, 'movie_seeking_actor_title_id_idx'],
  [ADD_CASTING, `7, 7, 'x', 'accept', 1`, 'movie_pkey'],
  [FIND_CASTING, '7', 'casting_pkey'],
  [CHANGE_CASTING, `7, 8, 'x', 'accept'`, 'casting_pkey'],
  [REMOVE_CASTING, '7', 'casting_pkey'],
  [PAGE_OF_CASTINGS.movie_id, '7, 20, 0', 'casting_movie_id_id_idx'],
  [PAGE_OF_CASTINGS.actor_id, '7, 20, 0', 'casting_actor_id_id_idx'],
  [STRETCH_OF_CASTINGS.movie_id, '7, 100, 100', 'casting_movie_id_id_idx'],
  [STRETCH_OF_CASTINGS.actor_id, '7, 100, 100', 'casting_actor_id_id_idx'],
];

describe.skipIf(!postgresqlIsThere)('plans of the statements of the casting agency (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();
    client = new pg.Client(connectionSettings(database.url));
    await client.connect();
    await client.query(`
      INSERT INTO account (username, username_key, display_name, password_hash, roles, generation, created_at, updated_at)
      SELECT n::text, n::text, '', '', '{}', 0, now(), now() FROM generate_series(1, 2000) AS n;
      INSERT INTO actor (name, age, gender, email, phone, photo, seeking_movie)
      SELECT md5(n::text), 30, 'male', n::text, n::text, 'x', n % 2 = 0 FROM generate_series(1, 20000) AS n;
      INSERT INTO movie (title, genres, release_date, seeking_actor)
      SELECT md5(n::text), '{Drama}', now(), n % 2 = 0 FROM generate_series(1, 20000) AS n;
      INSERT INTO casting (movie_id, actor_id, role, status, proposed_by)
      SELECT 1 + n % 5000, 1 + n % 4999, n::text, 'accept', 1 FROM generate_series(1, 50000) AS n`);
    await client.query('VACUUM ANALYZE');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its index', async ({ name, text }, values, index) => {
    await client.query('BEGIN');
    await client.query(`PREPARE ${name}_plan AS ${text}`);
    const { rows } = await client.query<{ readonly 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE) EXECUTE ${name}_plan(${values})`,
    );
    await client.query('ROLLBACK');
    await client.query(`DEALLOCATE ${name}_plan`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(new RegExp(`using ${index}\\b`, 'u'));
    expect(plan).not.toMatch(/Seq Scan/u);
  });
});
