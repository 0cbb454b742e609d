import type { MigrationState } from '@quintet/core';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { MIGRATION_NAMES } from '../migrations/names.ts';
import type { Database, DatabaseLog } from './database.ts';
import { kyselyPool } from './kysely-pool.ts';
import { createOrm } from './orm.ts';
import { connectionSettings } from './postgresql-settings.ts';
import { statement, type Statement } from './statement.ts';

/** Where is written which migrations were carried out. */
const TABLE = 'quintet_migration';

/** By a number that nobody else locks by. The lock ends with the connection. */
const LOCK = CompiledQuery.raw('SELECT current_database() AS name, pg_advisory_lock(7284310065231)');

/** How long to wait for another server that migrates, in milliseconds. */
const LONGEST_WAIT = 60_000;

const EXECUTED: Statement<{ readonly name: string; readonly executed_at: Date }> = statement(
  'migration_executed',
  `SELECT name, executed_at FROM ${TABLE} ORDER BY id`,
);

/** Brings a database to the form that this version needs. */
export class DatabaseMigrator {
  readonly #database: Database;
  readonly #databaseUrl: string | undefined;
  readonly #log: DatabaseLog;

  /** @param databaseUrl - PostgreSQL's; absent with PGlite. */
  constructor(database: Database, databaseUrl: string | undefined, log: DatabaseLog) {
    this.#database = database;
    this.#databaseUrl = databaseUrl;
    this.#log = log;
  }

  /** Every migration in order. */
  async states(): Promise<readonly MigrationState[]> {
    const executed = await this.#executed();
    const known: readonly string[] = MIGRATION_NAMES;
    const newer = [...executed.keys()].filter((name) => !known.includes(name));
    if (newer.length > 0) {
      this.#log.warn({ migrations: newer }, 'The database was migrated by a newer version of this package.');
    }
    return MIGRATION_NAMES.map((name) => {
      const executedAt = executed.get(name);
      return executedAt === undefined ? { name } : { name, executedAt };
    });
  }

  /** Carries out what is still to come, and names it. When nothing is, that takes one query. */
  async migrate(): Promise<readonly string[]> {
    const states = await this.states();
    if (states.every(({ executedAt }) => executedAt !== undefined)) return [];
    const url = this.#databaseUrl;
    return url === undefined ? this.#carryOut(this.#database.kysely, 'postgres') : this.#carryOutLocked(url);
  }

  async #executed(): Promise<ReadonlyMap<string, Date>> {
    try {
      const rows = await this.#database.read(EXECUTED, []);
      return new Map(rows.map((row) => [row.name, row.executed_at]));
    } catch (error) {
      if (isUndefinedTable(error)) return new Map();
      throw error;
    }
  }

  /** One server after the other: those that come later find the work done. */
  async #carryOutLocked(url: string): Promise<readonly string[]> {
    // Migrations of large tables take their time; only the wait for the others is limited.
    const settings = { ...connectionSettings(url), statement_timeout: 0, query_timeout: 0, lock_timeout: LONGEST_WAIT };
    const pool = new pg.Pool({ ...settings, max: 2 });
    pool.on('error', (error) => this.#log.warn({ err: error }, 'A connection for migrations was lost.'));
    const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: kyselyPool(pool) }) });
    try {
      return await kysely.connection().execute(async (connection) => {
        const { rows } = await connection.executeQuery<{ readonly name: string }>(LOCK);
        return this.#carryOut(kysely, rows[0]?.name ?? 'postgres');
      });
    } finally {
      await kysely.destroy();
      await pool.end();
    }
  }

  async #carryOut(kysely: Kysely<unknown>, databaseName: string): Promise<readonly string[]> {
    const [{ Migrator }, { MIGRATIONS }] = await Promise.all([
      import('@mikro-orm/migrations'),
      import('../migrations/index.ts'),
    ]);
    const orm = await createOrm(this.#database.kind, kysely, {
      dbName: databaseName,
      extensions: [Migrator],
      migrations: {
        migrationsList: [...MIGRATIONS],
        tableName: TABLE,
        transactional: true,
        allOrNothing: false,
        disableForeignKeys: false,
        snapshot: false,
        silent: true,
      },
    });
    const done = await orm.migrator.up();
    return done.map(({ name }) => name);
  }
}

function isUndefinedTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P01';
}
