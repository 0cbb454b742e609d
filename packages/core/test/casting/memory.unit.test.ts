import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  actorsContract,
  castingsContract,
  externalSubjectsContract,
  externalTokensContract,
  moviesContract,
  type Harness,
  type TestRunner,
} from '@quintet/core/contracts';
import { cryptoRandom, memoryAdapters, memoryExternalTokens, settableClock } from '@quintet/core/memory';

const runner: TestRunner = { describe, test, beforeAll, afterAll };

const open: Harness = async (clock) => ({ resolve: memoryAdapters({ clock }), close: async () => {} });

describe('adapters of the casting agency in memory', () => {
  actorsContract(runner, open, { shared: false });
  moviesContract(runner, open, { shared: false });
  castingsContract(runner, open, { shared: false });
  externalSubjectsContract(runner, open, { shared: false });
  externalTokensContract(runner, async () => {
    const clock = settableClock();
    const tokens = memoryExternalTokens(clock, cryptoRandom);
    return {
      tokens,
      issue: async (claims) => tokens.issue({ issuer: 'https://issuer.example.com/', ...claims }),
      advance: (milliseconds) => clock.advance(milliseconds),
      now: () => clock.now(),
      close: async () => {},
    };
  });
});
