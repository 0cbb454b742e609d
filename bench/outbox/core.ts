import { createAdapter } from '@quintet/adapters-db';
import { createQuintet, type Actor, type Port, type Quintet } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { Container } from 'inversify';

/** The use cases on the tables of a database, without a server. */
export interface StoredCore {
  readonly quintet: Quintet;
  stop(): Promise<void>;
}

/** Joins the use cases to the database adapters, and to those in memory for what is not stored. */
export async function coreOn(databaseUrl: string): Promise<StoredCore> {
  const adapter = createAdapter({ databaseUrl, dataDirectory: 'memory', bus: 'postgres' });
  const container = new Container();
  await container.loadAsync(adapter.module);
  await adapter.start?.();
  const otherwise = memoryAdapters();
  const quintet = createQuintet(<T>(port: Port<T>): T =>
    container.isBound(port) ? container.get<T>(port) : otherwise(port),
  );
  return {
    quintet,
    async stop() {
      await adapter.stop?.();
      await container.unbindAllAsync();
    },
  };
}

/** An organizer with the account of a number. */
export function organizer(accountId: number): Actor {
  return { accountId, permissions: ['organize:hackathon'], token: { id: '0.bench', expiresAt: new Date(8.64e15) } };
}

/** The channel that announcements are told on. */
export const CHANNEL = 'com.vivere.announcement';
