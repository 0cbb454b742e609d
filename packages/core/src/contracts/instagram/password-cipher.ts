import assert from 'node:assert/strict';
import { errorOf, refused, valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

const PASSWORDS = ['instapassword', '', ' ', 'pässword 🔑', 'x'.repeat(1024), '\0\n"\\'];

/**
 * What every `PasswordCipher` must do. Resolves `PORTS.passwordCipher`.
 *
 * @param openNext - The same with a new key, which still has the one of `open`; absent: keys can't be replaced.
 *
 * @example
 * ```ts
 * passwordCipherContract({ describe, test, beforeAll, afterAll }, openWith([old]), openWith([next, old]));
 * ```
 */
export function passwordCipherContract(runner: TestRunner, open: Harness, openNext?: Harness): void {
  const { describe, test } = runner;
  describe('contract of PasswordCipher', () => {
    const { ports } = openSubject(runner, open);

    test('gives back every password', async () => {
      for (const password of PASSWORDS) {
        const encrypted = await valueOf(ports.passwordCipher.encrypt(password));
        assert.equal(await valueOf(ports.passwordCipher.decrypt(encrypted)), password);
      }
    });

    test('names the key', async () => {
      const encrypted = await valueOf(ports.passwordCipher.encrypt('instapassword'));
      assert.equal(encrypted.keyId, ports.passwordCipher.keyId);
      assert.notEqual(encrypted.keyId, '');
    });

    test('never encrypts a password to the same twice', async () => {
      const one = await valueOf(ports.passwordCipher.encrypt('instapassword'));
      const other = await valueOf(ports.passwordCipher.encrypt('instapassword'));
      assert.notEqual(one.sealed, other.sealed);
    });

    test('shows nothing of a password', async () => {
      const { keyId, sealed } = await valueOf(ports.passwordCipher.encrypt('instapassword'));
      for (const encoding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
        const shown = Buffer.from('instapassword').toString(encoding).replace(/=+$/, '').slice(0, -1);
        assert.ok(!`${keyId} ${sealed}`.includes(shown), `it shows the password in ${encoding}`);
      }
    });

    test('reads nothing that it did not encrypt, or that was changed since', async () => {
      const { keyId, sealed } = await valueOf(ports.passwordCipher.encrypt('instapassword'));
      const { passwordCipher } = ports;
      for (const lost of ['', 'lost', '__proto__', 'constructor']) {
        const refusal = await errorOf(passwordCipher.decrypt({ keyId: lost, sealed }));
        assert.deepEqual(refusal, { kind: 'password-unreadable', keyId: lost });
      }
      for (let at = 0; at < sealed.length; at += 1) {
        // the last character before the padding of base64 may have bits that mean nothing
        if (/^.?=*$/.test(sealed.slice(at))) continue;
        const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
        await refused(passwordCipher.decrypt({ keyId, sealed: changed }), 'password-unreadable');
      }
      for (const cut of ['', sealed.slice(0, 8), sealed.slice(0, -4)]) {
        await refused(passwordCipher.decrypt({ keyId, sealed: cut }), 'password-unreadable');
      }
    });

    if (openNext !== undefined) {
      const next = openSubject(runner, openNext);

      test('reads with a key that was replaced, and encrypts with the new one', async () => {
        const encrypted = await valueOf(ports.passwordCipher.encrypt('instapassword'));
        assert.equal(await valueOf(next.ports.passwordCipher.decrypt(encrypted)), 'instapassword');
        const renewed = await valueOf(next.ports.passwordCipher.encrypt('instapassword'));
        assert.notEqual(renewed.keyId, encrypted.keyId);
        await refused(ports.passwordCipher.decrypt(renewed), 'password-unreadable');
      });
    }
  });
}
