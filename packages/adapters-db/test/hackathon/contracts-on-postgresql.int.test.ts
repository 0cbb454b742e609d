import { describe } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql } from '../support/subjects.ts';
import { hackathonContracts } from './contracts.ts';

describe.skipIf(!postgresqlIsThere)('a hackathon on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
  hackathonContracts(onPostgresql, { shared: true }),
);
