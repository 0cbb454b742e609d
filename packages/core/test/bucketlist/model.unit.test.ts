import { test } from 'vitest';
import type { Harness } from '../../src/contracts/index.ts';
import { memoryAdapters, scryptPasswordHasher } from '../../src/memory/index.ts';
import { bucketlistModel } from './model.ts';

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher: scryptPasswordHasher({ logCost: 1, parallelization: 1 }) }),
  close: async () => {},
});

test('bucket lists in memory behave as their model does', () => bucketlistModel(open, { runs: 200 }));
