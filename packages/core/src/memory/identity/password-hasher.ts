import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { ResultAsync } from 'neverthrow';
import type { PasswordHasher } from '../../identity/ports.ts';
import { unavailable, type Unavailable } from '../../kernel/failure.ts';

/**
 * How much work a hash is.
 *
 * @example
 * ```ts
 * const parameters: ScryptParameters = { logCost: 15, blockSize: 8, parallelization: 3 };
 * ```
 */
export interface ScryptParameters {
  /** The base-2 logarithm of scrypt's cost N, from 1 to 20. */
  readonly logCost: number;
  /** scrypt's r. */
  readonly blockSize: number;
  /** scrypt's p. */
  readonly parallelization: number;
}

/**
 * What OWASP recommends for 32 MiB of memory.
 *
 * @example
 * ```ts
 * scryptPasswordHasher({ ...SCRYPT_DEFAULTS, parallelization: 1 });
 * ```
 */
export const SCRYPT_DEFAULTS: ScryptParameters = { logCost: 15, blockSize: 8, parallelization: 3 };

interface ScryptHash {
  readonly parameters: ScryptParameters;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const KEY_BYTES = 32;
const SALT_BYTES = 16;

// `$scrypt$ln=15,r=8,p=3$<salt>$<key>`, the two in base64
const HASH =
  /^\$scrypt\$ln=([1-9]|1\d|20),r=([1-9]|[12]\d|3[0-2]),p=([1-9]|1[0-6])\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=)$/;

/**
 * Hashes passwords with scrypt, which Node brings along, so that the core needs no native package.
 *
 * @param parameters - What shall differ from {@link SCRYPT_DEFAULTS}; tests take a low cost to be fast.
 *
 * @example
 * ```ts
 * const quintet = createQuintet(memoryAdapters({ passwordHasher: scryptPasswordHasher({ logCost: 4 }) }));
 * ```
 */
export function scryptPasswordHasher(parameters: Partial<ScryptParameters> = {}): PasswordHasher {
  const inForce: ScryptParameters = { ...SCRYPT_DEFAULTS, ...parameters };
  // Stands in for the hash that an unknown account lacks. No password is known to have it.
  const decoy: ScryptHash = { parameters: inForce, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) };

  return {
    hash: (password) => {
      const salt = randomBytes(SALT_BYTES);
      return derive(password, salt, inForce).map((key) => format({ parameters: inForce, salt, key }));
    },

    verify: (password, hash) => {
      const kept = hash === undefined ? undefined : parse(hash);
      const { parameters, salt, key } = kept ?? decoy;
      return derive(password, salt, parameters).map((derived) => ({
        matches: timingSafeEqual(derived, key) && kept !== undefined,
        outdated: kept !== undefined && workOf(kept.parameters) < workOf(inForce),
      }));
    },
  };
}

function derive(
  password: string,
  salt: Buffer,
  { logCost, blockSize, parallelization }: ScryptParameters,
): ResultAsync<Buffer, Unavailable> {
  const options = {
    N: 2 ** logCost,
    r: blockSize,
    p: parallelization,
    maxmem: 256 * blockSize * (2 ** logCost + parallelization),
  };
  // scrypt itself takes `a` and `a` followed by a NUL for the same password, and a long one for its own SHA-256.
  const digest = createHash('sha512').update(password).digest();
  const derived = new Promise<Buffer>((resolve, reject) => {
    scrypt(digest, salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
  return ResultAsync.fromPromise(derived, (cause) => unavailable(cause));
}

function workOf({ logCost, blockSize, parallelization }: ScryptParameters): number {
  return 2 ** logCost * blockSize * parallelization;
}

function format({ parameters: { logCost, blockSize, parallelization }, salt, key }: ScryptHash): string {
  const encoded = [salt, key].map((bytes) => bytes.toString('base64')).join('$');
  return `$scrypt$ln=${logCost},r=${blockSize},p=${parallelization}$${encoded}`;
}

function parse(hash: string): ScryptHash | undefined {
  const [, logCost, blockSize, parallelization, salt, key] = HASH.exec(hash) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  return {
    parameters: {
      logCost: Number(logCost),
      blockSize: Number(blockSize),
      parallelization: Number(parallelization),
    },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}
