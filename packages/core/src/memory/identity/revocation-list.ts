import { ok } from 'neverthrow';
import { generationOf } from '../../identity/access-token.ts';
import type { RevocableToken, RevocationList } from '../../identity/ports.ts';
import { settled, type MemoryDatabase } from '../database.ts';

/**
 * Revoked tokens in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const revocationList = memoryRevocationList(database);
 * ```
 */
export function memoryRevocationList(database: MemoryDatabase): RevocationList {
  return {
    revoke: ({ tokenId, expiresAt }, transaction) =>
      database.write(transaction, ({ revokedTokens }) => {
        revokedTokens.set(tokenId, expiresAt.getTime());
        return ok(undefined);
      }),

    isRevoked: (token) =>
      settled(ok(database.committed.revokedTokens.has(token.tokenId) || isOfEarlierGeneration(database, token))),

    purge: (expiredBefore) =>
      database.write(undefined, () => {
        const { revokedTokens } = database.committed;
        const before = revokedTokens.size;
        for (const [tokenId, expiresAt] of revokedTokens) {
          if (expiresAt < expiredBefore.getTime()) revokedTokens.delete(tokenId);
        }
        return ok(before - revokedTokens.size);
      }),
  };
}

function isOfEarlierGeneration(database: MemoryDatabase, { accountId, tokenId }: RevocableToken): boolean {
  const stored = database.committed.accounts.get(accountId);
  if (stored === undefined || stored.exemptToken === tokenId) return false;
  const current = generationOf(tokenId) >= stored.account.generation;
  return !current;
}
