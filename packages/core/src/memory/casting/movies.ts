import { ok, type Result } from 'neverthrow';
import type { Movie } from '../../casting/movie.ts';
import type { MovieNotFound, MovieRepository, SeekingPage } from '../../casting/ports.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import { removeCastings, type AgencyTables } from './tables.ts';

const NOT_FOUND: MovieNotFound = { kind: 'movie-not-found' };

/**
 * Movies in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const movies = memoryMovies(database);
 * ```
 */
export function memoryMovies(database: MemoryDatabase): MovieRepository {
  const { movies } = database.committed.agency;
  return {
    add: ({ title, genres, releaseDate, seekingActor }, transaction) =>
      database.write(transaction, ({ agency }) => {
        const added: Movie = { id: movies.nextId(), title, genres: [...genres], releaseDate, seekingActor };
        agency.movies.put(added);
        return ok({ added, total: agency.movies.size });
      }),

    find: (id) => settled(find(database.committed.agency, id)),

    page: ({ seeking, ...request }) => settled(ok(movies.page(request, wanted(seeking)))),

    stretch: ({ after, limit, seeking }) => settled(ok(movies.stretch(after, limit, wanted(seeking)))),

    change: (id, changes) =>
      database.write(undefined, ({ agency }) =>
        find(agency, id).map((movie) => {
          const { title, genres, releaseDate, seekingActor } = { ...movie, ...changes };
          const changed: Movie = { id, title, genres: [...genres], releaseDate, seekingActor };
          agency.movies.put(changed);
          return changed;
        }),
      ),

    remove: (id, transaction) =>
      database.write(transaction, ({ agency }) =>
        find(agency, id).map((movie) => {
          agency.movies.delete(id);
          removeCastings(agency, ({ movieId }) => movieId === id);
          return movie;
        }),
      ),
  };
}

function find({ movies }: AgencyTables, id: number): Result<Movie, MovieNotFound> {
  return found(movies.get(id), NOT_FOUND);
}

function wanted(seeking: SeekingPage['seeking']): ((movie: Movie) => boolean) | undefined {
  return seeking === undefined ? undefined : ({ seekingActor }) => seekingActor === seeking;
}
