import { setImmediate } from 'node:timers/promises';
import { ok, ResultAsync, type Result } from 'neverthrow';
import { portsOf } from '../../src/contracts/subject.ts';
import type { Harness } from '../../src/contracts/index.ts';
import type { Ports } from '../../src/index.ts';
import {
  memoryAccounts,
  memoryActors,
  memoryAdapters,
  memoryAnnouncements,
  memoryBuckets,
  memoryCastings,
  memoryDeliveries,
  MemoryDatabase,
  memoryExternalSubjects,
  memoryInstagrams,
  memoryItems,
  memoryLocations,
  memoryMedia,
  memoryMessageLog,
  memoryMovies,
  memoryPeople,
  memoryPictures,
  memoryRevocationList,
  memorySchedule,
  memoryTickets,
  memoryTimes,
  resolverOf,
  memoryTimers,
  scryptPasswordHasher,
} from '../../src/memory/index.ts';

/** Breaks some adapters that are otherwise good. */
export type Fault = (good: Ports, database: MemoryDatabase) => Partial<Ports>;

/** Opens adapters in memory with a fault. */
export function openWith(fault: Fault): Harness {
  return async (clock) => {
    const database = new MemoryDatabase();
    const messageLog = memoryMessageLog(database);
    const resolve = memoryAdapters({
      clock,
      passwordHasher: scryptPasswordHasher({ logCost: 8, parallelization: 1 }),
      unitOfWork: database,
      accounts: memoryAccounts(database),
      revocationList: memoryRevocationList(database),
      buckets: memoryBuckets(database),
      items: memoryItems(database),
      media: memoryMedia(database),
      actors: memoryActors(database),
      movies: memoryMovies(database),
      castings: memoryCastings(database),
      externalSubjects: memoryExternalSubjects(database),
      messageLog,
      tickets: memoryTickets(database, messageLog),
      locations: memoryLocations(database),
      pictures: memoryPictures(database),
      schedule: memorySchedule(database),
      announcements: memoryAnnouncements(database),
      times: memoryTimes(database),
      people: memoryPeople(database),
      deliveries: memoryDeliveries(database),
      timers: memoryTimers(database, clock),
      ...memoryInstagrams(database),
    });
    // The getters are resolved once, so that a fault can spread the adapters.
    const good: Ports = { ...portsOf(resolve) };
    return { resolve: resolverOf({ ...good, ...fault(good, database) }), close: async () => {} };
  };
}

/** Does something as a careless adapter does: looks, lets others come in between, and writes what it has seen. */
export function carelessly<T, V, E>(look: () => T, write: (seen: T) => Result<V, E>): ResultAsync<V, E> {
  const seen = look();
  return new ResultAsync(setImmediate().then(() => write(seen)));
}

/** A result that is there already. */
export function now<T>(value: T): ResultAsync<T, never> {
  return new ResultAsync(Promise.resolve(ok(value)));
}
