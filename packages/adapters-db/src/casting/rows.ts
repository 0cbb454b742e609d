import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** A row of `actor`. */
export class ActorRow {
  declare id: number;
  declare name: string;
  declare age: number;
  declare gender: string;
  declare email: string;
  declare phone: string;
  declare photo: string;
  declare seekingMovie: boolean;
}

/** How {@link ActorRow} is mapped. */
export const actorSchema: EntitySchema<ActorRow> = defineEntity({
  class: ActorRow,
  tableName: 'actor',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    name: p.text().collation('C'),
    age: p.smallint(),
    gender: p.text(),
    email: p.text().unique('actor_email_key'),
    phone: p.text().unique('actor_phone_key'),
    photo: p.text(),
    seekingMovie: p.boolean(),
  },
});

/** A row of `movie`. */
export class MovieRow {
  declare id: number;
  declare title: string;
  declare genres: string[];
  declare releaseDate: Date;
  declare seekingActor: boolean;
}

/** How {@link MovieRow} is mapped. */
export const movieSchema: EntitySchema<MovieRow> = defineEntity({
  class: MovieRow,
  tableName: 'movie',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    title: p.text().collation('C'),
    genres: p.array().columnType('text[]'),
    releaseDate: p.datetime(0),
    seekingActor: p.boolean(),
  },
});

/** A row of `casting`. */
export class CastingRow {
  declare id: number;
  declare movie: MovieRow;
  declare actor: ActorRow;
  declare role: string;
  declare status: string;
  declare proposedBy: AccountRow;
}

/** How {@link CastingRow} is mapped. */
export const castingSchema: EntitySchema<CastingRow> = defineEntity({
  class: CastingRow,
  tableName: 'casting',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    movie: () => p.manyToOne(MovieRow).fieldName('movie_id').deleteRule('cascade'),
    actor: () => p.manyToOne(ActorRow).fieldName('actor_id').deleteRule('cascade'),
    role: p.text(),
    status: p.text(),
    proposedBy: () => p.manyToOne(AccountRow).fieldName('proposed_by'),
  },
});
