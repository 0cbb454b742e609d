import { describe } from 'vitest';
import { hackathonInMemory } from '../support/hackathon.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { describeContract } from './contract.ts';

// A server on PostgreSQL answers the same in every run.
const isLong = process.env['QUINTET_TEST_LONG'] === '1';

describe.skipIf(!isLong && postgresIsThere)('the hackathon API in memory (QUINTET_TEST_LONG)', () => {
  const hackathon = hackathonInMemory();
  describeContract(() => hackathon);
});
