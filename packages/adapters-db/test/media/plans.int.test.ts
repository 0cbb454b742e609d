import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionSettings } from '../../src/database/postgresql-settings.ts';
import type { Statement } from '../../src/database/statement.ts';
import { ADD_MEDIA, CHANGE_MEDIA, PUT_MEDIA, REMOVE_MEDIA } from '../../src/media/put-statements.ts';
import {
  COUNT_MEDIA,
  HISTORY_OF_MEDIA,
  LIST_MEDIA,
  PAGE_OF_MEDIA,
  SCAN_MEDIA,
  SEARCH_MEDIA,
  VERSION_OF_LIBRARY,
} from '../../src/media/statements.ts';
import { adapterFor } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';

const NOW = "'2026-11-22'";
const ALL = 'NULL, NULL, NULL, NULL';
const LIBRARY = /^media_library_pkey$/;
const LIST = /^media_element_owner_id_(order_id|name_key)_idx$/;
const TRIGRAMS = /^media_element_owner_id_name_key_idx$/;
const ELEMENT = /^media_element_(pkey|owner_id_order_id_idx)$/;
const CHANGES = /^media_state_change_element_id_id_idx$/;
const ONE_AND_NEW = `'[{"position":0,"id":20,"name":"x","name_key":"x"},{"position":1,"name":"x","name_key":"x","medium":"film","consumed_state":"not started","description":"","order":0}]'`;

/** Each statement, literals for its values, and the indexes that it is to use. */
const EXPECTED: readonly (readonly [Statement<unknown>, string, readonly RegExp[]])[] = [
  [LIST_MEDIA, `2, ${ALL}`, [LIBRARY, LIST]],
  [PAGE_OF_MEDIA, `2, ${ALL}, 20, 0`, [LIBRARY, LIST, ELEMENT]],
  [SEARCH_MEDIA, `2, ${ALL}, 20, 0, '%dune 7%'`, [LIBRARY, TRIGRAMS, ELEMENT]],
  [SCAN_MEDIA, `2, ${ALL}, 20, 0, 'du'`, [LIBRARY, LIST, ELEMENT]],
  [HISTORY_OF_MEDIA, `2, NULL, NULL, NULL, NULL, 20, 0, NULL`, [LIST, ELEMENT, CHANGES]],
  [COUNT_MEDIA, '2', [LIST]],
  [VERSION_OF_LIBRARY, '2', [LIBRARY]],
  [ADD_MEDIA, `2, 1, ${NOW}, 'x', 'x', 'film', 'not started', '', 0, NULL, NULL`, [/^account_pkey$/]],
  [CHANGE_MEDIA, `2, 20, 1, ${NOW}, 'x', 'x', NULL, NULL, NULL, NULL, NULL, NULL`, [LIBRARY, ELEMENT]],
  [PUT_MEDIA, `2, ${ONE_AND_NEW}, ${NOW}, 1, NULL`, [LIBRARY, ELEMENT]],
  [REMOVE_MEDIA, '2, 20, 1', [LIBRARY, ELEMENT]],
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

describe.skipIf(!postgresqlIsThere)('plans of the statements of media', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const adapter = adapterFor(database.url);
    await adapter.migrate();
    await adapter.stop();
    client = new pg.Client(connectionSettings(database.url));
    await client.connect();
    // 500 accounts, 20,000 elements, of which the second account has 2,000, and as many changes of state
    await client.query(`
      INSERT INTO account (username, username_key, display_name, password_hash, roles, created_at, updated_at)
      SELECT 'user ' || n, 'user ' || n, '', '', '{}', now(), now() FROM generate_series(1, 500) AS n;
      INSERT INTO media_element (owner_id, name, name_key, medium, consumed_state, description, "order", started_at, created_at)
      SELECT CASE WHEN n % 10 = 0 THEN 2 ELSE 3 + n % 490 END, 'Dune ' || n, 'dune ' || n, 'film', 'started', '', n % 7,
        now(), now()
      FROM generate_series(1, 20000) AS n;
      INSERT INTO media_library SELECT owner_id, 1 FROM media_element GROUP BY 1;
      INSERT INTO media_state_change (element_id, from_state, to_state, at)
      SELECT id, 'not started', 'started', now() FROM media_element`);
    await client.query('VACUUM ANALYZE');
    // a statement that is prepared once is planned for any owner
    await client.query('SET plan_cache_mode = force_generic_plan');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  test.each(EXPECTED)('$name uses its indexes', async ({ name, text }, literals, indexes) => {
    await client.query(`PREPARE ${name}_plan AS ${text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
      `EXPLAIN (FORMAT JSON) EXECUTE ${name}_plan(${literals})`,
    );
    const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
    const nodes = plan === undefined ? [] : nodesOf(plan.Plan);
    const used = nodes.flatMap((node) => node['Index Name'] ?? []);
    for (const index of indexes) expect(used).toContainEqual(expect.stringMatching(index));
    const scanned = nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);
    expect(scanned, 'read from beginning to end').toEqual([]);
  });
});
