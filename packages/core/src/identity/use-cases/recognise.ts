import type { ResultAsync } from 'neverthrow';
import type { Bearer, ExternalActor } from '../external.ts';
import type { ExternalTokenError } from '../external-ports.ts';
import type { IdentityPorts } from '../settings.ts';
import { authenticate, type AuthenticateError } from './authenticate.ts';

/**
 * Why a token was not accepted, whoever issued it.
 *
 * @example
 * ```ts
 * const isOver = ({ kind }: RecogniseError) => kind === 'token-expired' || kind === 'token-revoked';
 * ```
 */
export type RecogniseError = AuthenticateError | ExternalTokenError;

/**
 * Recognises who acts by an access token, for an API that takes the external issuer's tokens beside ours: whom the
 * token names as its issuer decides who checks it. What a token of the external issuer permits is for that issuer to
 * say; roles are not looked at.
 *
 * @example
 * ```ts
 * const bearer = await identity.recognise(token);
 * bearer.map(({ permissions }) => permissions.includes('get:actors'));
 * ```
 */
export type Recognise = (token: string) => ResultAsync<Bearer, RecogniseError>;

export function recognise(ports: IdentityPorts): Recognise {
  const authenticateOwn = authenticate(ports);
  return (token) => {
    const { externalTokens } = ports;
    return externalTokens.claims(token)
      ? externalTokens
          .verify(token)
          .map(({ issuer, subject, permissions }): ExternalActor => ({ external: { issuer, subject }, permissions }))
      : authenticateOwn(token);
  };
}
