import { afterAll, beforeAll, describe } from 'vitest';
import { postgresIsThere } from '../support/postgres.ts';
import { startHere, type RunningServer, type Storage } from '../support/server.ts';
import { describeRows, isRefusal, type MakeWorld, type Row, type Slash } from '../support/table.ts';
import { makeNeighbourhood, type Neighbourhood } from '../support/world.ts';
import { LOG_IN, LOG_OUT, REGISTER, RESET_PASSWORD } from './bucketlist-contract/accounts.rows.ts';
import { BUCKETS, ORDER_OF_BUCKET_CHECKS } from './bucketlist-contract/buckets.rows.ts';
import { describeChanges } from './bucketlist-contract/changes.ts';
import { ITEM_ROWS, ORDER_OF_ITEM_CHECKS } from './bucketlist-contract/items.rows.ts';
import { describePages } from './bucketlist-contract/pages.ts';
import { ROUTES } from './bucketlist-contract/routes.rows.ts';
import { TOKENS } from './bucketlist-contract/tokens.rows.ts';

// To write each row in both ways on both storages would say no more, and take twice as long.
const STORAGES: readonly (readonly [Storage, readonly Slash[]])[] = postgresIsThere
  ? [
      ['PGlite', ['/']],
      ['PostgreSQL', ['']],
    ]
  : [
      ['PGlite', ['', '/']],
      ['PostgreSQL', []],
    ];

/** What is refused hardly gets to the storage: where there are both, one tries it, and the other in the long run. */
function tried(storage: Storage, rows: readonly Row[]): readonly Row[] {
  const all = storage === 'PostgreSQL' || !postgresIsThere || process.env['QUINTET_TEST_LONG'] === '1';
  return all ? rows : rows.filter(([, , , answered]) => !isRefusal(answered));
}

for (const [storage, slashes] of STORAGES) {
  describe.skipIf(storage === 'PostgreSQL' && !postgresIsThere)(`the bucket list API on ${storage}`, () => {
    let server: RunningServer;
    let neighbourhood: Neighbourhood;

    beforeAll(async () => {
      server = await startHere({}, storage);
      neighbourhood = await makeNeighbourhood(server);
    }, 60_000);
    afterAll(() => server?.stop());

    const withUser: MakeWorld = (use) => neighbourhood.withUser(use);
    const withBucket: MakeWorld = (use) => neighbourhood.withBucket(use);

    describeRows('register', tried(storage, REGISTER), slashes, withUser);
    describeRows('login', tried(storage, LOG_IN), slashes, withUser);
    describeRows('logout', tried(storage, LOG_OUT), slashes, withUser);
    describeRows('reset/password', tried(storage, RESET_PASSWORD), slashes, withUser);
    describeRows('token errors', tried(storage, TOKENS), slashes, withBucket);
    describeRows('buckets', tried(storage, BUCKETS), slashes, withBucket);
    describeRows('order of checks on buckets', tried(storage, ORDER_OF_BUCKET_CHECKS), slashes, withBucket);
    describeRows('items', tried(storage, ITEM_ROWS), slashes, withBucket);
    describeRows('order of checks on items', tried(storage, ORDER_OF_ITEM_CHECKS), slashes, withBucket);
    describeRows('methods and paths that are not there', tried(storage, ROUTES), slashes, withBucket);
    describeChanges(() => server);
    describePages(() => server);
  });
}
