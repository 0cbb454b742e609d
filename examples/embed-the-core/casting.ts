// A casting agency: who may do what depends on a role, and a role's permissions come with the token.
import { createQuintet, type Bearer } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';

const { identity, casting } = createQuintet(memoryAdapters());

const username = 'dora@example.com';
const password = 'correct horse';
await identity.createAccount({ username, password });
const beforehand = await signIn();
await identity.grantRole({ username, role: 'executive-producer' });

// A role counts from the next token on.
const early = await casting.listMovies(beforehand);
if (early.isErr()) console.log(`with the old token: ${early.error.kind}`);

const dora = await signIn();
const movie = await casting.createMovie(dora, {
  title: 'Big house',
  genres: ['TV show'],
  releaseDate: `${new Date().getUTCFullYear() + 1}-01-01`,
  seekingActor: true,
});
const actor = await casting.createActor(dora, {
  name: 'Random Guy',
  age: 32,
  gender: 'male',
  email: 'random.guy@example.com',
  phone: '1234567892',
  photo: 'https://example.com/photos/random-guy.jpg',
  seekingMovie: true,
});
if (movie.isErr() || actor.isErr()) throw new Error('not taken in');

const proposed = { movieId: movie.value.added.id, casting: { actorId: actor.value.added.id, role: 'The neighbour' } };
const first = await casting.createCasting(dora, proposed);
first.map(({ role, status }) => console.log(`${role}: ${status}`));
const second = await casting.createCasting(dora, proposed);
if (second.isErr()) console.log(`again: ${second.error.kind}`);

async function signIn(): Promise<Bearer> {
  const { token } = (await identity.logIn({ username, password }))._unsafeUnwrap();
  return (await identity.authenticate(token))._unsafeUnwrap();
}
