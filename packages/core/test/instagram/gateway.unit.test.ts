import { afterAll, beforeAll, describe, test } from 'vitest';
import { instagramGatewayContract, passwordCipherContract } from '../../src/contracts/index.ts';
import { simulatedNetwork } from '../../src/index.ts';
import { memoryAdapters } from '../../src/memory/index.ts';
import { SIMULATED_SAMPLE } from './simulated-sample.ts';

const runner = { describe, test, beforeAll, afterAll };

instagramGatewayContract(
  runner,
  async (clock) => ({
    resolve: memoryAdapters({ clock, gateway: simulatedNetwork({ clock, seed: 7 }) }),
    close: async () => {},
  }),
  SIMULATED_SAMPLE,
);

passwordCipherContract(runner, async (clock) => ({ resolve: memoryAdapters({ clock }), close: async () => {} }));
