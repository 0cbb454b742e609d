import type { ActorDraft, AgencyDraft, MovieDraft } from '@quintet/core';

const ACTORS: readonly ActorDraft[] = [
  {
    name: 'Random Guy',
    age: 32,
    gender: 'male',
    email: 'random.guy@example.com',
    phone: '1234567892',
    photo: 'https://example.com/photos/random-guy.jpg',
    seekingMovie: true,
  },
  {
    name: 'Random Actor',
    age: 20,
    gender: 'female',
    email: 'random.actor@example.com',
    phone: '1234567890',
    photo: 'https://example.com/photos/random-actor.jpg',
    seekingMovie: true,
  },
  {
    name: 'Kyle Locman',
    age: 41,
    gender: 'undeclared',
    email: 'kyle.locman@example.com',
    phone: '1234567891',
    photo: 'https://example.com/photos/kyle-locman.jpg',
    seekingMovie: false,
  },
];

const MOVIES: readonly Omit<MovieDraft, 'releaseDate'>[] = [
  { title: 'Big house', genres: ['TV show'], seekingActor: true },
  { title: 'Some incredible movie', genres: ['Adventure', 'Science fiction'], seekingActor: true },
  { title: 'The last take', genres: ['Drama'], seekingActor: false },
];

/** The sample actors and movies. The movies are released in the next years: each at the start of one. */
export function exampleAgency(now: Date): AgencyDraft {
  const firstYear = now.getUTCFullYear() + 1;
  return {
    actors: ACTORS,
    movies: MOVIES.map((movie, index) => ({ ...movie, releaseDate: new Date(Date.UTC(firstYear + index, 0, 1)) })),
  };
}
