import {
  isText,
  type AccessTokenClaims,
  type AccessTokens,
  type Clock,
  type TokenExpired,
  type TokenInvalid,
} from '@quintet/core';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { readKey, type PublicJwk, type ReadyKey, type SigningKey } from './signing-keys.ts';

/** What access tokens are made with. */
export interface JwtAccessTokensOptions {
  /** All of one kind. The first signs; all of them are accepted. */
  readonly keys: readonly [SigningKey, ...SigningKey[]];
  /** The `iss` of every token. */
  readonly issuer: string;
  /** The `aud` of every token. */
  readonly audience: string;
  readonly clock: Clock;
  /** How many tokens are remembered once their signature has been checked. Default 10,000. */
  readonly cacheSize?: number;
}

/** Access tokens that tell who can check them. */
export interface JwtAccessTokens extends AccessTokens {
  /** The public keys, in the form of RFC 7517; none where tokens are signed with a secret. */
  jwks(): { readonly keys: readonly PublicJwk[] };
}

const REQUIRED_CLAIMS = ['sub', 'jti', 'iat', 'exp'];

/**
 * Access tokens that are JSON Web Tokens. Only the algorithm of the keys is accepted, and only a token of this issuer
 * for this audience. A token of an unknown key is invalid; so is one that names none, unless there is just one key.
 *
 * @throws TypeError when a key is unusable, when the keys are of several kinds, or when the first can't sign.
 *
 * @example
 * ```ts
 * const tokens = jwtAccessTokens({
 *   keys: [{ kid: 'new', secret: newSecret }, { kid: 'old', secret: oldSecret }],
 *   issuer: 'quintet',
 *   audience: 'quintet',
 *   clock,
 * });
 * ```
 */
export function jwtAccessTokens(options: JwtAccessTokensOptions): JwtAccessTokens {
  const { issuer, audience, clock, cacheSize = 10_000 } = options;
  const keys = options.keys.map(readKey);
  const [first] = keys;
  if (first?.signing === undefined) throw new TypeError('the first key of access tokens is private');
  if (keys.some(({ algorithm }) => algorithm !== first.algorithm)) {
    throw new TypeError('the keys of access tokens are of one kind');
  }
  const { signing, algorithm, kid } = first;
  const known = new LRUCache<string, AccessTokenClaims>({ max: cacheSize });

  return {
    sign: ({ accountId, tokenId, issuedAt, expiresAt, permissions }) =>
      ResultAsync.fromSafePromise(
        new SignJWT({ permissions })
          .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setSubject(String(accountId))
          .setJti(tokenId)
          .setIssuedAt(issuedAt)
          .setExpirationTime(expiresAt)
          .sign(signing),
      ),

    verify: (token) => {
      const claims = known.get(token);
      if (claims !== undefined) return clock.now() < claims.expiresAt ? okAsync(claims) : errAsync(EXPIRED);
      if (!endsCanonically(token)) return errAsync(INVALID);
      const verified = jwtVerify(token, (header) => keyOf(header.kid, keys), {
        algorithms: [algorithm],
        issuer,
        audience,
        currentDate: clock.now(),
        requiredClaims: REQUIRED_CLAIMS,
      });
      return ResultAsync.fromPromise(verified, (error) => whyNot(error, token, issuer))
        .andThen(({ payload }) => claimsIn(payload))
        .andTee((claims) => known.set(token, claims));
    },

    jwks: () => ({ keys: keys.flatMap(({ publicJwk }) => publicJwk ?? []) }),
  };
}

const EXPIRED: TokenExpired = { kind: 'token-expired' };
const INVALID: TokenInvalid = { kind: 'token-invalid' };
const WRONG_CLAIMS: TokenInvalid = { kind: 'token-invalid', flaw: 'claims' };
const NO_PERMISSIONS: TokenInvalid = { kind: 'token-invalid', flaw: 'permissions' };

/** The signature is looked at before the time: a token that is expired was good. */
function whyNot(error: unknown, token: string, issuer: string): TokenExpired | TokenInvalid {
  if (error instanceof errors.JWTExpired) return EXPIRED;
  return error instanceof errors.JWTClaimValidationFailed || namesAnother(token, issuer) ? WRONG_CLAIMS : INVALID;
}

/** Whether a token says to be of another issuer, so that our keys can tell nothing about it. */
function namesAnother(token: string, issuer: string): boolean {
  try {
    const { iss } = decodeJwt(token);
    return iss !== undefined && iss !== issuer;
  } catch {
    return false;
  }
}

/**
 * Whether the signature is written in the one way that its bytes are encoded in. The last character carries bits that
 * mean nothing; a token is to be good in no form but the one it was signed in.
 */
function endsCanonically(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function keyOf(kid: string | undefined, keys: readonly ReadyKey[]): ReadyKey['verifying'] {
  const key = keys.length === 1 ? keys[0] : keys.find((each) => each.kid === kid || each.thumbprint === kid);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return key.verifying;
}

// What is signed is not for that reason in our form: another program may sign with the same key.
function claimsIn({
  sub,
  jti,
  iat,
  exp,
  permissions,
}: Partial<Record<string, unknown>>): Result<AccessTokenClaims, TokenInvalid> {
  const accountId = typeof sub === 'string' && ACCOUNT_ID.test(sub) ? Number(sub) : Number.NaN;
  if (!Number.isSafeInteger(accountId) || !isTokenId(jti) || !isSeconds(iat) || !isSeconds(exp)) return err(INVALID);
  if (!isList(permissions)) return err(NO_PERMISSIONS);
  return ok({ accountId, tokenId: jti, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000), permissions });
}

const ACCOUNT_ID = /^[1-9]\d{0,15}$/u;

/** Whether it can be kept among the revoked ones. */
function isTokenId(value: unknown): value is string {
  return isText(value) && value !== '' && value.length <= LONGEST_TOKEN_ID;
}

const LONGEST_TOKEN_ID = 255;

/** Whether it names a moment that a date can have. */
function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
