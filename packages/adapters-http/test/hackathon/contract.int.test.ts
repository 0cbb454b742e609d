import { describe } from 'vitest';
import { hackathonInMemory } from '../support/hackathon.ts';
import { describeContract } from './contract.ts';

describe('the hackathon API in memory', () => {
  const hackathon = hackathonInMemory();
  describeContract(() => hackathon);
});
