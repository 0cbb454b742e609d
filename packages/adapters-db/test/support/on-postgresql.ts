import type { AdapterPackage, NewAccount, NewBucket } from '@quintet/core';
import { PORTS, type Ports } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import type { ContainerModule } from 'inversify';
import { createAdapter, type DatabaseLog } from '../../src/index.ts';
import { resolveFrom } from './subjects.ts';

/** The ports that the package has adapters of. */
type StoragePorts = Pick<Ports, 'unitOfWork' | 'accounts' | 'revocationList' | 'failedLogins' | 'buckets' | 'items'>;

/** The adapters, by name, and the hooks of their life. */
export type StartedAdapter = StoragePorts & Required<AdapterPackage<ContainerModule>>;

/** Makes the adapters on a PostgreSQL, ready to be migrated and started. */
export function adapterFor(databaseUrl: string, log?: DatabaseLog): StartedAdapter {
  return named(createAdapter({ databaseUrl, dataDirectory: 'memory', log }));
}

/** A package with its adapters by name. */
export function named(adapter: AdapterPackage<ContainerModule>): StartedAdapter {
  const resolve = resolveFrom(adapter, memoryAdapters());
  return {
    ...(adapter as Required<AdapterPackage<ContainerModule>>),
    unitOfWork: resolve(PORTS.unitOfWork),
    accounts: resolve(PORTS.accounts),
    revocationList: resolve(PORTS.revocationList),
    failedLogins: resolve(PORTS.failedLogins),
    buckets: resolve(PORTS.buckets),
    items: resolve(PORTS.items),
  };
}

const MOMENT = new Date('2026-02-03T04:05:06.789Z');

export function anAccount(username = `${crypto.randomUUID()}@example.com`): NewAccount {
  return { username, displayName: 'Ann', passwordHash: 'hash', roles: [], createdAt: MOMENT, updatedAt: MOMENT };
}

export function aBucket(owner: number, name = 'Travel'): NewBucket {
  return { owner, name, createdAt: MOMENT, modifiedAt: MOMENT };
}
