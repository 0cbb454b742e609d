import { simulatedNetwork } from '../instagram/simulated/network.ts';
import type { Port, Resolve } from '../kernel/port.ts';
import { PORTS, type Ports } from '../ports.ts';
import { memoryBuckets } from './bucketlist/buckets.ts';
import { memoryItems } from './bucketlist/items.ts';
import { memoryActors } from './casting/actors.ts';
import { memoryCastings } from './casting/castings.ts';
import { memoryMovies } from './casting/movies.ts';
import { systemClock } from './clock.ts';
import { MemoryDatabase } from './database.ts';
import { systemDelay } from './delay.ts';
import { memoryAnnouncements } from './hackathon/announcements.ts';
import { memoryPeople, memoryTimes } from './hackathon/people.ts';
import { memoryLocations, memoryPictures, memorySchedule } from './hackathon/places.ts';
import { memoryTickets } from './hackathon/tickets.ts';
import { memoryAccessTokens } from './identity/access-tokens.ts';
import { memoryAccounts } from './identity/accounts.ts';
import { memoryExternalSubjects } from './identity/external-subjects.ts';
import { memoryExternalTokens } from './identity/external-tokens.ts';
import { memoryFailedLogins } from './identity/failed-logins.ts';
import { scryptPasswordHasher } from './identity/password-hasher.ts';
import { memoryRevocationList } from './identity/revocation-list.ts';
import { memoryPasswordCipher } from './instagram/cipher.ts';
import { memoryInstagrams } from './instagram/index.ts';
import { memoryMedia } from './media/media.ts';
import { memoryObjectIds } from './object-ids.ts';
import { localBus } from './push/bus.ts';
import { memoryDeliveries } from './push/deliveries.ts';
import { memoryMessageLog } from './push/message-log.ts';
import { memoryPresence } from './push/presence.ts';
import { cryptoRandom } from './random.ts';
import { memoryTimers } from './timers.ts';

/**
 * Adapters of all ports, on a storage of their own in memory: no server, no files, nothing kept.
 *
 * @param overrides - Adapters that take the place of those in memory, by the names of {@link Ports}.
 *
 * @example
 * ```ts
 * const clock = settableClock();
 * const quintet = createQuintet(memoryAdapters({ clock }));
 * ```
 */
export function memoryAdapters(overrides: Partial<Ports> = {}): Resolve {
  const database = new MemoryDatabase();
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? cryptoRandom;
  const messageLog = overrides.messageLog ?? memoryMessageLog(database);
  const ports: Ports = {
    clock,
    random,
    objectIds: memoryObjectIds(clock),
    unitOfWork: database,
    timers: memoryTimers(database, clock),
    accounts: memoryAccounts(database),
    passwordHasher: scryptPasswordHasher(),
    accessTokens: memoryAccessTokens(clock, random),
    revocationList: memoryRevocationList(database),
    failedLogins: memoryFailedLogins(),
    externalTokens: memoryExternalTokens(clock, random),
    externalSubjects: memoryExternalSubjects(database),
    buckets: memoryBuckets(database),
    items: memoryItems(database),
    media: memoryMedia(database),
    actors: memoryActors(database),
    movies: memoryMovies(database),
    castings: memoryCastings(database),
    tickets: memoryTickets(database, messageLog),
    locations: memoryLocations(database),
    pictures: memoryPictures(database),
    schedule: memorySchedule(database),
    announcements: memoryAnnouncements(database),
    times: memoryTimes(database),
    people: memoryPeople(database),
    messageLog,
    bus: localBus(),
    deliveries: memoryDeliveries(database),
    transports: [],
    presence: memoryPresence(),
    delay: systemDelay,
    randomNumbers: { fraction: () => Math.random() },
    ...memoryInstagrams(database),
    passwordCipher: memoryPasswordCipher(),
    gateway: simulatedNetwork({ clock, seed: 1 }),
    ...overrides,
  };
  return resolverOf(ports);
}

/**
 * Makes adapters that are known by name resolvable by port.
 *
 * @example
 * ```ts
 * const resolve = resolverOf({ ...ports, clock: settableClock() });
 * resolve(PORTS.clock).now();
 * ```
 */
export function resolverOf(ports: Partial<Ports>): Resolve {
  const names = Object.keys(PORTS) as (keyof Ports)[];
  const adapters = new Map<symbol, unknown>(names.map((name) => [PORTS[name], ports[name]]));
  return <T>(port: Port<T>): T => {
    const adapter = adapters.get(port);
    if (adapter === undefined) throw new Error(`No adapter of ${port.toString()}.`);
    return adapter as T;
  };
}
