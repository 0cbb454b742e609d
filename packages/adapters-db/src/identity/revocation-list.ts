import { generationOf, type RevocableToken, type RevocationList } from '@quintet/core';
import { okAsync } from 'neverthrow';
import { moment } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import { IS_REVOKED, PURGE_REVOCATIONS, REVOKE_TOKEN } from './revocation-statements.ts';
import type { RevokedTokens } from './revoked-tokens.ts';

/** Whether {@link RevokedTokens} holds all that was revoked anywhere until less than a second ago. */
export type IsFresh = () => boolean;

/**
 * Revoked tokens in the database. While this process is kept up to date it looks at what it knows, which takes no
 * time; otherwise it asks the database about each token.
 */
export function databaseRevocationList(store: Store, revokedTokens: RevokedTokens, isFresh: IsFresh): RevocationList {
  return {
    revoke: ({ tokenId, expiresAt }, transaction) =>
      store.write(REVOKE_TOKEN, [tokenId, moment(expiresAt)], transaction).map(() => {
        store.whenCommitted(() => revokedTokens.add(tokenId, expiresAt.getTime()), transaction);
      }),

    isRevoked: (token) => {
      // Once revoked is revoked for good, so a yes needs no up-to-date knowledge.
      if (revokedTokens.has(token)) return okAsync(true);
      if (isFresh()) return okAsync(false);
      return store.read(IS_REVOKED, [token.tokenId, token.accountId, generationOfToken(token)]).map(([row]) => {
        if (row === undefined) throw new Error('The database did not say whether the token is revoked.');
        return row.revoked;
      });
    },

    purge: (expiredBefore) =>
      store.write(PURGE_REVOCATIONS, [moment(expiredBefore)], undefined).map(([row]) => {
        revokedTokens.purge(expiredBefore);
        return row?.purged ?? 0;
      }),
  };
}

/** The generation of a token; one without is of an earlier generation than any. */
function generationOfToken({ tokenId }: RevocableToken): number {
  const generation = generationOf(tokenId);
  return Number.isSafeInteger(generation) ? generation : -1;
}
