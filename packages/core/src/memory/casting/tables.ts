import type { CastingActor } from '../../casting/actor.ts';
import type { Casting } from '../../casting/casting.ts';
import type { Movie } from '../../casting/movie.ts';
import { compareTexts, OrderedRows, stagedRows, type Rows } from './rows.ts';

/** What the casting agency's repositories read and write. */
export interface AgencyTables {
  readonly actors: Rows<CastingActor>;
  readonly movies: Rows<Movie>;
  readonly castings: Rows<Casting>;
}

/** The agency's storage itself. */
export class CommittedAgency implements AgencyTables {
  readonly actors: OrderedRows<CastingActor, Pick<CastingActor, 'name' | 'id'>> = new OrderedRows(
    (one, other) => compareTexts(one.name, other.name) || one.id - other.id,
  );
  readonly movies: OrderedRows<Movie, Pick<Movie, 'title' | 'id'>> = new OrderedRows(
    (one, other) => compareTexts(one.title, other.title) || one.id - other.id,
  );
  readonly castings: OrderedRows<Casting, Pick<Casting, 'id'>> = new OrderedRows((one, other) => one.id - other.id);
}

/** A transaction's view of the agency's storage. */
export function stagedAgency({ actors, movies, castings }: AgencyTables, writes: (() => void)[]): AgencyTables {
  return {
    actors: stagedRows(actors, writes),
    movies: stagedRows(movies, writes),
    castings: stagedRows(castings, writes),
  };
}

/** Removes the castings of a movie or of an actor. */
export function removeCastings({ castings }: AgencyTables, removed: (casting: Casting) => boolean): void {
  for (const casting of [...castings.values()].filter(removed)) castings.delete(casting.id);
}
