import { describe, test } from 'vitest';
import { castingModel } from '../../../core/test/casting/model.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';

// PGlite does one thing at a time, on the thread of the test.
describe('the casting agency behaves as its model does', () => {
  test('on PGlite', () => castingModel(onPGlite, { runs: long ? 100 : 5 }));
  test.skipIf(!postgresqlIsThere)('on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
    castingModel(onPostgresql, { runs: long ? 400 : 15 }),
  );
});
