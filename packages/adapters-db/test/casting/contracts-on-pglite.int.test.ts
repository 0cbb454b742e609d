import { afterAll, describe } from 'vitest';
import { onSharedPGlite } from '../support/subjects.ts';
import { castingContracts } from './contracts.ts';

describe('the casting agency on PGlite', () => {
  const { open, close } = onSharedPGlite();
  afterAll(close);
  castingContracts(open, { shared: false });
});
