import { describe } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql } from '../support/subjects.ts';
import { instagramContracts } from './contracts.ts';

describe.skipIf(!postgresqlIsThere)('accounts of the network on PostgreSQL (QUINTET_TEST_POSTGRES)', () =>
  instagramContracts(onPostgresql, { shared: true }),
);
