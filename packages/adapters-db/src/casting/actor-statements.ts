import type { Gender } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';
import { listStatements, type ListStatements } from './list-statements.ts';

/** An actor as the statements give them. */
export interface StoredActor {
  readonly id: number;
  readonly name: string;
  readonly age: number;
  readonly gender: Gender;
  readonly email: string;
  readonly phone: string;
  readonly photo: string;
  readonly seeking_movie: boolean;
}

const COLUMNS = 'id, name, age, gender, email, phone, photo, seeking_movie';

/**
 * Values: name, age, gender, email, phone, photo, seeking. Gives no row where the email or the phone is taken.
 * The count is that of before, as every part of a statement sees the table.
 */
export const ADD_ACTOR: Statement<{ readonly id: number; readonly total: number }> = statement(
  'actor_add',
  `WITH added AS (
     INSERT INTO actor (name, age, gender, email, phone, photo, seeking_movie)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING
     RETURNING id
   )
   SELECT id, (SELECT count(*) FROM actor) + 1 AS total FROM added`,
);

/** Values: id. */
export const FIND_ACTOR: Statement<StoredActor> = statement('actor_find', `SELECT ${COLUMNS} FROM actor WHERE id = $1`);

export const LIST_ACTORS: ListStatements<StoredActor> = listStatements({
  table: 'actor',
  columns: COLUMNS,
  text: 'name',
  seeking: 'seeking_movie',
});

/** Values: id, name, age, gender, email, phone, photo, seeking; `null` leaves what is there. */
export const CHANGE_ACTOR: Statement<StoredActor> = statement(
  'actor_change',
  `UPDATE actor
   SET name = coalesce($2, name), age = coalesce($3, age), gender = coalesce($4, gender),
     email = coalesce($5, email), phone = coalesce($6, phone), photo = coalesce($7, photo),
     seeking_movie = coalesce($8, seeking_movie)
   WHERE id = $1
   RETURNING ${COLUMNS}`,
);

/**
 * Values: id. Castings are locked first, and in their order: so two removals that share some of them wait for each
 * other, and not both for ever.
 */
export const REMOVE_ACTOR: Statement<StoredActor> = statement(
  'actor_remove',
  `WITH held AS (
     SELECT id FROM casting WHERE actor_id = $1 ORDER BY id FOR UPDATE
   )
   DELETE FROM actor WHERE id = $1 AND (SELECT count(*) FROM held) >= 0
   RETURNING ${COLUMNS}`,
);
