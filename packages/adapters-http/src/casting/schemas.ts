import { Type, type TObject, type TSchema } from 'typebox';

const success = Type.Literal(true);
const closed = { additionalProperties: false } as const;

const name = Type.String({ minLength: 1, maxLength: 600, examples: ['Random Guy'] });
const age = Type.Integer({ minimum: 1, maximum: 150, examples: [32] });
const gender = Type.Union([Type.Literal('male'), Type.Literal('female'), Type.Literal('undeclared')]);
const email = Type.String({
  minLength: 1,
  maxLength: 600,
  description: 'No two actors have the same',
  examples: ['guy@example.com'],
});
const phone = Type.String({
  minLength: 1,
  maxLength: 600,
  description: 'No two actors have the same',
  examples: ['1234567892'],
});
const photo = Type.String({ minLength: 1, maxLength: 600, examples: ['link_to_photo'] });
const actorFields = { name, age, gender, email, phone, photo, seeking_movie: Type.Boolean() };

export const NEW_ACTOR: TSchema = Type.Object(actorFields, { title: 'NewActor' });
export const ACTOR_CHANGES: TSchema = Type.Partial(Type.Object(actorFields), {
  title: 'ActorChanges',
  minProperties: 1,
  description: 'At least one of the fields; what is absent stays',
});

const id = Type.Integer({ examples: [3] });
const ACTOR: TObject = Type.Object({ id, ...actorFields }, { title: 'Actor', ...closed });
const DETAILED_ACTOR: TSchema = Type.Object(
  { id, ...actorFields, photo_link: Type.String({ description: 'The same as `photo`' }) },
  { title: 'DetailedActor', ...closed },
);

const title = Type.String({ minLength: 1, maxLength: 600, examples: ['Big house'] });
const genres = Type.Array(Type.String({ minLength: 1, maxLength: 600 }), { maxItems: 100, examples: [['TV show']] });
const seekingActor = Type.Boolean();
const writtenDate = Type.String({
  description:
    'A date as `YYYY-MM-DD`, `YYYY.MM.DD` or `YYYY/MM/DD`, perhaps with ` HH:MM:SS` or `THH:MM:SS` (UTC); or RFC 3339',
  examples: ['2038-01-01 00:00:00'],
});
const movieFields = { title, genres, release_date: writtenDate, seeking_actor: seekingActor };

export const NEW_MOVIE: TSchema = Type.Object(movieFields, {
  title: 'NewMovie',
  description: 'The release date lies in the future',
});
export const MOVIE_CHANGES: TSchema = Type.Partial(Type.Object(movieFields), {
  title: 'MovieChanges',
  minProperties: 1,
  description: 'At least one of the fields; what is absent stays',
});

const MOVIE: TSchema = Type.Object(
  {
    id,
    title,
    genres,
    release_date: Type.String({
      pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`,
      description: 'UTC',
      examples: ['2038-01-01 00:00:00'],
    }),
    seeking_actor: seekingActor,
  },
  { title: 'Movie', ...closed },
);

const actorId = Type.Integer({ examples: [3] });
const role = Type.String({ minLength: 1, maxLength: 600, examples: ['The neighbour'] });
const status = Type.Union([Type.Literal('evaluation'), Type.Literal('accept'), Type.Literal('reject')]);

export const NEW_CASTING: TSchema = Type.Object(
  { actor_id: actorId, role, status: Type.Optional(status) },
  { title: 'NewCasting', description: '`status` is `evaluation` unless given' },
);
export const CASTING_CHANGES: TSchema = Type.Partial(Type.Object({ actor_id: actorId, role, status }), {
  title: 'CastingChanges',
  minProperties: 1,
  description: 'At least one of the fields; what is absent stays',
});

const CASTING: TSchema = Type.Object(
  { id, movie_id: Type.Integer(), actor_id: actorId, role, status },
  { title: 'Casting', ...closed },
);

const answer = (title: string, fields: Readonly<Record<string, TSchema>>): TSchema =>
  Type.Object({ success, ...fields }, { title, ...closed });
const total = Type.Integer({ minimum: 0, examples: [4] });

export const ACTORS_ANSWER: TSchema = answer('ActorsAnswer', { actors: Type.Array(ACTOR) });
export const ACTOR_ANSWER: TSchema = answer('ActorAnswer', { actor: DETAILED_ACTOR });
export const CREATED_ACTOR_ANSWER: TSchema = answer('CreatedActor', { actor_id: id, actors_total: total });
export const EDITED_ACTOR_ANSWER: TSchema = answer('EditedActor', { modified_actor: ACTOR, actor_updated: ACTOR });
export const DELETED_ACTOR_ANSWER: TSchema = answer('DeletedActor', { deleted_actor: ACTOR });

export const MOVIES_ANSWER: TSchema = answer('MoviesAnswer', { movies: Type.Array(MOVIE) });
export const MOVIE_ANSWER: TSchema = answer('MovieAnswer', { movie: MOVIE });
export const CREATED_MOVIE_ANSWER: TSchema = answer('CreatedMovie', {
  movie_id: id,
  movies_total: total,
  actors_total: Type.Integer({ minimum: 0, description: 'The same as `movies_total`', examples: [4] }),
});
export const EDITED_MOVIE_ANSWER: TSchema = answer('EditedMovie', { modified_movie: id, movie_updated: MOVIE });
export const DELETED_MOVIE_ANSWER: TSchema = answer('DeletedMovie', { deleted_movie: MOVIE });

export const CASTINGS_ANSWER: TSchema = answer('CastingsAnswer', { castings: Type.Array(CASTING) });
export const CREATED_CASTING_ANSWER: TSchema = answer('CreatedCasting', { casting_id: id, casting: CASTING });
export const EDITED_CASTING_ANSWER: TSchema = answer('EditedCasting', { modified_casting: CASTING, casting: CASTING });
export const DELETED_CASTING_ANSWER: TSchema = answer('DeletedCasting', { deleted_casting: CASTING, casting: CASTING });

export const REFUSAL: TSchema = Type.Object(
  { success: Type.Literal(false), error: Type.Integer({ description: 'The status' }), message: Type.String() },
  { title: 'Refusal', ...closed },
);
