import { ok, type ResultAsync } from 'neverthrow';
import { memoryActors, memoryCastings, memoryMovies } from '../../src/memory/index.ts';
import { carelessly, now, type Fault } from './faults.ts';

/** The same, after others had their turn. */
function later<T>(value: T): ResultAsync<T, never> {
  return carelessly(
    () => value,
    (seen) => ok<T>(seen),
  );
}

export const ACTORS_FAULTS: Readonly<Record<string, Fault>> = {
  'writes back what it has read before': ({ actors }, database) => {
    const stored = memoryActors(database);
    return {
      actors: {
        ...actors,
        change: (id, changes) =>
          stored
            .find(id)
            .andThen((seen) => later(seen))
            .andThen((seen) => stored.change(id, { ...seen, ...changes })),
      },
    };
  },
  'looks whether an email is taken, and then takes it': ({ actors }, database) => {
    const taken = new Set<string>();
    const stored = memoryActors(database);
    return {
      actors: {
        ...actors,
        add: (actor, transaction) =>
          later(taken.has(actor.email)).andThen((isTaken) => {
            taken.add(actor.email);
            return stored.add(isTaken ? actor : { ...actor, email: `${actor.email} ${taken.size}` }, transaction);
          }),
      },
    };
  },
  'takes an email in any case for the same': ({ actors }) => ({
    actors: {
      ...actors,
      add: (actor, transaction) => actors.add({ ...actor, email: actor.email.toLowerCase() }, transaction),
    },
  }),
  'is in the order of UTF-16': ({ actors }) => ({
    actors: {
      ...actors,
      stretch: (request) =>
        actors
          .stretch(request)
          .map((entries) =>
            entries.toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name))),
          ),
    },
  }),
  'pays no heed to who seeks': ({ actors }) => ({
    actors: { ...actors, stretch: ({ after, limit }) => actors.stretch({ limit, ...(after && { after }) }) },
  }),
  'counts none': ({ actors }) => ({
    actors: { ...actors, add: (...given) => actors.add(...given).map(({ added }) => ({ added, total: 1 })) },
  }),
  'removes twice': ({ actors }) => ({
    actors: {
      ...actors,
      remove: (id, transaction) => actors.find(id).andTee(() => void actors.remove(id, transaction)),
    },
  }),
  'gives the changed actor and changes nothing': ({ actors }) => ({
    actors: { ...actors, change: (id, changes) => actors.find(id).map((actor) => ({ ...actor, ...changes })) },
  }),
};

export const MOVIES_FAULTS: Readonly<Record<string, Fault>> = {
  'forgets the order of genres': ({ movies }) => ({
    movies: {
      ...movies,
      find: (id) => movies.find(id).map((movie) => ({ ...movie, genres: movie.genres.toSorted() })),
    },
  }),
  'keeps genres once each': ({ movies }) => ({
    movies: {
      ...movies,
      add: (movie, transaction) => movies.add({ ...movie, genres: [...new Set(movie.genres)] }, transaction),
    },
  }),
  'writes back what it has read before': ({ movies }, database) => {
    const stored = memoryMovies(database);
    return {
      movies: {
        ...movies,
        change: (id, changes) =>
          stored
            .find(id)
            .andThen((seen) => later(seen))
            .andThen((seen) => stored.change(id, { ...seen, ...changes })),
      },
    };
  },
  'leaves what a transaction wrote': ({ movies }) => ({
    movies: { ...movies, add: (movie) => movies.add(movie) },
  }),
  'skips one at the start of a page': ({ movies }) => ({
    movies: { ...movies, page: (request) => movies.page(request).map((entries) => entries.slice(request.page - 1)) },
  }),
};

export const CASTINGS_FAULTS: Readonly<Record<string, Fault>> = {
  'casts twice for a role': ({ castings }, database) => {
    const stored = memoryCastings(database);
    return {
      castings: {
        ...castings,
        add: (casting, transaction) =>
          stored
            .add(casting, transaction)
            .orElse((error) =>
              error.kind === 'already-cast'
                ? stored
                    .add({ ...casting, role: `${casting.role} ` }, transaction)
                    .map((added) => ({ ...added, role: casting.role }))
                : stored.add(casting, transaction),
            ),
      },
    };
  },
  'keeps the castings of a movie that is removed': ({ movies }) => ({
    movies: { ...movies, remove: (id) => movies.find(id) },
  }),
  'shows no castings': ({ castings }) => ({
    castings: { ...castings, page: () => now([]) },
  }),
  'does not look whether the actor is there': ({ castings, actors }, database) => {
    const stored = memoryCastings(database);
    return {
      castings: {
        ...castings,
        change: (id, { actorId, ...changes }) =>
          stored.change(id, changes).map((casting) => ({ ...casting, actorId: actorId ?? casting.actorId })),
      },
      actors,
    };
  },
  'forgets who proposed': ({ castings }) => ({
    castings: { ...castings, find: (id) => castings.find(id).map((casting) => ({ ...casting, proposedBy: 0 })) },
  }),
};

export const EXTERNAL_SUBJECTS_FAULTS: Readonly<Record<string, Fault>> = {
  'knows no issuers': ({ externalSubjects }) => ({
    externalSubjects: {
      ...externalSubjects,
      find: ({ subject }) => externalSubjects.find({ issuer: '', subject }),
      link: ({ subject }, ...rest) => externalSubjects.link({ issuer: '', subject }, ...rest),
    },
  }),
  'links outside of the transaction': ({ externalSubjects }) => {
    const links = new Map<string, number>();
    return {
      externalSubjects: {
        find: ({ subject }) =>
          externalSubjects.find({ issuer: 'x', subject }).orElse(() => ok(links.get(subject) ?? 0)),
        link: ({ subject }, accountId) => {
          links.set(subject, accountId);
          return now(undefined);
        },
      },
    };
  },
};
