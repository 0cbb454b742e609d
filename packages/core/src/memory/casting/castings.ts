import { err, ok, type Result } from 'neverthrow';
import type { Casting } from '../../casting/casting.ts';
import type {
  AlreadyCast,
  CastActorUnknown,
  CastingNotFound,
  CastingRepository,
  CastingsOf,
  MovieNotFound,
} from '../../casting/ports.ts';
import type { AccountNotFound } from '../../identity/ports.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import type { AgencyTables } from './tables.ts';

const NOT_FOUND: CastingNotFound = { kind: 'casting-not-found' };
const ACCOUNT_NOT_FOUND: AccountNotFound = { kind: 'account-not-found' };

/**
 * Castings in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const castings = memoryCastings(database);
 * ```
 */
export function memoryCastings(database: MemoryDatabase): CastingRepository {
  const { castings } = database.committed.agency;
  return {
    add: ({ movieId, actorId, role, status, proposedBy }, transaction) =>
      database.write(transaction, ({ agency, accounts }) =>
        movieOf(agency, movieId)
          .andThen(() => unlessCast(agency, { id: 0, movieId, actorId, role }))
          .andThen(() => found(accounts.get(proposedBy), ACCOUNT_NOT_FOUND))
          .map(() => {
            const added: Casting = { id: castings.nextId(), movieId, actorId, role, status, proposedBy };
            agency.castings.put(added);
            return added;
          }),
      ),

    find: (id) => settled(find(database.committed.agency, id)),

    page: (of, request) => settled(ok(castings.page(request, isOf(of)))),

    stretch: (of, { after, limit }) => settled(ok(castings.stretch(after, limit, isOf(of)))),

    change: (id, { actorId, role, status }) =>
      database.write(undefined, ({ agency }) =>
        find(agency, id).andThen((casting) => {
          const changed: Casting = {
            ...casting,
            actorId: actorId ?? casting.actorId,
            role: role ?? casting.role,
            status: status ?? casting.status,
          };
          return unlessCast(agency, changed).map(() => {
            agency.castings.put(changed);
            return changed;
          });
        }),
      ),

    remove: (id, transaction) =>
      database.write(transaction, ({ agency }) =>
        find(agency, id).map((casting) => {
          agency.castings.delete(id);
          return casting;
        }),
      ),
  };
}

function find({ castings }: AgencyTables, id: number): Result<Casting, CastingNotFound> {
  return found(castings.get(id), NOT_FOUND);
}

function isOf(of: CastingsOf): (casting: Casting) => boolean {
  return 'movieId' in of ? ({ movieId }) => movieId === of.movieId : ({ actorId }) => actorId === of.actorId;
}

function movieOf({ movies }: AgencyTables, id: number): Result<void, MovieNotFound> {
  return movies.get(id) === undefined ? err({ kind: 'movie-not-found' }) : ok(undefined);
}

function unlessCast(
  { actors, castings }: AgencyTables,
  { id, movieId, actorId, role }: Pick<Casting, 'id' | 'movieId' | 'actorId' | 'role'>,
): Result<void, CastActorUnknown | AlreadyCast> {
  if (actors.get(actorId) === undefined) return err({ kind: 'cast-actor-unknown' });
  for (const other of castings.values()) {
    const isSame = other.movieId === movieId && other.actorId === actorId && other.role === role;
    if (isSame && other.id !== id) return err({ kind: 'already-cast' });
  }
  return ok(undefined);
}
