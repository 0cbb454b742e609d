import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Client, Pool } from 'pg';
import { ROOT } from './server-process.ts';

/** A database that is there for one run. */
export interface BenchDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** As PostgreSQL tells it: `15.20`. */
  readonly serverVersion: string;
  drop(): Promise<void>;
}

/** PostgreSQL can't be reached or can't be used. */
export class NoPostgres extends Error {}

const APPLICATION = 'quintet-bench';

/**
 * Makes a database of a random name, with the tables that the server's own migrations make.
 *
 * @param signal - Ends the statement that is under way in the database's pool.
 */
export async function createDatabase(postgresUrl: string, signal: AbortSignal): Promise<BenchDatabase> {
  const name = `quintet_bench_${randomBytes(6).toString('hex')}`;
  const serverVersion = await administer(postgresUrl, async (client) => {
    await client.query(`create database ${name}`);
    const { rows } = await client.query<{ readonly server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  });
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const pool = new Pool({ connectionString: url.href, max: 2, application_name: APPLICATION });
  // an idle connection that breaks is made anew when it is next needed
  pool.on('error', () => {});
  const cancel = (): void => {
    const cancelling = administer(postgresUrl, (client) =>
      client.query('select pg_cancel_backend(pid) from pg_stat_activity where datname = $1 and application_name = $2', [
        name,
        APPLICATION,
      ]),
    );
    // then it is waited for
    cancelling.catch(() => {});
  };
  signal.addEventListener('abort', cancel, { once: true });
  const drop = async (): Promise<void> => {
    signal.removeEventListener('abort', cancel);
    await pool.end();
    await administer(postgresUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  try {
    await migrate(url.href);
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: url.href, pool, serverVersion, drop };
}

async function administer<T>(postgresUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: postgresUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NoPostgres(
      `The benchmark needs PostgreSQL: ${new URL(postgresUrl).host} can't be used (${reason}). Set QUINTET_TEST_POSTGRES.`,
      { cause: error },
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function migrate(url: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['packages/adapters-http/bin/quintet.js', 'migrate'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url, QUINTET_JWT_SECRET: randomBytes(32).toString('hex') },
  });
}
