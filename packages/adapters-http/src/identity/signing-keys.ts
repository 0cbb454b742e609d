import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

/** A secret, or a key pair, that access tokens are signed with. */
export type SigningKey =
  | {
      /** What tokens call the key. Absent: a name is made from the key itself. */
      readonly kid?: string;
      /** For HS256; 32 bytes and more. */
      readonly secret: string;
    }
  | {
      readonly kid?: string;
      /** In PEM: Ed25519 for EdDSA, RSA for RS256. Keys that only check, those after the first, may be public. */
      readonly pem: string;
    };

/** The algorithms that there are; a set of keys has one of them. */
export type SigningAlgorithm = 'HS256' | 'EdDSA' | 'RS256';

/** A public key in JSON, as `/.well-known/jwks.json` tells it. */
export interface PublicJwk extends JsonWebKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly use: 'sig';
}

/** A key that is ready to be used. */
export interface ReadyKey {
  readonly kid: string;
  /** What tokens called the key while it had no name of its own. */
  readonly thumbprint: string;
  readonly algorithm: SigningAlgorithm;
  readonly verifying: KeyObject;
  /** Absent where only the public half is known. */
  readonly signing?: KeyObject;
  /** Absent where the key is a secret. */
  readonly publicJwk?: PublicJwk;
}

/**
 * Reads a key.
 *
 * @throws TypeError when it is neither Ed25519 nor RSA of 2048 bits or more; Node's own error when it is no PEM.
 */
export function readKey(key: SigningKey): ReadyKey {
  if ('secret' in key) {
    const secret = createSecretKey(key.secret, 'utf8');
    const thumbprint = thumbprintOf({ k: secret.export().toString('base64url'), kty: 'oct' });
    return { kid: key.kid ?? thumbprint, thumbprint, algorithm: 'HS256', verifying: secret, signing: secret };
  }
  const signing = key.pem.includes('PRIVATE KEY-----') ? createPrivateKey(key.pem) : undefined;
  const verifying = createPublicKey(key.pem);
  const algorithm = algorithmOf(verifying);
  const jwk = verifying.export({ format: 'jwk' });
  const thumbprint = thumbprintOf(jwk);
  const kid = key.kid ?? thumbprint;
  return {
    kid,
    thumbprint,
    algorithm,
    verifying,
    ...(signing === undefined ? {} : { signing }),
    publicJwk: { ...jwk, kid, alg: algorithm, use: 'sig' },
  };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningAlgorithm {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return 'RS256';
  throw new TypeError('access tokens are signed with Ed25519 or with RSA of 2048 bits or more');
}

/** RFC 7638: the members that make the key what it is, by name. */
function thumbprintOf({ crv, e, k, kty, n, x }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, e, k, kty, n, x })).digest('base64url');
}
