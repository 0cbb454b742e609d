import { afterAll, beforeAll, describe } from 'vitest';
import { postgresIsThere } from '../support/postgres.ts';
import { startHere, type RunningServer, type Storage } from '../support/server.ts';
import { describeRows, type MakeWorld, type Slash } from '../support/table.ts';
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

    describeRows('register', REGISTER, slashes, withUser);
    describeRows('login', LOG_IN, slashes, withUser);
    describeRows('logout', LOG_OUT, slashes, withUser);
    describeRows('reset/password', RESET_PASSWORD, slashes, withUser);
    describeRows('token errors', TOKENS, slashes, withBucket);
    describeRows('buckets', BUCKETS, slashes, withBucket);
    describeRows('order of checks on buckets', ORDER_OF_BUCKET_CHECKS, slashes, withBucket);
    describeRows('items', ITEM_ROWS, slashes, withBucket);
    describeRows('order of checks on items', ORDER_OF_ITEM_CHECKS, slashes, withBucket);
    describeRows('methods and paths that are not there', ROUTES, slashes, withBucket);
    describeChanges(() => server);
    describePages(() => server);
  });
}
