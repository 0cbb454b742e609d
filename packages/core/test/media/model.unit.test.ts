import { test } from 'vitest';
import type { Harness } from '../../src/contracts/index.ts';
import { memoryAdapters } from '../../src/memory/index.ts';
import { fastHasher } from '../support.ts';
import { mediaModel } from './model.ts';

const open: Harness = async (clock) => ({
  resolve: memoryAdapters({ clock, passwordHasher: fastHasher }),
  close: async () => {},
});

test('media in memory behave as their model does', () => mediaModel(open, { runs: 200 }));
