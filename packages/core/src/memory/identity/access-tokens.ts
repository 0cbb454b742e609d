import { err, ok } from 'neverthrow';
import type { AccessTokenClaims } from '../../identity/access-token.ts';
import type { AccessTokens } from '../../identity/ports.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RandomSource } from '../../kernel/random.ts';
import { settled } from '../database.ts';

/** How long an expired token is told from one that never was, in milliseconds: a day. */
const REMEMBERED = 86_400_000;

/**
 * Access tokens that say nothing by themselves: random text, by which what they stand for is found in memory.
 * They are good in this process alone.
 *
 * @param clock - Says when a token has expired.
 * @param random - Where the tokens come from.
 *
 * @example
 * ```ts
 * const accessTokens = memoryAccessTokens(systemClock, cryptoRandom);
 * ```
 */
export function memoryAccessTokens(clock: Clock, random: RandomSource): AccessTokens {
  const tokens = new Map<string, AccessTokenClaims>();

  // The oldest are looked at only as far as they are forgotten, so that signing costs the same however many there are.
  const forget = (): void => {
    const expiredBefore = clock.now().getTime() - REMEMBERED;
    for (const [token, { expiresAt }] of tokens) {
      if (expiresAt.getTime() >= expiredBefore) return;
      tokens.delete(token);
    }
  };

  return {
    sign: ({ accountId, tokenId, issuedAt, expiresAt, permissions }) => {
      forget();
      const token = random.identifier();
      tokens.set(token, { accountId, tokenId, issuedAt, expiresAt, permissions: [...permissions] });
      return settled(ok(token));
    },

    verify: (token) => {
      const claims = tokens.get(token);
      if (claims === undefined) return settled(err({ kind: 'token-invalid' }));
      return settled(clock.now() < claims.expiresAt ? ok(claims) : err({ kind: 'token-expired' }));
    },
  };
}
