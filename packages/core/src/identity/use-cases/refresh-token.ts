import { errAsync, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { TokenRevoked } from '../access-token.ts';
import type { Account } from '../account.ts';
import type { AccountNotFound } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import { issueToken, type SignedIn } from './issue-token.ts';

/**
 * The account of whoever acts.
 *
 * @example
 * ```ts
 * const account = await identity.findAccount(actor);
 * account.map(({ username }) => username);
 * ```
 */
export type FindAccount = (actor: Actor) => ResultAsync<Account, AccountNotFound | Unavailable>;

/**
 * Why nobody got a new token for an old one.
 *
 * @example
 * ```ts
 * const mustLogIn = ({ kind }: RefreshTokenError) => kind !== 'unavailable';
 * ```
 */
export type RefreshTokenError = AccountNotFound | TokenRevoked | Unavailable;

/**
 * Makes a new token for whoever has one that is good. The old one stays good until it expires.
 *
 * @example
 * ```ts
 * const actor = (await identity.authenticate(token))._unsafeUnwrap();
 * const refreshed = await identity.refreshToken(actor);
 * refreshed.map(({ token, expiresAt }) => [token, expiresAt]);
 * ```
 */
export type RefreshToken = (actor: Actor) => ResultAsync<SignedIn, RefreshTokenError>;

export function findAccount({ accounts }: IdentityPorts): FindAccount {
  return ({ accountId }) => accounts.findById(accountId);
}

export function refreshToken(ports: IdentityPorts, settings: IdentitySettings): RefreshToken {
  const { accounts, revocationList } = ports;
  return ({ accountId, token }) =>
    accounts.findById(accountId).andThen((account) =>
      // Looked at after the account: a token that was revoked with all others meanwhile must not be made good again.
      revocationList
        .isRevoked({ accountId, tokenId: token.id, expiresAt: token.expiresAt })
        .andThen((revoked) =>
          revoked ? errAsync({ kind: 'token-revoked' as const }) : issueToken(ports, settings, account),
        ),
    );
}
