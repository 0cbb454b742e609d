import { test } from 'vitest';
import { memoryAdapters } from '../../src/memory/index.ts';
import { fastHasher } from '../support.ts';
import { ticketModel } from './model.ts';

test('tickets in memory live as their model does', () =>
  ticketModel(
    async (clock) => ({ resolve: memoryAdapters({ clock, passwordHasher: fastHasher }), close: async () => {} }),
    {
      runs: 100,
    },
  ));
