import { statement, type Statement } from '../database/statement.ts';
import { listStatements, type ListStatements } from './list-statements.ts';

/** A movie as the statements give it. */
export interface StoredMovie {
  readonly id: number;
  readonly title: string;
  readonly genres: readonly string[];
  readonly release_date: Date;
  readonly seeking_actor: boolean;
}

const COLUMNS = 'id, title, genres, release_date, seeking_actor';

/** Values: title, genres, release date, seeking. The count is that of before, as every part of a statement sees it. */
export const ADD_MOVIE: Statement<{ readonly id: number; readonly total: number }> = statement(
  'movie_add',
  `WITH added AS (
     INSERT INTO movie (title, genres, release_date, seeking_actor)
     VALUES ($1, $2::text[], $3::timestamptz, $4)
     RETURNING id
   )
   SELECT id, (SELECT count(*) FROM movie) + 1 AS total FROM added`,
);

/** Values: id. */
export const FIND_MOVIE: Statement<StoredMovie> = statement('movie_find', `SELECT ${COLUMNS} FROM movie WHERE id = $1`);

export const LIST_MOVIES: ListStatements<StoredMovie> = listStatements({
  table: 'movie',
  columns: COLUMNS,
  text: 'title',
  seeking: 'seeking_actor',
});

/** Values: id, title, genres, release date, seeking; `null` leaves what is there. */
export const CHANGE_MOVIE: Statement<StoredMovie> = statement(
  'movie_change',
  `UPDATE movie
   SET title = coalesce($2, title), genres = coalesce($3::text[], genres),
     release_date = coalesce($4::timestamptz, release_date), seeking_actor = coalesce($5, seeking_actor)
   WHERE id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: id. Castings are locked first, as when an actor is removed. */
export const REMOVE_MOVIE: Statement<StoredMovie> = statement(
  'movie_remove',
  `WITH held AS (
     SELECT id FROM casting WHERE movie_id = $1 ORDER BY id FOR UPDATE
   )
   DELETE FROM movie WHERE id = $1 AND (SELECT count(*) FROM held) >= 0
   RETURNING ${COLUMNS}`,
);
