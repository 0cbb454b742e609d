import { errAsync, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { TokenRevoked } from '../access-token.ts';
import type { AccountNotFound } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import { issueToken, type SignedIn } from './issue-token.ts';

/**
 * Why nobody got another token.
 *
 * @example
 * ```ts
 * const mustLogIn = ({ kind }: RenewTokenError) => kind !== 'unavailable';
 * ```
 */
export type RenewTokenError = AccountNotFound | TokenRevoked | Unavailable;

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
export type RenewToken = (actor: Actor) => ResultAsync<SignedIn, RenewTokenError>;

export function renewToken(ports: IdentityPorts, settings: IdentitySettings): RenewToken {
  const { accounts, revocationList } = ports;
  return ({ accountId, token: { id: tokenId, expiresAt } }) =>
    accounts.findById(accountId).andThen((account) =>
      // Looked at after the account: a token that was revoked with all others meanwhile must not be made good again.
      revocationList
        .isRevoked({ accountId, tokenId, expiresAt })
        .andThen((revoked) =>
          revoked ? errAsync({ kind: 'token-revoked' as const }) : issueToken(ports, settings, account),
        ),
    );
}
