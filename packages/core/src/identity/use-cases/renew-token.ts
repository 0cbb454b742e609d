import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { AccountNotFound } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import { issueToken, type SignedIn } from './issue-token.ts';

/**
 * Gives whoever acts another token, with all that the account's roles permit now. The one that they act with stays good
 * until it expires.
 *
 * @example
 * ```ts
 * const renewed = await identity.renewToken(actor);
 * renewed.map(({ token }) => token);
 * ```
 */
export type RenewToken = (actor: Actor) => ResultAsync<SignedIn, AccountNotFound | Unavailable>;

export function renewToken(ports: IdentityPorts, settings: IdentitySettings): RenewToken {
  return ({ accountId }) =>
    ports.accounts.findById(accountId).andThen((account) => issueToken(ports, settings, account));
}
