import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Db, fromPglite } from 'pg-boss';
import type { DatabaseLog } from '../database/database.ts';
import type { PGliteDatabase } from '../database/pglite.ts';
import { connectionSettings } from '../database/postgresql-settings.ts';

/** What pg-boss looks for timers with. */
export interface TimerConnections {
  readonly kind: 'postgresql' | 'pglite';
  open(adapt: typeof fromPglite): Db;
  close(): Promise<void>;
}

/** One that waits for timers, and one for what needs doing meanwhile. They are closed when nothing does. */
const POOL_SIZE = 2;

/** Milliseconds. Its tables are made under a lock that other servers may have to wait for. */
const LONGEST_STATEMENT = 30_000;

/** Connections to PostgreSQL of their own: what pg-boss leaves behind when something fails is nobody else's trouble. */
export function postgresqlTimerConnections(databaseUrl: string, log: DatabaseLog): TimerConnections {
  let pool: pg.Pool | undefined;
  const openPool = (): pg.Pool => {
    const { options: _, types: __, ...settings } = connectionSettings(databaseUrl);
    const opened = new pg.Pool({
      ...settings,
      lock_timeout: LONGEST_STATEMENT,
      statement_timeout: LONGEST_STATEMENT,
      query_timeout: LONGEST_STATEMENT,
      max: POOL_SIZE,
    });
    opened.on('error', (error) => log.warn({ err: error }, 'A connection for timers was lost.'));
    opened.on('connect', (client) => void client.on('error', () => {}));
    return opened;
  };
  return {
    kind: 'postgresql',
    open: () => ({
      executeSql: async (text, values) => {
        const client = await (pool ??= openPool()).connect();
        let failure: unknown;
        try {
          const result: pg.QueryResult | readonly pg.QueryResult[] = await client.query(text, values);
          // Of several statements each has a result.
          return Array.isArray(result) ? { rows: result.flatMap(({ rows }) => rows) } : result;
        } catch (error) {
          failure = error;
          throw error;
        } finally {
          // A script that failed halfway may have left its transaction open.
          client.release(failure !== undefined);
        }
      },
    }),
    close: async () => {
      const closing = pool;
      pool = undefined;
      await closing?.end();
    },
  };
}

/** The one connection of PGlite. */
export function pgliteTimerConnections(database: PGliteDatabase): TimerConnections {
  return {
    kind: 'pglite',
    open: (adapt) => {
      const pglite: Pick<PGlite, 'query' | 'exec'> = {
        query: (...given: Parameters<PGlite['query']>) => database.opened.query(...given),
        exec: (...given: Parameters<PGlite['exec']>) => database.opened.exec(...given),
      } as Pick<PGlite, 'query' | 'exec'>;
      return adapt(pglite);
    },
    close: async () => {},
  };
}
