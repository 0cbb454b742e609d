import { randomBytes } from 'node:crypto';
import { systemClock } from '@quintet/core/memory';
import type { Harness, Subject } from '@quintet/core/contracts';
import { PORTS, type Port } from '@quintet/core';
import { Container } from 'inversify';
import pg from 'pg';
import { createAdapter } from '../../src/index.ts';

const ADMIN = process.env['QUINTET_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Whether there is a PostgreSQL for tests; where there must be one (CI), its absence is an error. */
export const postgresIsThere: boolean = await reach();

async function reach(): Promise<boolean> {
  try {
    await administer('SELECT 1');
    return true;
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return false;
  }
}

/** Opens the adapters on a PGlite of their own. */
export const onPGlite: Harness = () => open(undefined, async () => {});

/** Opens the adapters on a PostgreSQL database of their own. */
export const onPostgreSQL: Harness = async () => {
  const name = `quintet_test_${randomBytes(8).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  const address = new URL(ADMIN);
  address.pathname = `/${name}`;
  return open(address.href, () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
};

async function open(databaseUrl: string | undefined, drop: () => Promise<void>): Promise<Subject> {
  const adapter = createAdapter({ databaseUrl, dataDirectory: 'memory' });
  const container = new Container();
  container.bind(PORTS.clock).toConstantValue(systemClock);
  await container.load(adapter.module);
  await adapter.migrate?.();
  await adapter.start?.();
  return {
    resolve: <T>(port: Port<T>): T => container.get<T>(port),
    ...(databaseUrl === undefined ? {} : { openPeer: () => open(databaseUrl, async () => {}) }),
    close: async () => {
      await adapter.stop?.();
      await drop();
    },
  };
}

async function administer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
