import { test } from 'vitest';
import type { Harness } from '../../src/contracts/index.ts';
import { memoryAdapters, scryptPasswordHasher } from '../../src/memory/index.ts';
import { castingModel } from './model.ts';

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher: scryptPasswordHasher({ logCost: 1, parallelization: 1 }) }),
  close: async () => {},
});

test('the casting agency in memory behaves as its model does', () => castingModel(open, { runs: 200 }));
