import 'reflect-metadata';
import type { AdapterPackage, Clock, Port, Resolve } from '@quintet/core';
import type { Harness, Subject } from '@quintet/core/contracts';
import { memoryAdapters, scryptPasswordHasher } from '@quintet/core/memory';
import { Container, type ContainerModule } from 'inversify';
import { adapterOn } from '../../src/adapter.ts';
import { SILENT } from '../../src/database/database.ts';
import { PGliteDatabase } from '../../src/database/pglite.ts';
import { createAdapter } from '../../src/index.ts';
import { migratedPGlite } from './pglite.ts';
import { makeMigratedDatabase } from './postgresql.ts';

const passwordHasher = scryptPasswordHasher({ logCost: 1, parallelization: 1 });

/** Finds a package's adapters in a container, and those of all other ports in memory. */
export function resolveFrom(adapter: AdapterPackage<ContainerModule>, others: Resolve): Resolve {
  const container = new Container();
  container.load(adapter.module);
  return <T>(port: Port<T>): T => (container.isBound(port) ? container.get<T>(port) : others(port));
}

/** The adapters on a PGlite in memory. */
export const onPGlite: Harness = async (clock) => {
  const adapter = adapterOn(new PGliteDatabase(migratedPGlite), undefined, SILENT);
  await adapter.start?.();
  return {
    resolve: resolveFrom(adapter, memoryAdapters({ clock, passwordHasher })),
    close: async () => adapter.stop?.(),
  };
};

/**
 * The adapters on one PGlite in memory, for the suites of a file that run one after the other: to boot one for each costs
 * more than most suites.
 */
export function onSharedPGlite(): { readonly open: Harness; close(): Promise<void> } {
  const adapter = adapterOn(new PGliteDatabase(migratedPGlite), undefined, SILENT);
  let started: Promise<void> | undefined;
  return {
    open: async (clock) => {
      await (started ??= adapter.start?.());
      return { resolve: resolveFrom(adapter, memoryAdapters({ clock, passwordHasher })), close: async () => {} };
    },
    close: async () => adapter.stop?.(),
  };
}

/** Adapters on PostgreSQL, whose connections can be cut. */
export interface PostgresqlSubject extends Subject {
  /** Ends all connections to the database. */
  cut(): Promise<void>;
}

/** The adapters on a database of their own in PostgreSQL, which is dropped with the last of them. */
export const onPostgresql = async (clock: Clock): Promise<PostgresqlSubject> => {
  const database = await makeMigratedDatabase();
  let open = 0;
  const openOne = async (): Promise<PostgresqlSubject> => {
    const adapter = createAdapter({ databaseUrl: database.url, dataDirectory: 'memory', bus: 'postgres' });
    open += 1;
    await adapter.migrate?.();
    await adapter.start?.();
    return {
      resolve: resolveFrom(adapter, memoryAdapters({ clock, passwordHasher })),
      openPeer: openOne,
      cut: async () => {
        await database.ask(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      },
      close: async () => {
        await adapter.stop?.();
        open -= 1;
        if (open === 0) await database.drop();
      },
    };
  };
  return openOne();
};
