import { err, ok, type Result } from 'neverthrow';
import type { ActorChanges, CastingActor } from '../../casting/actor.ts';
import type { ActorNotFound, ActorRepository, ContactTaken, SeekingPage } from '../../casting/ports.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import { removeCastings, type AgencyTables } from './tables.ts';

const NOT_FOUND: ActorNotFound = { kind: 'actor-not-found' };

/**
 * Actors in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const actors = memoryActors(database);
 * ```
 */
export function memoryActors(database: MemoryDatabase): ActorRepository {
  const { actors } = database.committed.agency;
  return {
    add: ({ name, age, gender, email, phone, photo, seekingMovie }, transaction) =>
      database.write(transaction, ({ agency }) =>
        unlessTaken(agency, { id: 0, email, phone }).map(() => {
          const added: CastingActor = { id: actors.nextId(), name, age, gender, email, phone, photo, seekingMovie };
          agency.actors.put(added);
          return { added, total: agency.actors.size };
        }),
      ),

    find: (id) => settled(find(database.committed.agency, id)),

    page: ({ seeking, ...request }) => settled(ok(actors.page(request, wanted(seeking)))),

    stretch: ({ after, limit, seeking }) => settled(ok(actors.stretch(after, limit, wanted(seeking)))),

    change: (id, changes) =>
      database.write(undefined, ({ agency }) =>
        find(agency, id).andThen((actor) => {
          const changed = changedActor(actor, changes);
          return unlessTaken(agency, changed).map(() => {
            agency.actors.put(changed);
            return changed;
          });
        }),
      ),

    remove: (id, transaction) =>
      database.write(transaction, ({ agency }) =>
        find(agency, id).map((actor) => {
          agency.actors.delete(id);
          removeCastings(agency, ({ actorId }) => actorId === id);
          return actor;
        }),
      ),
  };
}

function find({ actors }: AgencyTables, id: number): Result<CastingActor, ActorNotFound> {
  return found(actors.get(id), NOT_FOUND);
}

function wanted(seeking: SeekingPage['seeking']): ((actor: CastingActor) => boolean) | undefined {
  return seeking === undefined ? undefined : ({ seekingMovie }) => seekingMovie === seeking;
}

function unlessTaken(
  { actors }: AgencyTables,
  { id, email, phone }: Pick<CastingActor, 'id' | 'email' | 'phone'>,
): Result<void, ContactTaken> {
  for (const other of actors.values()) {
    if (other.id !== id && (other.email === email || other.phone === phone)) return err({ kind: 'contact-taken' });
  }
  return ok(undefined);
}

function changedActor(actor: CastingActor, changes: ActorChanges): CastingActor {
  const { name, age, gender, email, phone, photo, seekingMovie } = { ...actor, ...changes };
  return { id: actor.id, name, age, gender, email, phone, photo, seekingMovie };
}
