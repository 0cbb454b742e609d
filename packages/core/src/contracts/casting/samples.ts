import { randomUUID } from 'node:crypto';
import type { ActorDraft, CastingActor } from '../../casting/actor.ts';
import type { Casting } from '../../casting/casting.ts';
import type { Movie, NewMovie } from '../../casting/movie.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { addAccount } from '../samples.ts';

/** A release date, to the second. */
const RELEASE: Date = new Date('2038-01-01T13:14:15Z');

/** An actor whose email and phone nobody has. */
export function newActor(changes: Partial<ActorDraft> = {}): ActorDraft {
  return {
    name: 'Ann',
    age: 32,
    gender: 'female',
    email: `${randomUUID()}@example.com`,
    phone: randomUUID(),
    photo: 'link_to_photo',
    seekingMovie: true,
    ...changes,
  };
}

export async function addActor(
  { actors }: Pick<Ports, 'actors'>,
  changes: Partial<ActorDraft> = {},
): Promise<CastingActor> {
  return (await valueOf(actors.add(newActor(changes)))).added;
}

export function newMovie(changes: Partial<NewMovie> = {}): NewMovie {
  return { title: 'Big house', genres: ['TV show'], releaseDate: RELEASE, seekingActor: true, ...changes };
}

export async function addMovie({ movies }: Pick<Ports, 'movies'>, changes: Partial<NewMovie> = {}): Promise<Movie> {
  return (await valueOf(movies.add(newMovie(changes)))).added;
}

/** A casting of a new actor in a new movie, proposed by a new account. */
export async function addCasting(
  ports: Pick<Ports, 'accounts' | 'actors' | 'movies' | 'castings'>,
  changes: Partial<Omit<Casting, 'id'>> = {},
): Promise<Casting> {
  return valueOf(
    ports.castings.add({
      movieId: changes.movieId ?? (await addMovie(ports)).id,
      actorId: changes.actorId ?? (await addActor(ports)).id,
      role: 'Hamlet',
      status: 'evaluation',
      proposedBy: changes.proposedBy ?? (await addAccount(ports)).id,
      ...changes,
    }),
  );
}
