import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { IdentityPorts } from '../settings.ts';

/**
 * Ends the token that the actor was recognised by. The actor's other tokens go on.
 *
 * @example
 * ```ts
 * await identity.logOut(actor);
 * ```
 */
export type LogOut = (actor: Actor) => ResultAsync<void, Unavailable>;

export function logOut({ revocationList }: IdentityPorts): LogOut {
  return ({ accountId, token }) => revocationList.revoke({ accountId, tokenId: token.id, expiresAt: token.expiresAt });
}
