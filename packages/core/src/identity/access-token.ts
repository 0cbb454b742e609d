import type { AccountId } from '../kernel/actor.ts';

/**
 * What an access token says.
 *
 * @example
 * ```ts
 * const claims: AccessTokenClaims = {
 *   accountId: 7,
 *   tokenId: tokenId(0, random.identifier()),
 *   issuedAt: new Date('2026-11-22T08:00:00Z'),
 *   expiresAt: new Date('2026-11-23T08:00:00Z'),
 *   permissions: [],
 * };
 * ```
 */
export interface AccessTokenClaims {
  readonly accountId: AccountId;
  /** The token's `jti`: see {@link tokenId}. */
  readonly tokenId: string;
  /** To the second, as a JWT has it. */
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly permissions: readonly string[];
}

/**
 * The token was good, and its time is over.
 *
 * @example
 * ```ts
 * clock.advance(86_400_000);
 * await identity.authenticate(token); // Err({ kind: 'token-expired' })
 * ```
 */
export interface TokenExpired {
  readonly kind: 'token-expired';
}

/**
 * The token is not one that this system made, or was changed since.
 *
 * @example
 * ```ts
 * await identity.authenticate('no token'); // Err({ kind: 'token-invalid' })
 * ```
 */
export interface TokenInvalid {
  readonly kind: 'token-invalid';
  /**
   * What is wrong, as far as it is worth telling: the token is meant for another audience or names another issuer
   * (`claims`), or it is good and does not say what it permits (`permissions`).
   */
  readonly flaw?: 'claims' | 'permissions';
}

/**
 * The token was good, and was logged out or revoked.
 *
 * @example
 * ```ts
 * await identity.logOut(actor);
 * await identity.authenticate(token); // Err({ kind: 'token-revoked' })
 * ```
 */
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

/**
 * The generation out of a token's identifier; `NaN`, which no generation is equal to or above, where it has none.
 *
 * @example
 * ```ts
 * generationOf('3.k9dQ0T'); // 3
 * ```
 */
export function generationOf(id: string): number {
  const dot = id.indexOf('.');
  return dot > 0 ? Number(id.slice(0, dot)) : Number.NaN;
}
