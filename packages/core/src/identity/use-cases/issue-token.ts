import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { tokenId } from '../access-token.ts';
import type { Account } from '../account.ts';
import { permissionsOf } from '../role.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';

/**
 * An account, and a token that was made for it just now.
 *
 * @example
 * ```ts
 * const { account, token }: SignedIn = (await identity.logIn(credentials))._unsafeUnwrap();
 * ```
 */
export interface SignedIn {
  readonly account: Account;
  readonly token: string;
  /** When the token expires. */
  readonly expiresAt: Date;
}

/** Makes an access token with all that the account's roles permit. */
export function issueToken(
  { clock, random, accessTokens }: IdentityPorts,
  { tokenLifetime }: IdentitySettings,
  account: Account,
): ResultAsync<SignedIn, Unavailable> {
  const issued = Math.floor(clock.now().getTime() / 1000);
  const expiresAt = new Date((issued + tokenLifetime) * 1000);
  return accessTokens
    .sign({
      accountId: account.id,
      tokenId: tokenId(account.generation, random.identifier()),
      issuedAt: new Date(issued * 1000),
      expiresAt,
      permissions: permissionsOf(account.roles),
    })
    .map((token) => ({ account, token, expiresAt }));
}
