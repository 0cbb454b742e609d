import type { AccountId } from '../kernel/actor.ts';

/** What an access token says. */
export interface AccessTokenClaims {
  readonly accountId: AccountId;
  /** The token's `jti`: see {@link tokenId}. */
  readonly tokenId: string;
  /** To the second, as a JWT has it. */
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly permissions: readonly string[];
}

/** The token was good, and its time is over. */
export interface TokenExpired {
  readonly kind: 'token-expired';
}

/** The token is not one that this system made, or was changed since. */
export interface TokenInvalid {
  readonly kind: 'token-invalid';
  /**
   * What is wrong, as far as it is worth telling: the token is meant for another audience or names another issuer
   * (`claims`), or it is good and does not say what it permits (`permissions`).
   */
  readonly flaw?: 'claims' | 'permissions';
}

/** The token was good, and was logged out or revoked. */
export interface TokenRevoked {
  readonly kind: 'token-revoked';
}

/**
 * A token's identifier: the account's generation in which it was made, and a random part that no other token has.
 *
 * @example
 * ```ts
 * tokenId(3, 'k9dQ0T'); // '3.k9dQ0T'
 * ```
 */
export function tokenId(generation: number, identifier: string): string {
  return `${generation}.${identifier}`;
}

/** The generation out of a token's identifier; `NaN`, which no generation is equal to or above, where it has none. */
export function generationOf(id: string): number {
  const dot = id.indexOf('.');
  return dot > 0 ? Number(id.slice(0, dot)) : Number.NaN;
}
