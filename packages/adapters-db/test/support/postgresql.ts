import { randomBytes } from 'node:crypto';
import pg from 'pg';

const ADMIN_URL = process.env['QUINTET_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Whether there is a PostgreSQL for tests. With `CI=true` its absence is an error. */
export const postgresqlIsThere: boolean = await isReachable();

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Asks it, on a connection that is made for that. */
  readonly ask: <Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Removes it, whoever is connected. */
  drop(): Promise<void>;
}

/** Makes a database under a name that no other has: a copy of the run's migrated one, where there is that. */
export function makeMigratedDatabase(): Promise<TestDatabase> {
  return makeDatabase(process.env['QUINTET_TEST_TEMPLATE']);
}

/** Makes a database under a name that no other has: an empty one, or a copy of another. */
export async function makeDatabase(template?: string): Promise<TestDatabase> {
  const name = `quintet_test_${randomBytes(8).toString('hex')}`;
  await ask(ADMIN_URL, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    ask: (text, values) => ask(url.href, text, values),
    drop: async () => {
      await ask(ADMIN_URL, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  // A test may end all connections; the statement that is under way tells it too.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function isReachable(): Promise<boolean> {
  try {
    await ask(ADMIN_URL, 'SELECT 1');
    return true;
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return false;
  }
}
