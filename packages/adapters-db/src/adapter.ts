import { PORTS, type AdapterPackage, type CreateAdapter, type Ports } from '@quintet/core';
import { ContainerModule } from 'inversify';
import { databaseBuckets } from './bucketlist/buckets.ts';
import { databaseItems } from './bucketlist/items.ts';
import { databaseActors } from './casting/actors.ts';
import { databaseCastings } from './casting/castings.ts';
import { databaseMovies } from './casting/movies.ts';
import { SILENT, type DatabaseLog } from './database/database.ts';
import { DatabaseMigrator } from './database/migrator.ts';
import { Orm } from './database/orm.ts';
import { inDirectory, inMemory, PGliteDatabase } from './database/pglite.ts';
import { PostgresqlDatabase } from './database/postgresql.ts';
import { Store } from './database/store.ts';
import { DatabaseUnitOfWork } from './database/unit-of-work.ts';
import { databaseAnnouncements } from './hackathon/announcements.ts';
import { databaseLocations, databasePictures } from './hackathon/locations.ts';
import { databasePeople, databaseTimes } from './hackathon/people.ts';
import { databaseSchedule } from './hackathon/schedule.ts';
import { databaseTickets } from './hackathon/tickets.ts';
import { databaseAccounts } from './identity/accounts.ts';
import { databaseExternalSubjects } from './identity/external-subjects.ts';
import { databaseFailedLogins } from './identity/failed-logins.ts';
import { ListeningRevocationFeed, LocalRevocationFeed } from './identity/revocation-feed.ts';
import { databaseRevocationList } from './identity/revocation-list.ts';
import { RevokedTokens } from './identity/revoked-tokens.ts';
import { BossTimers } from './kernel/boss-timers.ts';
import { pgliteTimerConnections, postgresqlTimerConnections } from './kernel/timer-connections.ts';
import { databaseChannels } from './instagram/channels.ts';
import { databaseInstagrams } from './instagram/instagrams.ts';
import { databaseJournal } from './instagram/journal.ts';
import { databaseLeads } from './instagram/leads.ts';
import { databaseLeases } from './instagram/leases.ts';
import { databaseTargets } from './instagram/targets.ts';
import { databaseMedia } from './media/media.ts';
import { Appended } from './push/appended.ts';
import { databaseDeliveries } from './push/deliveries.ts';
import { databaseMessageLog } from './push/message-log.ts';
import { Notifications } from './push/notifications.ts';
import { NotifyBus } from './push/notify-bus.ts';
import { databasePresence } from './push/presence.ts';

/** What the package reads of a server's configuration. */
export interface DatabaseConfiguration {
  /** PostgreSQL's, such as `postgres://user:password@host:5432/database`. Absent: PGlite, in this process. */
  readonly databaseUrl?: string | undefined;
  /** Where PGlite keeps its files, in a folder `database`; `memory`: nowhere. */
  readonly dataDirectory: string;
  /** `postgres`: servers tell each other what happened through the database. Anything else: by other means. */
  readonly bus?: string | undefined;
  /** Told of lost connections and the like; absent: nobody is. */
  readonly log?: DatabaseLog | undefined;
}

/**
 * Makes the adapters of everything that is stored, on PostgreSQL or on PGlite.
 *
 * @example
 * ```ts
 * const adapter = createAdapter({ dataDirectory: './quintet-data' });
 * container.load(adapter.module);
 * await adapter.migrate?.();
 * await adapter.start?.();
 * const quintet = createQuintet((port) => container.get(port));
 * // ...
 * await adapter.stop?.();
 * ```
 */
export const createAdapter: CreateAdapter<ContainerModule, DatabaseConfiguration> = (configuration) => {
  const { databaseUrl, dataDirectory, bus, log = SILENT } = configuration;
  if (databaseUrl !== undefined) return adapterOn(new PostgresqlDatabase(databaseUrl, log), databaseUrl, log, bus);
  const openPGlite = dataDirectory === 'memory' ? inMemory : inDirectory(dataDirectory);
  return adapterOn(new PGliteDatabase(openPGlite), undefined, log);
};

/**
 * Makes the adapters on a database.
 *
 * @param databaseUrl - PostgreSQL's; absent with PGlite.
 * @param bus - As in {@link DatabaseConfiguration.bus}.
 */
export function adapterOn(
  database: PostgresqlDatabase | PGliteDatabase,
  databaseUrl: string | undefined,
  log: DatabaseLog,
  bus?: string,
): AdapterPackage<ContainerModule> {
  const orm = new Orm(database);
  const store = new Store(database, orm);
  const migrator = new DatabaseMigrator(database, databaseUrl, log);
  const unitOfWork = new DatabaseUnitOfWork(database, orm);
  const revokedTokens = new RevokedTokens();
  const feed =
    databaseUrl === undefined
      ? new LocalRevocationFeed(database, revokedTokens)
      : new ListeningRevocationFeed(databaseUrl, revokedTokens, log);
  const notifications = databaseUrl === undefined ? undefined : new Notifications(databaseUrl, log);
  const appended = new Appended(store, notifications);
  const notifyBus = notifications !== undefined && bus === 'postgres' ? new NotifyBus(store, notifications) : undefined;

  const timers = new BossTimers(
    database.kind === 'pglite' ? pgliteTimerConnections(database) : postgresqlTimerConnections(databaseUrl ?? '', log),
    log,
  );

  const ports: Partial<Ports> = {
    unitOfWork,
    accounts: databaseAccounts(store, revokedTokens),
    revocationList: databaseRevocationList(store, revokedTokens, () => feed.isFresh()),
    failedLogins: databaseFailedLogins(store, unitOfWork),
    externalSubjects: databaseExternalSubjects(store),
    buckets: databaseBuckets(store),
    items: databaseItems(store),
    media: databaseMedia(store),
    actors: databaseActors(store),
    movies: databaseMovies(store),
    castings: databaseCastings(store),
    timers,
    tickets: databaseTickets(store, appended),
    locations: databaseLocations(store),
    pictures: databasePictures(store),
    schedule: databaseSchedule(store),
    announcements: databaseAnnouncements(store),
    times: databaseTimes(store),
    people: databasePeople(store),
    messageLog: databaseMessageLog(store, unitOfWork, appended),
    deliveries: databaseDeliveries(store, unitOfWork),
    presence: databasePresence(store),
    instagrams: databaseInstagrams(store, unitOfWork),
    channels: databaseChannels(store, unitOfWork),
    leases: databaseLeases(store, unitOfWork),
    journal: databaseJournal(store, unitOfWork),
    targets: databaseTargets(store),
    leads: databaseLeads(store),
    ...(notifyBus === undefined ? {} : { bus: notifyBus }),
  };

  return {
    name: 'database',
    module: moduleOf(ports),
    async migrate() {
      await database.open();
      return migrator.migrate();
    },
    async migrations() {
      await database.open();
      return migrator.states();
    },
    async start() {
      await database.open();
      await Promise.all([feed.start(), orm.load(), timers.start()]);
    },
    async stop() {
      await Promise.all([feed.stop(), timers.stop(), notifications?.stop(), appended.settled()]);
      await database.close();
    },
    health: () => database.health(),
    gauges: () => database.gauges(),
  };
}

function moduleOf(ports: Partial<Ports>): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const name of Object.keys(ports) as (keyof Ports)[]) bind<unknown>(PORTS[name]).toConstantValue(ports[name]);
  });
}
