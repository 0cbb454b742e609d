import { describe } from 'vitest';
import { databaseContracts } from './contracts.ts';
import { postgresqlIsThere } from './support/postgresql.ts';
import { onPostgresql } from './support/subjects.ts';

describe.skipIf(!postgresqlIsThere)('adapters on PostgreSQL', () => {
  databaseContracts(onPostgresql, { shared: true, parallelTransactions: true, readsDuringTransaction: true });
});
