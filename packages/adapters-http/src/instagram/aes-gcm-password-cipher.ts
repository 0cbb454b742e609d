import type { PasswordCipher, PasswordUnreadable, Unavailable } from '@quintet/core';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { KeyRing } from './key-ring.ts';

/** The keys of a cipher, which need not be at hand yet. */
export interface Keys {
  /** What the key that encrypts is called. */
  readonly currentId: string;
  /** Gives them when they are needed. */
  readonly ring: () => ResultAsync<KeyRing, Unavailable>;
}

/**
 * Encrypts passwords with AES-256-GCM.
 *
 * @example
 * ```ts
 * const ring = new KeyRing([{ id: '2026-11', key: randomBytes(32) }]);
 * const cipher = aesGcmPasswordCipher({ currentId: ring.currentId, ring: () => okAsync(ring) });
 * await cipher.encrypt('instapassword'); // Ok({ keyId: '2026-11', sealed: 'mB0f...' })
 * ```
 */
export function aesGcmPasswordCipher({ currentId, ring }: Keys): PasswordCipher {
  return {
    keyId: currentId,
    encrypt: (password) => ring().map((keys) => keys.seal(password)),
    decrypt: (encrypted) =>
      ring().andThen((keys): Result<string, PasswordUnreadable> => {
        const password = keys.open(encrypted);
        return password === undefined ? err({ kind: 'password-unreadable', keyId: encrypted.keyId }) : ok(password);
      }),
  };
}
