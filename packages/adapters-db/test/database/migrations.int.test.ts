import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SILENT } from '../../src/database/database.ts';
import { createOrm } from '../../src/database/orm.ts';
import { PostgresqlDatabase } from '../../src/database/postgresql.ts';
import { MIGRATION_NAMES } from '../../src/migrations/names.ts';
import { createAdapter } from '../../src/index.ts';
import { migratedPGlite } from '../support/pglite.ts';
import { adapterFor, anAccount } from '../support/on-postgresql.ts';
import { makeDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { columnsOf, describeSchema } from '../support/schema.ts';
import { endOf } from '../support/settled.ts';

// What the migrations make, as it is expected to be. A change of it belongs to a new migration.
const EXPECTED_SCHEMA = './schema.txt';

describe.skipIf(!postgresqlIsThere)('migrations on PostgreSQL', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await makeDatabase();
  });
  afterEach(() => database.drop());

  test('make the tables from nothing, and nothing when they are there', async () => {
    const adapter = adapterFor(database.url);
    try {
      expect(await adapter.migrations()).toEqual(MIGRATION_NAMES.map((name) => ({ name })));
      expect(await adapter.migrate()).toEqual(MIGRATION_NAMES);
      expect(await adapter.migrate()).toEqual([]);
      const states = await adapter.migrations();
      expect(states.map(({ name }) => name)).toEqual(MIGRATION_NAMES);
      for (const { executedAt } of states) expect(Math.abs(Date.now() - Number(executedAt))).toBeLessThan(60_000);
    } finally {
      await adapter.stop();
    }
    await expect(await describeSchema(database.ask)).toMatchFileSnapshot(EXPECTED_SCHEMA);
  });

  test('are carried out once by five servers that start at the same time', async () => {
    const adapters = Array.from({ length: 5 }, () => adapterFor(database.url));
    try {
      const done = await Promise.all(adapters.map((adapter) => adapter.migrate()));
      expect(done.flat().toSorted()).toEqual([...MIGRATION_NAMES]);
      await Promise.all(adapters.map((adapter) => adapter.start()));
      for (const adapter of adapters) expect(await endOf(adapter.accounts.add(anAccount()))).toBe('ok');
    } finally {
      await Promise.all(adapters.map((adapter) => adapter.stop()));
    }
  });

  test('that fail leave nothing behind, and succeed once the reason is gone', async () => {
    await database.ask('CREATE TABLE item (in_the_way boolean)');
    const adapter = adapterFor(database.url);
    try {
      await expect(adapter.migrate()).rejects.toThrow('already exists');
      expect(await database.ask(`SELECT to_regclass('bucket') AS bucket, to_regclass('account') AS account`)).toEqual([
        { bucket: null, account: 'account' },
      ]);
      await database.ask('DROP TABLE item');
      expect(await adapter.migrate()).toEqual(MIGRATION_NAMES.slice(1));
    } finally {
      await adapter.stop();
    }
  });

  test('of a newer version are told in the log, and do not matter', async () => {
    const warnings: string[] = [];
    const adapter = adapterFor(database.url, { ...SILENT, warn: (_, message) => warnings.push(message) });
    try {
      await adapter.migrate();
      await database.ask(`INSERT INTO quintet_migration (name) VALUES ('9999-future')`);
      expect(await adapter.migrate()).toEqual([]);
      expect(warnings).toEqual(['The database was migrated by a newer version of this package.']);
    } finally {
      await adapter.stop();
    }
  });

  test('make what the mapped rows expect', async () => {
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();

    const mapped = await makeDatabase();
    const connection = new PostgresqlDatabase(mapped.url, SILENT);
    try {
      const orm = await createOrm('postgresql', connection.kysely);
      await mapped.ask(await orm.schema.getCreateSchemaSQL({ wrap: false }));
      expect(await columnsOf(mapped.ask)).toEqual(await columnsOf(database.ask));
    } finally {
      await connection.close();
      await mapped.drop();
    }
  });

  test('a database that does not exist is said to be so', async () => {
    const url = new URL(database.url);
    url.pathname = '/quintet_test_nowhere';
    const adapter = createAdapter({ databaseUrl: url.href, dataDirectory: 'memory' });
    await expect(adapter.migrate?.()).rejects.toThrow('database "quintet_test_nowhere" does not exist');
    await adapter.stop?.();
  });
});

// A new PGlite takes seconds.
describe('migrations on PGlite', { timeout: 60_000 }, () => {
  test('make the same tables as on PostgreSQL', async () => {
    const { pglite } = await migratedPGlite();
    try {
      const schema = await describeSchema(async (text) => (await pglite.query<Record<string, unknown>>(text)).rows);
      expect(schema).toBe(await readFile(new URL(EXPECTED_SCHEMA, import.meta.url), 'utf8'));
    } finally {
      await pglite.close();
    }
  });

  test('make the tables from nothing, and nothing when they are there', async () => {
    const adapter = createAdapter({ dataDirectory: 'memory' });
    try {
      expect(await adapter.migrations?.()).toEqual(MIGRATION_NAMES.map((name) => ({ name })));
      expect(await adapter.migrate?.()).toEqual(MIGRATION_NAMES);
      expect(await adapter.migrate?.()).toEqual([]);
    } finally {
      await adapter.stop?.();
    }
  });
});
