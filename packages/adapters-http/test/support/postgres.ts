import { randomBytes } from 'node:crypto';
import pg from 'pg';

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

/** A database of a test's own. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends every connection of the server under test. */
  endConnections(): Promise<void>;
  /** Runs a statement in a transaction that stays open, with all its locks, until it is released. */
  hold(text: string): Promise<{ release(): Promise<void> }>;
  /** A digest of every row of every table. Two that are equal mean that nothing changed. */
  digest(): Promise<Record<string, string>>;
  drop(): Promise<void>;
}

/** Where a run of tests tells of the database that migrated ones are copies of. */
export const TEMPLATE_VARIABLE = 'QUINTET_TEST_TEMPLATE';

/** Makes a database that is migrated already, under a name that no other test has. */
export function makeMigratedDatabase(): Promise<TestDatabase> {
  return makeDatabase(process.env[TEMPLATE_VARIABLE]);
}

/** Makes a database under a name that no other test has: an empty one, or a copy of another. */
export async function makeDatabase(template?: string): Promise<TestDatabase> {
  const name = `quintet_test_${randomBytes(8).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
  const address = new URL(ADMIN);
  address.pathname = `/${name}`;
  const url = address.href;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // a connection that is ended from outside is made again
  pool.on('error', () => {});
  const query: TestDatabase['query'] = async (text, values = []) =>
    (await pool.query<Record<string, unknown>>(text, values)).rows;
  return {
    name,
    url,
    query,
    endConnections: async () => {
      await administer('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    },
    hold: async (text) => {
      const client = await connected(url);
      await client.query('BEGIN');
      await client.query(text);
      return { release: () => client.end() };
    },
    digest: async () => {
      const tables = await query(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
           -- what the timers note about themselves changes all the time
           AND NOT (schemaname = 'quintet_timer' AND tablename !~ '^job') ORDER BY 1`,
      );
      const digests = tables.map(
        ({ name: table }) =>
          `SELECT '${String(table)}' AS name,
             count(*) || ' rows ' || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS digest
           FROM ${String(table)} AS t`,
      );
      const rows = await query(digests.join(' UNION ALL '));
      return Object.fromEntries(rows.map((row) => [String(row['name']), String(row['digest'])]));
    },
    drop: async () => {
      await pool.end();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** One statement on a connection of its own to the database that others are made from. */
async function administer(text: string, values: unknown[] = []): Promise<void> {
  const client = await connected(ADMIN);
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // a connection that is ended from outside reports it here as well; the statement's own rejection is what counts
  client.on('error', () => {});
  await client.connect();
  return client;
}
