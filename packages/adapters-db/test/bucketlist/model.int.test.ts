import { describe, test } from 'vitest';
import { bucketlistModel } from '../../../core/test/bucketlist/model.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';

// PGlite does one thing at a time, on the thread of the test.
describe('bucket lists behave as their model does', () => {
  test('on PGlite', () => bucketlistModel(onPGlite, { runs: long ? 100 : 5 }));
  test.skipIf(!postgresqlIsThere)('on PostgreSQL', () => bucketlistModel(onPostgresql, { runs: long ? 400 : 15 }));
});
