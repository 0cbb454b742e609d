import { err, ok, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { TokenExpired, TokenInvalid, TokenRevoked } from '../access-token.ts';
import type { IdentityPorts } from '../settings.ts';

/**
 * Why a token was not accepted.
 *
 * @example
 * ```ts
 * const isSignedOut = ({ kind }: AuthenticateError) => kind !== 'unavailable';
 * ```
 */
export type AuthenticateError = TokenExpired | TokenInvalid | TokenRevoked | Unavailable;

/**
 * Recognises who acts by an access token.
 *
 * @example
 * ```ts
 * const actor = await identity.authenticate(token);
 * actor.map(({ accountId }) => accountId);
 * ```
 */
export type Authenticate = (token: string) => ResultAsync<Actor, AuthenticateError>;

export function authenticate({ accessTokens, revocationList }: IdentityPorts): Authenticate {
  return (token) =>
    accessTokens.verify(token).andThen((claims) =>
      revocationList.isRevoked(claims).andThen((revoked) =>
        revoked
          ? err<Actor, TokenRevoked>({ kind: 'token-revoked' })
          : ok<Actor, TokenRevoked>({
              accountId: claims.accountId,
              permissions: claims.permissions,
              token: { id: claims.tokenId, expiresAt: claims.expiresAt },
            }),
      ),
    );
}
