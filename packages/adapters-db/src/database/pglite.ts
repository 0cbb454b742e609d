import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import type { Gauge, Health } from '@quintet/core';
import { Kysely, PGliteDialect } from 'kysely';
import type { Database } from './database.ts';
import { isCode, lockDirectory } from './directory-lock.ts';
import { DatabaseClosed } from './failure.ts';
import type { Statement, Value } from './statement.ts';
import { refuseWithinWork } from './transaction.ts';

/** The part of PGlite that Kysely uses. */
type PGliteForKysely = Pick<PGlite, 'query' | 'transaction' | 'close' | 'closed' | 'ready' | 'waitReady'>;

/** Opens PGlite, and says what to do when it is closed. */
export type OpenPGlite = () => Promise<{ readonly pglite: PGlite; readonly closed: () => Promise<void> }>;

/**
 * Makes a PGlite with the extensions that the migrations need. It is loaded only here: with PostgreSQL nobody needs it.
 *
 * @param options - Where its files are, or a copy of those to begin with.
 */
export async function createPGlite(options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'>): Promise<PGlite> {
  const [{ PGlite }, { btree_gin }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/btree_gin'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  return PGlite.create({ ...options, extensions: { btree_gin, pg_trgm }, relaxedDurability: false });
}

/** Makes an empty database, out of the files of one that was initialised before: that takes a fraction of the time. */
async function createEmptyPGlite(dataDir: string): Promise<PGlite> {
  const prepopulated = await import('@electric-sql/pglite-prepopulatedfs');
  return createPGlite({ dataDir, loadDataDir: await prepopulated.dataDir() });
}

/** A database that is gone with the process. */
export const inMemory: OpenPGlite = async () => ({
  pglite: await createEmptyPGlite('memory://'),
  closed: async () => {},
});

/**
 * A database in the folder `database` of a directory, both made when they are not there. A second process on the same
 * directory is refused.
 */
export function inDirectory(dataDirectory: string): OpenPGlite {
  const directory = resolve(dataDirectory);
  const database = join(directory, 'database');
  return async () => {
    await makeDirectory(directory);
    const unlock = await lockDirectory(join(directory, 'database.lock'));
    try {
      if (!existsSync(database)) await initialise(database);
      return { pglite: await createPGlite({ dataDir: database }), closed: unlock };
    } catch (error) {
      await unlock();
      throw error;
    }
  };
}

/**
 * Makes a directory and those that it is in, as far as they are missing. Node's own way to do that never ends where a
 * directory is there and nothing can be made in it, such as `/proc`.
 */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return;
    if (!isCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path);
  }
}

/** Makes the folder elsewhere first, so that one that was interrupted halfway is never taken for a database. */
async function initialise(database: string): Promise<void> {
  const draft = `${database}.new`;
  await rm(draft, { recursive: true, force: true });
  const pglite = await createEmptyPGlite(draft);
  await pglite.close();
  await rename(draft, database);
}

/** PostgreSQL within the process. It has one connection: whoever comes during a transaction waits for its end. */
export class PGliteDatabase implements Database {
  readonly kind = 'pglite';
  readonly kysely: Kysely<unknown>;
  readonly #openPGlite: OpenPGlite;
  #opening: ReturnType<OpenPGlite> | undefined;
  #pglite: PGlite | undefined;
  #closing: Promise<void> | undefined;

  constructor(openPGlite: OpenPGlite) {
    this.#openPGlite = openPGlite;
    this.kysely = new Kysely({ dialect: new PGliteDialect({ pglite: () => this.#shared() }) });
  }

  async open(): Promise<void> {
    if (this.#closing !== undefined) throw new DatabaseClosed();
    this.#opening ??= this.#openPGlite();
    try {
      const { pglite } = await this.#opening;
      // The first query costs far more than those after it.
      if (this.#pglite === undefined) await pglite.query('SELECT 1');
      this.#pglite = pglite;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    this.#pglite = undefined;
    if (opened === undefined) return;
    // Waits for the transaction that is open.
    await opened.pglite.close();
    await opened.closed();
  }

  async read<Row>({ text }: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    refuseWithinWork('A statement without the transaction');
    const { rows } = await this.opened.query<Row>(text, [...values]);
    return rows;
  }

  execute<Row>(statement: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    return this.read(statement, values);
  }

  async health(): Promise<Health> {
    return this.#pglite === undefined ? { ok: false, reason: new DatabaseClosed().message } : { ok: true };
  }

  gauges(): readonly Gauge[] {
    return [];
  }

  /** PGlite itself, for what speaks with it in its own way. */
  get opened(): PGlite {
    if (this.#pglite === undefined) throw new DatabaseClosed();
    return this.#pglite;
  }

  /** PGlite for Kysely, which would close it. */
  async #shared(): Promise<PGliteForKysely> {
    const pglite = this.opened;
    return {
      query: pglite.query.bind(pglite),
      transaction: pglite.transaction.bind(pglite),
      close: async () => {},
      closed: false,
      ready: true,
      waitReady: pglite.waitReady,
    };
  }
}
