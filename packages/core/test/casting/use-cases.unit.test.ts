import type { ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import {
  createQuintet,
  permissionsOf,
  type ActorDraft,
  type Bearer,
  type Permission,
  type Quintet,
} from '@quintet/core';
import {
  cryptoRandom,
  memoryAdapters,
  memoryExternalTokens,
  scryptPasswordHasher,
  settableClock,
} from '@quintet/core/memory';

const NOW = new Date('2030-01-01T00:00:00Z');
const passwordHasher = scryptPasswordHasher({ logCost: 1, parallelization: 1 });

const ANN: ActorDraft = {
  name: 'Ann',
  age: 32,
  gender: 'female',
  email: 'ann@example.com',
  phone: '1',
  photo: 'link',
  seekingMovie: true,
};
const HOUSE = { title: 'Big house', genres: ['TV show'], releaseDate: '2038-01-01', seekingActor: true };
const EVERYTHING = permissionsOf(['executive-producer']);

function bearer(permissions: readonly Permission[]): Bearer {
  return { accountId: 1, permissions, token: { id: '0.x', expiresAt: new Date('2100-01-01T00:00:00Z') } };
}

function open(): { quintet: Quintet; clock: ReturnType<typeof settableClock> } {
  const clock = settableClock(NOW);
  return { quintet: createQuintet(memoryAdapters({ clock, passwordHasher })), clock };
}

/** Everything that can be done, and what it needs. */
const DOINGS: Readonly<
  Record<string, readonly [Permission, (quintet: Quintet, bearer: Bearer) => ResultAsync<unknown, unknown>]>
> = {
  listActors: ['get:actors', ({ casting }, who) => casting.listActors(who)],
  listAllActors: ['get:actors', ({ casting }, who) => casting.listAllActors(who)],
  getActor: ['get:actors', ({ casting }, who) => casting.getActor(who, { actorId: 1 })],
  createActor: [
    'post:actor',
    ({ casting }, who) => casting.createActor(who, { ...ANN, email: 'bob@example.com', phone: '2' }),
  ],
  editActor: ['patch:actors', ({ casting }, who) => casting.editActor(who, { actorId: 1, changes: { age: 33 } })],
  deleteActor: ['delete:actors', ({ casting }, who) => casting.deleteActor(who, { actorId: 1 })],
  listMovies: ['get:movies', ({ casting }, who) => casting.listMovies(who)],
  listAllMovies: ['get:movies', ({ casting }, who) => casting.listAllMovies(who)],
  getMovie: ['get:movies', ({ casting }, who) => casting.getMovie(who, { movieId: 1 })],
  createMovie: ['post:movie', ({ casting }, who) => casting.createMovie(who, HOUSE)],
  editMovie: ['patch:movies', ({ casting }, who) => casting.editMovie(who, { movieId: 1, changes: { title: 'x' } })],
  deleteMovie: ['delete:movies', ({ casting }, who) => casting.deleteMovie(who, { movieId: 1 })],
  listCastings: ['get:castings', ({ casting }, who) => casting.listCastings(who, { movieId: 1 })],
  listAllCastings: ['get:castings', ({ casting }, who) => casting.listAllCastings(who, { actorId: 1 })],
  createCasting: [
    'post:castings',
    ({ casting }, who) => casting.createCasting(who, { movieId: 1, casting: { actorId: 1, role: 'Ophelia' } }),
  ],
  editCasting: [
    'patch:castings',
    ({ casting }, who) => casting.editCasting(who, { castingId: 1, changes: { status: 'accept' } }),
  ],
  deleteCasting: ['delete:castings', ({ casting }, who) => casting.deleteCasting(who, { castingId: 1 })],
};

/** An agency with an actor, a movie and a casting, all of number 1. */
async function filled(): Promise<Quintet> {
  const { quintet } = open();
  const all = bearer(EVERYTHING);
  await quintet.identity.createAccount({ username: 'ann', password: '123456' });
  await quintet.casting.createActor(all, ANN);
  await quintet.casting.createMovie(all, HOUSE);
  await quintet.casting.createCasting(all, { movieId: 1, casting: { actorId: 1, role: 'Hamlet' } });
  return quintet;
}

describe('what can be done', () => {
  test('is all in the table, but for what whoever runs the system does', () => {
    expect(Object.keys(open().quintet.casting).toSorted()).toEqual([...Object.keys(DOINGS), 'fillAgency'].toSorted());
  });

  test.each(Object.entries(DOINGS))('%s needs its permission, and no other', async (_, [permission, act]) => {
    const quintet = await filled();
    const others = EVERYTHING.filter((other) => other !== permission);
    expect(await act(quintet, bearer(others))).toMatchObject({ error: { kind: 'permission-lacking', permission } });
    expect((await act(quintet, bearer([permission]))).isOk()).toBe(true);
  });

  test('is refused before anything is looked at', async () => {
    const { casting } = open().quintet;
    const nobody = bearer([]);
    const nonsense = { actorId: 99, changes: { age: 'old' as unknown as number } };
    expect(await casting.editActor(nobody, nonsense)).toMatchObject({ error: { kind: 'permission-lacking' } });
    const all = bearer(EVERYTHING);
    expect(await casting.editActor(all, nonsense)).toMatchObject({ error: { kind: 'actor-not-found' } });
  });
});

test('whoever has no account proposes nobody', async () => {
  const { casting } = await filled();
  const gone: Bearer = { ...bearer(EVERYTHING), accountId: 99 };
  const outcome = casting.createCasting(gone, { movieId: 1, casting: { actorId: 1, role: 'Ophelia' } });
  expect(await outcome).toMatchObject({ error: { kind: 'account-not-found' } });
});

test('a number that none can be is one that is not found', async () => {
  const { casting } = await filled();
  const all = bearer(EVERYTHING);
  for (const actorId of [1.5, Number.NaN, Number.POSITIVE_INFINITY, '1' as unknown as number, 2 ** 60]) {
    expect(await casting.getActor(all, { actorId })).toMatchObject({ error: { kind: 'actor-not-found' } });
    expect(await casting.deleteActor(all, { actorId })).toMatchObject({ error: { kind: 'actor-not-found' } });
    expect(await casting.listCastings(all, { actorId })).toMatchObject({ error: { kind: 'actor-not-found' } });
  }
});

describe('a movie', () => {
  test('lies in the future when it is created', async () => {
    const { quintet, clock } = open();
    const all = bearer(EVERYTHING);
    const soon = { ...HOUSE, releaseDate: '2030-01-01 00:00:01' };
    expect((await quintet.casting.createMovie(all, soon)).isOk()).toBe(true);
    clock.advance(1000);
    expect(await quintet.casting.createMovie(all, soon)).toMatchObject({
      error: { kind: 'field-malformed', field: 'releaseDate' },
    });
  });
});

describe('filling an agency', () => {
  test('takes all in, or nothing', async () => {
    const { casting } = open().quintet;
    const all = bearer(EVERYTHING);
    expect((await casting.fillAgency({ actors: [ANN], movies: [HOUSE] })).isOk()).toBe(true);
    const bob = { ...ANN, email: 'bob@example.com', phone: '2' };
    expect(await casting.fillAgency({ actors: [bob, ANN], movies: [HOUSE] })).toMatchObject({
      error: { kind: 'contact-taken' },
    });
    const late = { ...HOUSE, releaseDate: '2029-01-01' };
    expect(await casting.fillAgency({ actors: [bob], movies: [late] })).toMatchObject({
      error: { kind: 'field-malformed' },
    });
    expect((await casting.listActors(all))._unsafeUnwrap()).toHaveLength(1);
    expect((await casting.listMovies(all))._unsafeUnwrap()).toHaveLength(1);
  });
});

describe('a subject of an external issuer', () => {
  const issuer = 'https://issuer.example.com/';

  const openWithIssuer = () => {
    const clock = settableClock(NOW);
    const externalTokens = memoryExternalTokens(clock, cryptoRandom);
    const quintet = createQuintet(memoryAdapters({ clock, passwordHasher, externalTokens }));
    const tokenOf = (subject: string, permissions: readonly string[] = EVERYTHING): string =>
      externalTokens.issue({ issuer, subject, permissions, expiresAt: new Date('2030-01-01T01:00:00Z') });
    return { quintet, clock, tokenOf };
  };

  test('is recognised by what the issuer permits, beside those of our own', async () => {
    const { quintet, tokenOf } = openWithIssuer();
    const { identity } = quintet;
    const external = (await identity.recognise(tokenOf('ann', ['get:actors'])))._unsafeUnwrap();
    expect(external).toEqual({ external: { issuer, subject: 'ann' }, permissions: ['get:actors'] });
    const { token } = (await identity.register({ username: 'ann', password: '123456' }))._unsafeUnwrap();
    expect((await identity.recognise(token))._unsafeUnwrap()).toMatchObject({ accountId: 1, permissions: [] });
    expect(await identity.recognise('nonsense')).toMatchObject({ error: { kind: 'token-invalid' } });
  });

  test('is not recognised where only our own are', async () => {
    const { quintet, tokenOf } = openWithIssuer();
    expect(await quintet.identity.authenticate(tokenOf('ann'))).toMatchObject({ error: { kind: 'token-invalid' } });
  });

  test('is not recognised once the token has expired', async () => {
    const { quintet, clock, tokenOf } = openWithIssuer();
    const token = tokenOf('ann');
    clock.advance(3_600_000);
    expect(await quintet.identity.recognise(token)).toMatchObject({ error: { kind: 'token-expired' } });
  });

  test('gets one account, when it is needed, however many ask at once', async () => {
    const { quintet, tokenOf } = openWithIssuer();
    const { identity } = quintet;
    const ann = (await identity.recognise(tokenOf('ann')))._unsafeUnwrap();
    const ids = await Promise.all(Array.from({ length: 20 }, () => identity.accountOf(ann)));
    const [first] = ids.map((id) => id._unsafeUnwrap());
    expect(new Set(ids.map((id) => id._unsafeUnwrap())).size).toBe(1);
    const bob = (await identity.recognise(tokenOf('bob')))._unsafeUnwrap();
    expect((await identity.accountOf(bob))._unsafeUnwrap()).not.toBe(first);
    expect((await identity.accountOf(ann))._unsafeUnwrap()).toBe(first);
  });

  test('is on record as who proposed a casting', async () => {
    const { quintet, tokenOf } = openWithIssuer();
    const { identity, casting } = quintet;
    const ann = (await identity.recognise(tokenOf('ann')))._unsafeUnwrap();
    await casting.createActor(ann, ANN);
    await casting.createMovie(ann, HOUSE);
    const made = await casting.createCasting(ann, { movieId: 1, casting: { actorId: 1, role: 'Hamlet' } });
    expect(made._unsafeUnwrap().proposedBy).toBe((await identity.accountOf(ann))._unsafeUnwrap());
  });

  test('nobody can log in to the account that was made', async () => {
    const { quintet, tokenOf } = openWithIssuer();
    const { identity } = quintet;
    const ann = (await identity.recognise(tokenOf('ann')))._unsafeUnwrap();
    await identity.accountOf(ann);
    for (const username of ['ann', 'external-ann', `${issuer}|ann`]) {
      expect((await identity.logIn({ username, password: '' })).isErr()).toBe(true);
    }
  });
});
