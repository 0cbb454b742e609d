import { describe, test } from 'vitest';
import { ticketModel } from '../../../core/test/hackathon/model.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';

// PGlite does one thing at a time, on the thread of the test.
describe('tickets live as their model does', () => {
  test('on PGlite', () => ticketModel(onPGlite, { runs: long ? 50 : 2 }), long ? undefined : 60_000);
  test.skipIf(!postgresqlIsThere)('on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
    ticketModel(onPostgresql, { runs: long ? 300 : 5 }),
  );
});
