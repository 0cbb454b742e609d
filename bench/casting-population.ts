import type { Pool } from 'pg';
import { nameOf } from './words.ts';

export const MOVIES = 10_000;
export const ACTORS = 10_000;

/** What whoever reads the agency's lists is permitted. */
export const CASTING_PERMISSIONS: readonly string[] = ['get:actors', 'get:movies'];

const GENRES = `(array['drama', 'comedy', 'thriller', 'history', 'adventure'])`;

/** Fills the agency's tables. */
export async function populateCasting(pool: Pool): Promise<void> {
  await pool.query(
    `insert into movie (title, genres, release_date, seeking_actor)
     select ${nameOf('n')}, array[${GENRES}[1 + n % 5], ${GENRES}[1 + (n + 2) % 5]],
            timestamptz '2027-01-01 00:00:00Z' + n * interval '1 hour', n % 2 = 0
     from generate_series(1, ${MOVIES}) as n order by n`,
  );
  await pool.query(
    `insert into actor (name, age, gender, email, phone, photo, seeking_movie)
     select 'Actor from ' || ${nameOf('n')}, 20 + n % 60, (array['male', 'female', 'undeclared'])[1 + n % 3],
            'actor' || n || '@example.com', '+44 20 ' || (7000000 + n), 'https://example.com/photos/' || n || '.jpg', n % 2 = 0
     from generate_series(1, ${ACTORS}) as n order by n`,
  );
}
