import { afterAll, describe } from 'vitest';
import { onSharedPGlite } from '../support/subjects.ts';
import { castingContracts } from './contracts.ts';

describe('the casting agency on PGlite', () => {
  const shared = onSharedPGlite();
  afterAll(() => shared.close());
  castingContracts(shared.open, { shared: false });
});
