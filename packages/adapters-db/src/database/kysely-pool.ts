import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { nameOf } from './statement.ts';

/**
 * A pool of pg in the form that Kysely wants it in. Statements that have a name are prepared once on a connection, as
 * those outside of transactions are: to plan one takes PostgreSQL as long as to carry it out. It takes back every connection exactly once, and throws away those
 * that can't be used again: Kysely itself keeps a connection for ever whose COMMIT or ROLLBACK failed, and would hand
 * one on that still waits for an answer.
 */
export function kyselyPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => lease(await pool.connect()),
    // The pool is closed by whoever opened it.
    end: async () => {},
  };
}

function lease(client: pg.PoolClient): PostgresPoolClient {
  let released = false;
  let broken = false;

  const release = (): void => {
    if (released) return;
    released = true;
    client.off('end', lost);
    client.off('error', ignore);
    client.release(broken);
  };
  const lost = (): void => {
    broken = true;
    release();
  };
  client.once('end', lost);
  // Without a listener, an error of a connection that is in use would end the process; the query under way tells it.
  client.on('error', ignore);

  const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    try {
      const name = nameOf(text);
      return await client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
    } catch (error) {
      // PostgreSQL's own errors have a code, and leave the connection as it was.
      broken ||= !(error instanceof Error && 'code' in error && 'severity' in error);
      throw error;
    }
  };
  // The other form that Kysely knows, with a cursor, is for streams only.
  return { query, release } as unknown as PostgresPoolClient;
}

function ignore(): void {}
