import assert from 'node:assert/strict';
import { refused, valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { TEXTS } from '../samples.ts';
import { openSubject } from '../subject.ts';

/**
 * What every `PasswordCipher` must do. Resolves `PORTS.passwordCipher`.
 *
 * @example
 * ```ts
 * passwordCipherContract({ describe, test, beforeAll, afterAll }, open);
 * ```
 */
export function passwordCipherContract(runner: TestRunner, open: Harness): void {
  const { describe, test } = runner;
  describe('contract of PasswordCipher', () => {
    const { ports } = openSubject(runner, open);
    const encrypt = (password: string) => valueOf(ports.passwordCipher.encrypt(password));
    const decrypt = (keyId: string, sealed: string) => ports.passwordCipher.decrypt({ keyId, sealed });

    test('gives back what it encrypted, with the name of its key', async () => {
      for (const password of [...TEXTS, 'x'.repeat(1024)]) {
        const { keyId, sealed } = await encrypt(password);
        assert.equal(keyId, ports.passwordCipher.keyId);
        assert.equal(await valueOf(decrypt(keyId, sealed)), password);
      }
    });

    test('shows nothing of it', async () => {
      const password = 'a password that is long enough to be recognised';
      const { sealed } = await encrypt(password);
      for (const form of [
        password,
        Buffer.from(password).toString('base64').slice(0, -4),
        Buffer.from(password).toString('hex'),
      ]) {
        assert.ok(!sealed.includes(form));
      }
    });

    test('encrypts the same differently each time', async () => {
      const all = await Promise.all(Array.from({ length: 50 }, () => encrypt('secret')));
      assert.equal(new Set(all.map(({ sealed }) => sealed)).size, all.length);
    });

    test('refuses what is not what it encrypted', async () => {
      const { keyId, sealed } = await encrypt('secret');
      const other = await encrypt('Secret');
      const spoilt = Array.from(
        sealed,
        (character, index) => `${sealed.slice(0, index)}${character === 'A' ? 'B' : 'A'}${sealed.slice(index + 1)}`,
      );
      // The last character of some encodings has bits that mean nothing.
      for (const text of [
        ...spoilt.slice(0, -3),
        '',
        'x',
        sealed.slice(0, -8),
        `${other.sealed.slice(0, 20)}${sealed.slice(20)}`,
      ]) {
        await refused(decrypt(keyId, text), 'password-unreadable');
      }
    });

    test('refuses keys that it does not know', async () => {
      const { sealed } = await encrypt('secret');
      for (const keyId of ['', 'lost', '__proto__', 'constructor']) {
        const refusal = await decrypt(keyId, sealed);
        assert.deepEqual(refusal.isErr() && refusal.error, { kind: 'password-unreadable', keyId });
      }
    });
  });
}
