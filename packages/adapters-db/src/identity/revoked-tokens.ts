import { generationOf, type AccountId, type RevocableToken } from '@quintet/core';

/** Which tokens of an account are revoked all at once: those of earlier generations but for the one exempt. */
export interface Generation {
  readonly generation: number;
  readonly exemptToken: string | null;
}

/**
 * What this process knows of revoked tokens. Knowledge is only ever added, in any order and any number of times, until
 * a token has expired: what is known from a change made here, from another server or from the database fits together.
 */
export class RevokedTokens {
  /** When single revoked tokens expire, in milliseconds. */
  readonly #expiries = new Map<string, number>();
  /** Accounts whose generation is higher than 0. */
  readonly #generations = new Map<AccountId, Generation>();

  /** One token was revoked. */
  add(tokenId: string, expiresAt: number): void {
    this.#expiries.set(tokenId, expiresAt);
  }

  /** An account is in a generation. An earlier one is no news. */
  raise(accountId: AccountId, generation: Generation): void {
    const known = this.#generations.get(accountId)?.generation ?? 0;
    if (generation.generation > known) this.#generations.set(accountId, generation);
  }

  /** Whether a token is known to be revoked. */
  has({ accountId, tokenId }: RevocableToken): boolean {
    if (this.#expiries.has(tokenId)) return true;
    const current = this.#generations.get(accountId);
    if (current === undefined || current.exemptToken === tokenId) return false;
    return !(generationOf(tokenId) >= current.generation);
  }

  /** Forgets single tokens that expired before a moment. */
  purge(expiredBefore: Date): void {
    const before = expiredBefore.getTime();
    for (const [tokenId, expiresAt] of this.#expiries) if (expiresAt < before) this.#expiries.delete(tokenId);
  }
}
