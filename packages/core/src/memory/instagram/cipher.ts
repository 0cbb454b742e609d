import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { err, ok } from 'neverthrow';
import type { PasswordCipher } from '../../instagram/ports.ts';
import { settled } from '../database.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A cipher with a key that is gone with the process: AES-256-GCM.
 *
 * @param keyId - The key's name.
 *
 * @example
 * ```ts
 * createQuintet(memoryAdapters({ passwordCipher: memoryPasswordCipher() }));
 * ```
 */
export function memoryPasswordCipher(keyId = 'memory'): PasswordCipher {
  const key = randomBytes(32);
  const open = (sealed: string): string => {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString();
  };
  return {
    keyId,
    encrypt(password) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      const text = [nonce, cipher.update(password), cipher.final(), cipher.getAuthTag()];
      return settled(ok({ keyId, sealed: Buffer.concat(text).toString('base64') }));
    },
    decrypt(encrypted) {
      try {
        if (encrypted.keyId === keyId) return settled(ok(open(encrypted.sealed)));
      } catch {
        // Not what was encrypted.
      }
      return settled(err({ kind: 'password-unreadable', keyId: encrypted.keyId }));
    },
  };
}
