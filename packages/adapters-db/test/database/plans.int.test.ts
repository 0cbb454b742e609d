import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ADD_BUCKET,
  FIND_BUCKET,
  PAGE_OF_BUCKETS,
  REMOVE_BUCKET,
  RENAME_BUCKET,
  SEARCH_BUCKETS,
} from '../../src/bucketlist/bucket-statements.ts';
import {
  ADD_ITEM,
  CHANGE_ITEM,
  FIND_ITEM,
  PAGE_OF_ITEMS,
  REMOVE_ITEM,
  SEARCH_ITEMS,
} from '../../src/bucketlist/item-statements.ts';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement, Value } from '../../src/database/statement.ts';
import { FAILURES_OF_KEYS, PURGE_FAILURES } from '../../src/identity/failed-login-statements.ts';
import { ALL_GENERATIONS, IS_REVOKED, PURGE_REVOCATIONS } from '../../src/identity/revocation-statements.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

const NOW = new Date().toISOString();

/** Both lead to one bucket; which is the cheaper depends on how the numbers fell. */
const BUCKET = /^bucket_(pkey|owner_id_id_idx)$/;
const ITEM = /^item_(pkey|bucket_id_id_idx)$/;

/** Each statement, values for it, and the indexes that it is to use. */
const EXPECTED: readonly (readonly [Statement<unknown>, readonly Value[], readonly RegExp[]])[] = [
  [ADD_BUCKET, [2, 'x', 'x', NOW, NOW], []],
  [FIND_BUCKET, [2, 20], [BUCKET]],
  [PAGE_OF_BUCKETS, [2, 10, 0], [/^bucket_owner_pkey$/, /^bucket_owner_id_id_idx$/]],
  [PAGE_OF_BUCKETS, [2, 10, 1990], [/^bucket_owner_pkey$/, /^bucket_owner_id_id_idx$/]],
  [SEARCH_BUCKETS.trigrams, [2, 10, 0, '%lisbon 7%'], [/^bucket_owner_id_name_key_idx$/, /^bucket_pkey$/]],
  [SEARCH_BUCKETS.list, [2, 10, 0, 'li'], [/^bucket_owner_id_(id|name_key)_idx$/, /^bucket_pkey$/]],
  [RENAME_BUCKET, [2, 20, 'x', 'x', NOW], [BUCKET]],
  [REMOVE_BUCKET, [2, 20], [BUCKET, /^bucket_owner_pkey$/]],
  [ADD_ITEM, [2, 20, 'x', 'x', null, NOW, NOW], [BUCKET]],
  [FIND_ITEM, [2, 20, 20], [BUCKET, ITEM]],
  [PAGE_OF_ITEMS, [2, 20, 10, 0], [BUCKET, /^item_bucket_id_id_idx$/]],
  [PAGE_OF_ITEMS, [2, 20, 10, 1990], [BUCKET, /^item_bucket_id_id_idx$/]],
  [SEARCH_ITEMS.trigrams, [2, 20, 10, 0, '%lisbon 7%'], [BUCKET, /^item_bucket_id_name_key_idx$/, /^item_pkey$/]],
  [SEARCH_ITEMS.list, [2, 20, 10, 0, 'li'], [BUCKET, /^item_bucket_id_(id|name_key)_idx$/, /^item_pkey$/]],
  [CHANGE_ITEM, [2, 20, 20, 'x', 'x', null, NOW], [BUCKET, ITEM]],
  [REMOVE_ITEM, [2, 20, 20], [BUCKET, ITEM]],
  [IS_REVOKED, ['0.x', 5, 0], [/^token_revocation_pkey$/, /^account_pkey$/]],
  [PURGE_REVOCATIONS, ['2020-01-01'], [/^token_revocation_expires_at_idx$/]],
  [ALL_GENERATIONS, [], [/^account_generation_idx$/]],
  [FAILURES_OF_KEYS, [['a', 'b']], [/^failed_login_pkey$/]],
  [PURGE_FAILURES, ['2020-01-01'], [/^failed_login_last_attempt_at_idx$/]],
];

describe.skipIf(!postgresqlIsThere)('plans of the statements', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();
    client = new pg.Client(connectionSettings(database.url));
    await client.connect();
    await fill(client);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its indexes', async ({ name, text }, values, indexes) => {
    const plan = await planOf(client, name, text, values);
    for (const index of indexes) expect([...plan.indexes]).toContainEqual(expect.stringMatching(index));
    expect(plan.scanned, 'read from beginning to end').toEqual([]);
  });

  // 2,000 buckets against 20: what a page reads must not grow with the list.
  test.each([
    ['first', 0, 0],
    ['last', 10, 1990],
  ])('the %s page of a long list reads no more than that of a short one', async (_, short, long) => {
    const ofShort = await planOf(client, 'short', PAGE_OF_BUCKETS.text, [3, 10, short]);
    const ofLong = await planOf(client, 'long', PAGE_OF_BUCKETS.text, [2, 10, long]);
    expect(ofLong.rowsRead).toBe(ofShort.rowsRead);
  });
});

/** 1,000 accounts, 20,000 buckets and 20,000 items; the second account has 2,000 buckets. */
async function fill(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO account (username, username_key, display_name, password_hash, roles, generation, created_at, updated_at)
    SELECT 'user ' || n, 'user ' || n, '', '', '{}', CASE WHEN n % 500 = 0 THEN 1 ELSE 0 END, now(), now()
    FROM generate_series(1, 1000) AS n;
    INSERT INTO bucket (owner_id, name, name_key, created_at, modified_at)
    SELECT CASE WHEN n % 10 = 0 THEN 2 WHEN n % 1000 = 1 THEN 3 ELSE 4 + n % 900 END, 'Lisbon ' || n, 'lisbon ' || n, now(), now()
    FROM generate_series(1, 20000) AS n;
    INSERT INTO bucket_owner SELECT owner_id, count(*) FROM bucket GROUP BY 1;
    INSERT INTO item (bucket_id, name, name_key, created_at, modified_at)
    SELECT CASE WHEN n % 10 = 0 THEN 20 ELSE n END, 'Lisbon ' || n, 'lisbon ' || n, now(), now()
    FROM generate_series(1, 20000) AS n;
    UPDATE bucket SET item_count = (SELECT count(*) FROM item WHERE bucket_id = bucket.id);
    INSERT INTO token_revocation SELECT 'token ' || n, now() + n * interval '1 s' FROM generate_series(1, 5000) AS n;
    INSERT INTO failed_login SELECT 'key ' || n, ARRAY[now()], now() FROM generate_series(1, 5000) AS n`);
  await client.query('VACUUM ANALYZE');
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

/** What a statement does, carried out and rolled back. */
async function planOf(
  client: pg.Client,
  name: string,
  text: string,
  values: readonly Value[],
): Promise<{ readonly indexes: ReadonlySet<string>; readonly scanned: readonly string[]; readonly rowsRead: number }> {
  const literals = values.map((value) => {
    if (Array.isArray(value)) return `ARRAY[${value.map((entry) => client.escapeLiteral(String(entry))).join(', ')}]`;
    return typeof value === 'string' ? client.escapeLiteral(value) : String(value);
  });
  await client.query('BEGIN');
  await client.query(`PREPARE ${name}_plan AS ${text}`);
  const parameters = literals.length === 0 ? '' : `(${literals.join(', ')})`;
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE ${name}_plan${parameters}`,
  );
  await client.query('ROLLBACK');
  await client.query(`DEALLOCATE ${name}_plan`);

  const indexes = new Set<string>();
  const scanned: string[] = [];
  let rowsRead = 0;
  const visit = (node: PlanNode): void => {
    if (node['Index Name'] !== undefined) {
      indexes.add(node['Index Name']);
      rowsRead += node['Actual Rows'] * node['Actual Loops'];
    }
    if (node['Node Type'] === 'Seq Scan') scanned.push(node['Relation Name'] ?? '');
    for (const child of node.Plans ?? []) visit(child);
  };
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  if (plan !== undefined) visit(plan.Plan);
  return { indexes, scanned, rowsRead };
}
