import type { Parameter } from '../../http/route.ts';

/** A path with another text where the number is, is a path that there is not. */
const number = (name: string, description: string): Parameter => ({
  in: 'path',
  name,
  description,
  schema: { type: 'integer', minimum: 0, examples: [3] },
});

export const ACTOR_ID: Parameter = number('actorId', "The actor's number");
export const MOVIE_ID: Parameter = number('movieId', "The movie's number");
export const CASTING_ID: Parameter = number('castingId', "The casting's number");

export const ACTOR_PATH = '/actors/:actorId{[0-9]+}';
export const MOVIE_PATH = '/movies/:movieId{[0-9]+}';
export const CASTING_PATH = '/castings/:castingId{[0-9]+}';
