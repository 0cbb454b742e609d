import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

type Properties = Readonly<Record<string, TSchema>>;

const LONGEST = 600;

/** An object with all of its properties, but for those that are named. */
function object(title: string, properties: Properties, optional: readonly string[] = []): TSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { title, type: 'object', required, properties };
}

/** An object with any of its properties, and at least one. */
function changes(title: string, properties: Properties): TSchema {
  const description = 'At least one of the fields; what is absent stays';
  return { title, type: 'object', minProperties: 1, description, properties };
}

/** What is answered: an object with its properties and no other. */
function answer(title: string, properties: Properties): TSchema {
  return { ...object(title, properties), additionalProperties: false };
}

/** What is answered to a request that succeeded. */
function success(title: string, properties: Properties): TSchema {
  return answer(title, { success: { const: true }, ...properties });
}

const text = (example: string, description?: string): TSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: LONGEST,
  ...(description === undefined ? {} : { description }),
  examples: [example],
});
const flag: TSchema = { type: 'boolean' };
const id: TSchema = { type: 'integer', examples: [3] };
const total: TSchema = { type: 'integer', minimum: 0, examples: [4] };

const actorFields: Properties = {
  name: text('Random Guy'),
  age: { type: 'integer', minimum: 1, maximum: 150, examples: [32] },
  gender: { enum: ['male', 'female', 'undeclared'] },
  email: text('guy@example.com', 'No two actors have the same'),
  phone: text('1234567892', 'No two actors have the same'),
  photo: text('link_to_photo'),
  seeking_movie: flag,
};

export const NEW_ACTOR: TSchema = object('NewActor', actorFields);
export const ACTOR_CHANGES: TSchema = changes('ActorChanges', actorFields);

const ACTOR: TSchema = answer('Actor', { id, ...actorFields });
const DETAILED_ACTOR: TSchema = answer('DetailedActor', {
  id,
  ...actorFields,
  photo_link: { type: 'string', description: 'The same as `photo`' },
});

const movieFields: Properties = {
  title: text('Big house'),
  genres: { type: 'array', maxItems: 100, items: text('TV show') },
  release_date: {
    type: 'string',
    description:
      'A date as `YYYY-MM-DD`, `YYYY.MM.DD` or `YYYY/MM/DD`, perhaps with ` HH:MM:SS` or `THH:MM:SS` (UTC); or RFC 3339',
    examples: ['2038-01-01 00:00:00'],
  },
  seeking_actor: flag,
};

export const NEW_MOVIE: TSchema = {
  ...object('NewMovie', movieFields),
  description: 'The release date lies in the future',
};
export const MOVIE_CHANGES: TSchema = changes('MovieChanges', movieFields);

const MOVIE: TSchema = answer('Movie', {
  id,
  ...movieFields,
  release_date: {
    type: 'string',
    pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`,
    description: 'UTC',
    examples: ['2038-01-01 00:00:00'],
  },
});

const castingFields: Properties = {
  actor_id: id,
  role: text('The neighbour'),
  status: { enum: ['evaluation', 'accept', 'reject'] },
};

export const NEW_CASTING: TSchema = {
  ...object('NewCasting', castingFields, ['status']),
  description: '`status` is `evaluation` unless given',
};
export const CASTING_CHANGES: TSchema = changes('CastingChanges', castingFields);

const CASTING: TSchema = answer('Casting', { id, movie_id: id, ...castingFields });

const listOf = (items: TSchema): TSchema => ({ type: 'array', items });

export const ACTORS_ANSWER: TSchema = success('ActorsAnswer', { actors: listOf(ACTOR) });
export const ACTOR_ANSWER: TSchema = success('ActorAnswer', { actor: DETAILED_ACTOR });
export const CREATED_ACTOR_ANSWER: TSchema = success('CreatedActor', { actor_id: id, actors_total: total });
export const EDITED_ACTOR_ANSWER: TSchema = success('EditedActor', { modified_actor: ACTOR, actor_updated: ACTOR });
export const DELETED_ACTOR_ANSWER: TSchema = success('DeletedActor', { deleted_actor: ACTOR });

export const MOVIES_ANSWER: TSchema = success('MoviesAnswer', { movies: listOf(MOVIE) });
export const MOVIE_ANSWER: TSchema = success('MovieAnswer', { movie: MOVIE });
export const CREATED_MOVIE_ANSWER: TSchema = success('CreatedMovie', {
  movie_id: id,
  movies_total: total,
  actors_total: { type: 'integer', minimum: 0, description: 'The same as `movies_total`', examples: [4] },
});
export const EDITED_MOVIE_ANSWER: TSchema = success('EditedMovie', { modified_movie: id, movie_updated: MOVIE });
export const DELETED_MOVIE_ANSWER: TSchema = success('DeletedMovie', { deleted_movie: MOVIE });

export const CASTINGS_ANSWER: TSchema = success('CastingsAnswer', { castings: listOf(CASTING) });
export const CREATED_CASTING_ANSWER: TSchema = success('CreatedCasting', { casting_id: id, casting: CASTING });
export const EDITED_CASTING_ANSWER: TSchema = success('EditedCasting', { modified_casting: CASTING, casting: CASTING });
export const DELETED_CASTING_ANSWER: TSchema = success('DeletedCasting', {
  deleted_casting: CASTING,
  casting: CASTING,
});

export const REFUSAL: TSchema = answer('Refusal', {
  success: { const: false },
  error: { type: 'integer', description: 'The status' },
  message: { type: 'string' },
});
