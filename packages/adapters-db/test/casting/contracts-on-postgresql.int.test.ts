import { describe } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql } from '../support/subjects.ts';
import { castingContracts } from './contracts.ts';

describe.skipIf(!postgresqlIsThere)('the casting agency on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
  castingContracts(onPostgresql, { shared: true }),
);
