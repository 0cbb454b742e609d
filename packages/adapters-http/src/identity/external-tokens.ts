import {
  isText,
  lengthOf,
  type Clock,
  type ExternalClaims,
  type ExternalTokenError,
  type ExternalTokens,
} from '@quintet/core';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow';
import type { OidcIssuer } from '../outbound/oidc-issuer.ts';

/** Whose tokens are accepted, and for whom they are. */
export interface ExternalTokensOptions {
  readonly issuer: OidcIssuer;
  /** What the tokens have in `aud`. */
  readonly audience: string;
  readonly clock: Clock;
}

/** RSA with SHA-256 and nothing else: with a choice, a public key could be passed off as an HMAC's secret. */
const ALGORITHM = 'RS256';
/** How far the clocks may be apart, in seconds. */
const CLOCK_TOLERANCE = 5;
const LONGEST_SUBJECT = 255;

const MALFORMED = { kind: 'token-invalid' } as const;
const WRONG_CLAIMS = { kind: 'token-invalid', flaw: 'claims' } as const;

/** Where no external issuer is configured, no token is one of its. */
export const NO_EXTERNAL_TOKENS: ExternalTokens = {
  claims: () => false,
  verify: () => errAsync(MALFORMED),
};

/**
 * Checks tokens of an OpenID Connect issuer: RS256, by its public keys, which are kept. A token that names a key which
 * is not among them has them fetched again, but not at any rate.
 *
 * @example
 * ```ts
 * const issuer = new OidcIssuer({ issuer: 'https://agency.eu.auth0.com/', clock });
 * container.bind(PORTS.externalTokens).toConstantValue(createExternalTokens({ issuer, audience: 'casting', clock }));
 * ```
 */
export function createExternalTokens({ issuer, audience, clock }: ExternalTokensOptions): ExternalTokens {
  const check = (token: string, keys: JWTVerifyGetKey): ResultAsync<ExternalClaims, ExternalTokenError> =>
    ResultAsync.fromPromise(
      jwtVerify(token, keys, {
        algorithms: [ALGORITHM],
        issuer: [...issuer.names],
        audience,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: clock.now(),
      }),
      errorOf,
    ).andThen(({ payload }) => claimsOf(payload));

  return {
    claims: (token) => {
      const named = issuerIn(token);
      return named !== undefined && issuer.names.includes(named);
    },

    verify: (token) =>
      headerOf(token).asyncAndThen(() =>
        issuer
          .keys()
          .andThen((keys) => check(token, keys))
          .orElse((error) =>
            error.kind === 'token-key-unknown'
              ? issuer.newKeys().andThen((keys) => (keys === 'cooling-down' ? errAsync(error) : check(token, keys)))
              : errAsync(error),
          ),
      ),
  };
}

/** Whom a token names as its issuer, whether or not it is to be believed. */
function issuerIn(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Makes sure that it is worth asking for the key: that it is named, and of the one kind that is accepted. */
function headerOf(token: string): Result<void, ExternalTokenError> {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (typeof kid !== 'string' || kid === '') return err({ kind: 'token-key-unnamed' });
    return alg === ALGORITHM ? ok(undefined) : err(MALFORMED);
  } catch {
    return err(MALFORMED);
  }
}

function errorOf(error: unknown): ExternalTokenError {
  if (error instanceof errors.JWTExpired) return { kind: 'token-expired' };
  if (error instanceof errors.JWTClaimValidationFailed) return WRONG_CLAIMS;
  if (error instanceof errors.JWKSNoMatchingKey) return { kind: 'token-key-unknown' };
  // Whatever else is wrong, also with a key that the issuer publishes, the token can't be shown to be good.
  return MALFORMED;
}

function claimsOf({ iss, sub, exp, permissions }: JWTPayload): Result<ExternalClaims, ExternalTokenError> {
  if (iss === undefined || exp === undefined || !isText(sub) || sub === '' || lengthOf(sub) > LONGEST_SUBJECT) {
    return err(WRONG_CLAIMS);
  }
  if (!isTexts(permissions)) return err({ kind: 'token-invalid', flaw: 'permissions' });
  return ok({ issuer: iss, subject: sub, expiresAt: new Date(exp * 1000), permissions });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
