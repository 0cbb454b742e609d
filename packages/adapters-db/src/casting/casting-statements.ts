import type { CastingStatus } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';

/** A casting as the statements give it. */
export interface StoredCasting {
  readonly id: number;
  readonly movie_id: number;
  readonly actor_id: number;
  readonly role: string;
  readonly status: CastingStatus;
  readonly proposed_by: number;
}

const COLUMNS = 'id, movie_id, actor_id, role, status, proposed_by';

/**
 * Values: movie, actor, role, status, proposed by. Gives whether movie, actor and account are there, and the new number
 * unless the actor is being cast for the role already. All are held, so that none is removed meanwhile.
 */
export const ADD_CASTING: Statement<{
  readonly has_movie: boolean;
  readonly has_actor: boolean;
  readonly has_account: boolean;
  readonly id: number | null;
}> = statement(
  'casting_add',
  `WITH held_movie AS (
     SELECT id FROM movie WHERE id = $1 FOR KEY SHARE
   ), held_actor AS (
     SELECT id FROM actor WHERE id = $2 FOR KEY SHARE
   ), held_account AS (
     SELECT id FROM account WHERE id = $5 FOR KEY SHARE
   ), added AS (
     INSERT INTO casting (movie_id, actor_id, role, status, proposed_by)
     SELECT held_movie.id, held_actor.id, $3, $4, held_account.id FROM held_movie, held_actor, held_account
     ON CONFLICT DO NOTHING
     RETURNING id
   )
   SELECT EXISTS (SELECT FROM held_movie) AS has_movie, EXISTS (SELECT FROM held_actor) AS has_actor,
     EXISTS (SELECT FROM held_account) AS has_account, (SELECT id FROM added) AS id`,
);

/** Values: id. */
export const FIND_CASTING: Statement<StoredCasting> = statement(
  'casting_find',
  `SELECT ${COLUMNS} FROM casting WHERE id = $1`,
);

/** Values: movie or actor, limit, offset. */
export const PAGE_OF_CASTINGS: Readonly<Record<'movie_id' | 'actor_id', Statement<StoredCasting>>> = {
  movie_id: page('movie_id'),
  actor_id: page('actor_id'),
};

/** Values: movie or actor, limit, the number to go on after. */
export const STRETCH_OF_CASTINGS: Readonly<Record<'movie_id' | 'actor_id', Statement<StoredCasting>>> = {
  movie_id: stretch('movie_id'),
  actor_id: stretch('actor_id'),
};

/** Values: id, actor, role, status; `null` leaves what is there. */
export const CHANGE_CASTING: Statement<StoredCasting> = statement(
  'casting_change',
  `UPDATE casting
   SET actor_id = coalesce($2, actor_id), role = coalesce($3, role), status = coalesce($4, status)
   WHERE id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: id. */
export const REMOVE_CASTING: Statement<StoredCasting> = statement(
  'casting_remove',
  `DELETE FROM casting WHERE id = $1 RETURNING ${COLUMNS}`,
);

function page(column: 'movie_id' | 'actor_id'): Statement<StoredCasting> {
  return statement(
    `casting_page_by_${column}`,
    `SELECT ${COLUMNS} FROM casting WHERE ${column} = $1 ORDER BY id LIMIT $2::bigint OFFSET $3::bigint`,
  );
}

function stretch(column: 'movie_id' | 'actor_id'): Statement<StoredCasting> {
  return statement(
    `casting_stretch_by_${column}`,
    `SELECT ${COLUMNS} FROM casting WHERE ${column} = $1 AND id > $3::bigint ORDER BY id LIMIT $2::bigint`,
  );
}
