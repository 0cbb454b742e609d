import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ActorChanges, ActorDraft, CastingDraft, MovieDraft, WholeList } from '../../../src/index.ts';
import {
  ACTOR_FIELDS,
  aBearer,
  aChange,
  aDraft,
  aLimit,
  aPage,
  aPosition,
  aSeeking,
  attempt,
  bearerOf,
  CASTING_FIELDS,
  changeProblem,
  draftProblem,
  givenIn,
  keptIn,
  MOVIE_FIELDS,
  ordered,
  pageOf,
  pick,
  type Command,
  type Expected,
  type Model,
  type System,
} from './world.ts';

/** Makes a command out of what it does, shown with what it was made with. */
function command<Values extends unknown[]>(
  name: string,
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  run: (model: Model, system: System, ...values: Values) => Promise<void>,
): fc.Arbitrary<Command> {
  return fc.tuple<Values>(...arbitraries).map((values) => ({
    check: () => true,
    run: (model, system) => run(model, system, ...values),
    toString: () => `${name}(${fc.stringify(values)})`,
  }));
}

const NOT_FOUND = (kind: 'actor' | 'movie' | 'casting'): { refused: string } => ({ refused: `${kind}-not-found` });

/** Whether another actor has an email or a phone. */
function isTaken(model: Model, id: number, changes: ActorChanges): boolean {
  return model.actors.some(
    (other) => other.id !== id && (other.email === changes.email || other.phone === changes.phone),
  );
}

async function read<T>(list: WholeList<T>): Promise<readonly T[]> {
  const entries: T[] = [];
  for await (const piece of list) entries.push(...(piece.isOk() ? piece.value : assert.fail('the storage is away')));
  return entries;
}

const createActor = command('createActor', [aBearer, aDraft(ACTOR_FIELDS)], async (model, system, who, draft) => {
  const bearer = bearerOf(who, system);
  const outcome = system.quintet.casting.createActor(bearer, givenIn(draft) as unknown as ActorDraft);
  await attempt(bearer, 'post:actor', outcome, () => {
    const problem = draftProblem(draft);
    if (problem !== undefined) return { refused: problem };
    const kept = keptIn(draft) as unknown as ActorDraft;
    if (isTaken(model, 0, kept)) return { refused: 'contact-taken' };
    return {
      done: ({ added, total }) => {
        assert.deepEqual(added, { id: added.id, ...kept });
        assert.ok(model.actors.every(({ id }) => id < added.id));
        model.actors.push(added);
        assert.equal(total, model.actors.length);
      },
    };
  });
});

const editActor = command(
  'editActor',
  [aBearer, aPosition, aChange(ACTOR_FIELDS)],
  async (model, system, who, position, change) => {
    const bearer = bearerOf(who, system);
    const { id, entry } = pick(model.actors, position);
    const changes = givenIn(change) as unknown as ActorChanges;
    const outcome = system.quintet.casting.editActor(bearer, { actorId: id, changes });
    await attempt(bearer, 'patch:actors', outcome, () => {
      if (entry === undefined) return NOT_FOUND('actor');
      const problem = changeProblem(change);
      if (problem !== undefined) return { refused: problem };
      const changed = { ...entry, ...(keptIn(change) as ActorChanges) };
      if (isTaken(model, id, changed)) return { refused: 'contact-taken' };
      return {
        done: (edited) => {
          assert.deepEqual(edited, changed);
          model.actors = model.actors.map((actor) => (actor.id === id ? changed : actor));
        },
      };
    });
  },
);

const deleteActor = command('deleteActor', [aBearer, aPosition], async (model, system, who, position) => {
  const bearer = bearerOf(who, system);
  const { id, entry } = pick(model.actors, position);
  await attempt(bearer, 'delete:actors', system.quintet.casting.deleteActor(bearer, { actorId: id }), () => {
    if (entry === undefined) return NOT_FOUND('actor');
    return {
      done: (deleted) => {
        assert.deepEqual(deleted, entry);
        model.actors = model.actors.filter((actor) => actor !== entry);
        model.castings = model.castings.filter(({ actorId }) => actorId !== id);
      },
    };
  });
});

const createMovie = command('createMovie', [aBearer, aDraft(MOVIE_FIELDS)], async (model, system, who, draft) => {
  const bearer = bearerOf(who, system);
  const outcome = system.quintet.casting.createMovie(bearer, givenIn(draft) as unknown as MovieDraft);
  await attempt(bearer, 'post:movie', outcome, () => {
    const problem = draftProblem(draft);
    if (problem !== undefined) return { refused: problem };
    return {
      done: ({ added, total }) => {
        assert.deepEqual(added, { id: added.id, ...keptIn(draft) });
        model.movies.push(added);
        assert.equal(total, model.movies.length);
      },
    };
  });
});

const editMovie = command(
  'editMovie',
  [aBearer, aPosition, aChange(MOVIE_FIELDS)],
  async (model, system, who, position, change) => {
    const bearer = bearerOf(who, system);
    const { id, entry } = pick(model.movies, position);
    const changes = givenIn(change) as Partial<MovieDraft>;
    await attempt(bearer, 'patch:movies', system.quintet.casting.editMovie(bearer, { movieId: id, changes }), () => {
      if (entry === undefined) return NOT_FOUND('movie');
      const problem = changeProblem(change);
      if (problem !== undefined) return { refused: problem };
      return {
        done: (edited) => {
          assert.deepEqual(edited, { ...entry, ...keptIn(change) });
          model.movies = model.movies.map((movie) => (movie.id === id ? edited : movie));
        },
      };
    });
  },
);

const deleteMovie = command('deleteMovie', [aBearer, aPosition], async (model, system, who, position) => {
  const bearer = bearerOf(who, system);
  const { id, entry } = pick(model.movies, position);
  await attempt(bearer, 'delete:movies', system.quintet.casting.deleteMovie(bearer, { movieId: id }), () => {
    if (entry === undefined) return NOT_FOUND('movie');
    return {
      done: (deleted) => {
        assert.deepEqual(deleted, entry);
        model.movies = model.movies.filter((movie) => movie !== entry);
        model.castings = model.castings.filter(({ movieId }) => movieId !== id);
      },
    };
  });
});

const createCasting = command(
  'createCasting',
  [aBearer, aPosition, aPosition, aChange(CASTING_FIELDS)],
  async (model, system, who, moviePosition, actorPosition, draft) => {
    const bearer = bearerOf(who, system);
    const movie = pick(model.movies, moviePosition);
    const actor = pick(model.actors, actorPosition);
    const casting = { actorId: actor.id, ...givenIn(draft) } as unknown as CastingDraft;
    const outcome = system.quintet.casting.createCasting(bearer, { movieId: movie.id, casting });
    await attempt(bearer, 'post:castings', outcome, () => {
      if (movie.entry === undefined) return NOT_FOUND('movie');
      if (draft.role === undefined) return { refused: 'fields-missing' };
      const problem = draftProblem(draft);
      if (problem !== undefined) return { refused: problem };
      if (actor.entry === undefined) return { refused: 'cast-actor-unknown' };
      const kept = { movieId: movie.id, actorId: actor.id, status: 'evaluation', ...keptIn(draft) };
      if (isCast(model, 0, kept)) return { refused: 'already-cast' };
      return {
        done: (created) => {
          assert.deepEqual(created, { id: created.id, proposedBy: created.proposedBy, ...kept });
          assert.equal(created.proposedBy === system.accountId, 'accountId' in bearer);
          model.castings.push(created);
        },
      };
    });
  },
);

/** Whether the actor is being cast for the role in the movie already. */
function isCast(model: Model, id: number, casting: Readonly<Record<string, unknown>>): boolean {
  return model.castings.some(
    (other) =>
      other.id !== id &&
      other.movieId === casting['movieId'] &&
      other.actorId === casting['actorId'] &&
      other.role === casting['role'],
  );
}

const editCasting = command(
  'editCasting',
  [aBearer, aPosition, fc.option(aPosition), aChange(CASTING_FIELDS)],
  async (model, system, who, position, actorPosition, change) => {
    const bearer = bearerOf(who, system);
    const { id, entry } = pick(model.castings, position);
    const actor = actorPosition === null ? undefined : pick(model.actors, actorPosition);
    const changes = { ...givenIn(change), ...(actor === undefined ? {} : { actorId: actor.id }) };
    const outcome = system.quintet.casting.editCasting(bearer, { castingId: id, changes });
    await attempt(bearer, 'patch:castings', outcome, () => {
      if (entry === undefined) return NOT_FOUND('casting');
      const problem = changeProblem(change);
      if (problem !== undefined && (actor === undefined || problem !== 'nothing-to-change'))
        return { refused: problem };
      const changed = { ...entry, ...keptIn(change), ...(actor === undefined ? {} : { actorId: actor.id }) };
      if (actor !== undefined && actor.entry === undefined) return { refused: 'cast-actor-unknown' };
      if (isCast(model, id, { ...changed })) return { refused: 'already-cast' };
      return {
        done: (edited) => {
          assert.deepEqual(edited, changed);
          model.castings = model.castings.map((casting) => (casting.id === id ? edited : casting));
        },
      };
    });
  },
);

const deleteCasting = command('deleteCasting', [aBearer, aPosition], async (model, system, who, position) => {
  const bearer = bearerOf(who, system);
  const { id, entry } = pick(model.castings, position);
  await attempt(bearer, 'delete:castings', system.quintet.casting.deleteCasting(bearer, { castingId: id }), () => {
    if (entry === undefined) return NOT_FOUND('casting');
    return {
      done: (deleted) => {
        assert.deepEqual(deleted, entry);
        model.castings = model.castings.filter((casting) => casting !== entry);
      },
    };
  });
});

const show = command('show', [aBearer, aPosition], async (model, system, who, position) => {
  const bearer = bearerOf(who, system);
  const { casting } = system.quintet;
  const [actor, movie] = [pick(model.actors, position), pick(model.movies, position)];
  const found = <T>(entry: T | undefined, kind: 'actor' | 'movie'): Expected<T> =>
    entry === undefined ? NOT_FOUND(kind) : { done: (shown) => assert.deepEqual(shown, entry) };
  await attempt(bearer, 'get:actors', casting.getActor(bearer, { actorId: actor.id }), () =>
    found(actor.entry, 'actor'),
  );
  await attempt(bearer, 'get:movies', casting.getMovie(bearer, { movieId: movie.id }), () =>
    found(movie.entry, 'movie'),
  );
});

const list = command('list', [aBearer, aPage, aLimit, aSeeking], async (model, system, who, page, limit, seeking) => {
  const bearer = bearerOf(who, system);
  const { casting } = system.quintet;
  const actors = ordered(model.actors, ({ name }) => name).filter(
    ({ seekingMovie }) => seeking === undefined || seekingMovie === seeking,
  );
  const movies = ordered(model.movies, ({ title }) => title).filter(
    ({ seekingActor }) => seeking === undefined || seekingActor === seeking,
  );
  const wish = { page, limit, seeking };
  const is = <T>(expected: readonly T[]): Expected<readonly T[]> => ({
    done: (entries) => assert.deepEqual(entries, expected),
  });
  await attempt(bearer, 'get:actors', casting.listActors(bearer, wish), () => is(pageOf(actors, page, limit)));
  await attempt(bearer, 'get:movies', casting.listMovies(bearer, wish), () => is(pageOf(movies, page, limit)));
  const allActors = casting.listAllActors(bearer, { seeking }).map(read);
  await attempt(bearer, 'get:actors', allActors, () => is(actors));
  const allMovies = casting.listAllMovies(bearer, { seeking }).map(read);
  await attempt(bearer, 'get:movies', allMovies, () => is(movies));
});

const listCastings = command(
  'listCastings',
  [aBearer, aPosition, fc.boolean(), aPage, aLimit],
  async (model, system, who, position, ofMovie, page, limit) => {
    const bearer = bearerOf(who, system);
    const { casting } = system.quintet;
    const { id, entry } = pick<{ readonly id: number }>(ofMovie ? model.movies : model.actors, position);
    const of = ofMovie ? { movieId: id } : { actorId: id };
    const castings = model.castings.filter(({ movieId, actorId }) => (ofMovie ? movieId : actorId) === id);
    const expected = <T>(entries: readonly T[]): Expected<readonly T[]> =>
      entry === undefined
        ? NOT_FOUND(ofMovie ? 'movie' : 'actor')
        : { done: (listed) => assert.deepEqual(listed, entries) };
    const wish = { page, limit };
    await attempt(bearer, 'get:castings', casting.listCastings(bearer, of, wish), () =>
      expected(pageOf(castings, page, limit)),
    );
    await attempt(bearer, 'get:castings', casting.listAllCastings(bearer, of).map(read), () => expected(castings));
  },
);

/** All that is done, what makes the lists longer more often than what makes them shorter. */
export const commands: readonly fc.Arbitrary<Command>[] = [
  createActor,
  createActor,
  createActor,
  editActor,
  deleteActor,
  createMovie,
  createMovie,
  editMovie,
  deleteMovie,
  createCasting,
  createCasting,
  editCasting,
  deleteCasting,
  show,
  list,
  listCastings,
];
