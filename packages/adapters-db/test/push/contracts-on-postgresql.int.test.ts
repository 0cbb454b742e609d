import { busContract } from '@quintet/core/contracts';
import { describe } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql, type PostgresqlSubject } from '../support/subjects.ts';
import { pushContracts, runner } from './contracts.ts';

describe.skipIf(!postgresqlIsThere)('push on PostgreSQL (QUINTET_TEST_POSTGRES)', () => {
  pushContracts(onPostgresql, { shared: true, parallelTransactions: true, readsDuringTransaction: true });
  busContract(runner, onPostgresql, { shared: true, cut: (subject) => (subject as PostgresqlSubject).cut() });
});
