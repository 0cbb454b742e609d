import { randomBytes } from 'node:crypto';
import { unavailable } from '@quintet/core';
import { passwordCipherContract, type Harness } from '@quintet/core/contracts';
import { memoryAdapters } from '@quintet/core/memory';
import { errAsync, okAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aesGcmPasswordCipher } from '../../src/instagram/aes-gcm-password-cipher.ts';
import { KeyRing, type EncryptionKey } from '../../src/instagram/key-ring.ts';

const OLD: EncryptionKey = { id: 'old', key: randomBytes(32) };
const NEW: EncryptionKey = { id: 'new', key: randomBytes(32) };

function openWith(...keys: readonly [EncryptionKey, ...EncryptionKey[]]): Harness {
  const ring = new KeyRing(keys);
  const passwordCipher = aesGcmPasswordCipher({ currentId: ring.currentId, ring: () => okAsync(ring) });
  return async (clock) => ({ resolve: memoryAdapters({ clock, passwordCipher }), close: async () => {} });
}

passwordCipherContract({ describe, test, beforeAll, afterAll }, openWith(OLD), openWith(NEW, OLD));

test('says that it is not available while its keys are not', async () => {
  const cipher = aesGcmPasswordCipher({ currentId: 'kept', ring: () => errAsync(unavailable(new Error('no key'))) });
  expect((await cipher.encrypt('x'))._unsafeUnwrapErr().kind).toBe('unavailable');
  expect((await cipher.decrypt({ keyId: 'kept', sealed: '' }))._unsafeUnwrapErr().kind).toBe('unavailable');
});
