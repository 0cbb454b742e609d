import { describe, test } from 'vitest';
import { mediaModel } from '../../../core/test/media/model.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';

// PGlite does one thing at a time, on the thread of the test.
describe('media behave as their model does', () => {
  test('on PGlite', () => mediaModel(onPGlite, { runs: long ? 50 : 2, length: 60 }));
  test.skipIf(!postgresqlIsThere)('on PostgreSQL', () => mediaModel(onPostgresql, { runs: long ? 400 : 15 }));
});
