import { describe } from 'vitest';
import { agencyInMemory } from '../support/agency.ts';
import { describeContract } from './contract.ts';

describe('the casting API in memory', () => {
  const agency = agencyInMemory();
  describeContract(() => agency);
});
