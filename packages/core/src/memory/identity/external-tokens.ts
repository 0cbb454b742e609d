import { err, ok } from 'neverthrow';
import type { ExternalClaims } from '../../identity/external.ts';
import type { ExternalTokens } from '../../identity/external-ports.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RandomSource } from '../../kernel/random.ts';
import { settled } from '../database.ts';

/**
 * An external issuer in memory: whose tokens are checked, and who issues them.
 *
 * @example
 * ```ts
 * const externalTokens: MemoryExternalTokens = memoryExternalTokens(systemClock, cryptoRandom);
 * ```
 */
export interface MemoryExternalTokens extends ExternalTokens {
  /** Issues a token of the external issuer. */
  issue(claims: ExternalClaims): string;
}

const PREFIX = 'external:';

/**
 * Tokens of an external issuer that say nothing by themselves: random text, by which what they stand for is found in
 * memory.
 *
 * @param clock - Says when a token has expired.
 * @param random - Where the tokens come from.
 *
 * @example
 * ```ts
 * const externalTokens = memoryExternalTokens(systemClock, cryptoRandom);
 * const quintet = createQuintet(memoryAdapters({ externalTokens }));
 * const token = externalTokens.issue({ issuer, subject: 'ann', expiresAt, permissions: ['get:actors'] });
 * await quintet.identity.recognise(token);
 * ```
 */
export function memoryExternalTokens(clock: Clock, random: RandomSource): MemoryExternalTokens {
  const tokens = new Map<string, ExternalClaims>();
  return {
    issue: (claims) => {
      const token = PREFIX + random.identifier();
      tokens.set(token, { ...claims, permissions: [...claims.permissions] });
      return token;
    },

    claims: (token) => token.startsWith(PREFIX),

    verify: (token) => {
      const claims = tokens.get(token);
      if (claims === undefined) return settled(err({ kind: 'token-invalid' }));
      return settled(clock.now() < claims.expiresAt ? ok(claims) : err({ kind: 'token-expired' }));
    },
  };
}
