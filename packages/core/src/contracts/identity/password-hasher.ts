import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PasswordHasher } from '../../identity/ports.ts';
import { valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

/**
 * What a password hasher declares.
 *
 * @example
 * ```ts
 * const weaker = scryptPasswordHasher({ logCost: 10 });
 * const capabilities: PasswordHasherCapabilities = {
 *   hashOutdated: async (password) => (await weaker.hash(password))._unsafeUnwrap(),
 * };
 * ```
 */
export interface PasswordHasherCapabilities {
  /**
   * Hashes a password with weaker parameters than those in force, as an earlier version did. Absent: the adapter has
   * never had others, and takes no hash for outdated.
   */
  readonly hashOutdated?: (password: string) => Promise<string>;
}

/**
 * What every `PasswordHasher` must do. Resolves `PORTS.passwordHasher`.
 *
 * @example
 * ```ts
 * passwordHasherContract({ describe, test, beforeAll, afterAll }, open, {});
 * ```
 */
export function passwordHasherContract(
  runner: TestRunner,
  open: Harness,
  { hashOutdated }: PasswordHasherCapabilities,
): void {
  const { describe, test } = runner;
  describe('contract of PasswordHasher', () => {
    const { ports } = openSubject(runner, open);
    const hash = (password: string): Promise<string> => valueOf(ports.passwordHasher.hash(password));
    const matches = async (password: string, kept: string | undefined): Promise<boolean> =>
      (await valueOf(ports.passwordHasher.verify(password, kept))).matches;

    for (const [what, password] of Object.entries(PASSWORDS)) {
      test(`knows ${what} by its hash`, async () => {
        const kept = await hash(password);
        const known = await valueOf(ports.passwordHasher.verify(password, kept));
        assert.deepEqual(known, { matches: true, outdated: false });
      });
    }

    test('takes no other password for it, however alike', async () => {
      const kept = await hash('Pässword 1');
      for (const other of [
        '',
        'Pässword',
        'Pässword 1 ',
        ' Pässword 1',
        'pässword 1',
        'Password 1',
        'Püssword 1',
        'P?ssword 1',
        'Pässword 1\0',
        kept,
      ]) {
        assert.equal(await matches(other, kept), false, JSON.stringify(other));
      }
    });

    test('looks at every byte of a long password, and beyond a NUL', async () => {
      const long = 'p'.repeat(1023);
      assert.equal(await matches(`${long}b`, await hash(`${long}a`)), false);
      assert.equal(await matches('before\0b', await hash('before\0a')), false);
    });

    test('hashes the same password differently each time', async () => {
      const [one, other] = [await hash('secret'), await hash('secret')];
      assert.notEqual(one, other);
      assert.deepEqual([await matches('secret', one), await matches('secret', other)], [true, true]);
    });

    test('gives text that tells nothing of the password, and that a storage keeps', async () => {
      const password = `Geheim-${randomUUID()}`;
      const kept = await hash(password);
      assert.match(kept, /^[!-~]{1,1000}$/);
      assert.ok(!kept.includes(password));
    });

    test('matches nothing with what is no hash', async () => {
      const kept = await hash('secret');
      const garbage = [
        '',
        ' ',
        'secret',
        '$',
        '$$$$$',
        '$argon2id$',
        '$scrypt$',
        '$2b$10$',
        kept.slice(0, -4),
        kept.slice(4),
        `${kept}$x`,
        kept.replaceAll(/\d/g, '9'),
        '\0',
        'é'.repeat(100),
        'x'.repeat(100_000),
      ];
      for (const text of garbage) {
        assert.equal(await matches('secret', text), false, JSON.stringify(text.slice(0, 100)));
        assert.equal(await matches('', text), false, JSON.stringify(text.slice(0, 100)));
      }
    });

    test('matches nothing without a hash', async () => {
      for (const password of ['secret', '', ...Object.values(PASSWORDS)]) {
        const known = await valueOf(ports.passwordHasher.verify(password, undefined));
        assert.deepEqual(known, { matches: false, outdated: false });
      }
    });

    test('takes as long without a hash as with one', async () => {
      const kept = await hash('secret');
      // The fastest of several, in turn, and of more as long as they differ: a busy machine makes one slower, never
      // faster.
      let [withHash, without] = [Infinity, Infinity];
      const differ = (): boolean => !(without > withHash / 2 && without < withHash * 2);
      for (let times = 0; times < 5 || (times < 50 && differ()); times += 1) {
        withHash = Math.min(withHash, await timeOf(ports.passwordHasher, kept));
        without = Math.min(without, await timeOf(ports.passwordHasher, undefined));
      }
      assert.ok(!differ(), `${without} ms without a hash, ${withHash} ms with one`);
    });

    test('checks many at once', async () => {
      const kept = await hash('secret');
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) => matches(index % 2 === 0 ? 'secret' : 'wrong', kept)),
      );
      assert.deepEqual(results, [true, false, true, false, true, false, true, false]);
    });

    if (hashOutdated === undefined) {
      test('takes no hash for outdated', async () => {
        const kept = await hash('secret');
        const results = [
          await valueOf(ports.passwordHasher.verify('secret', kept)),
          await valueOf(ports.passwordHasher.verify('wrong', kept)),
        ];
        assert.deepEqual(
          results.map(({ outdated }) => outdated),
          [false, false],
        );
      });
    } else {
      test('knows a password by a hash of weaker parameters, and says that it is outdated', async () => {
        const kept = await hashOutdated('secret');
        const known = await valueOf(ports.passwordHasher.verify('secret', kept));
        assert.deepEqual(known, { matches: true, outdated: true });
        assert.equal(await matches('wrong', kept), false);
      });
    }
  });
}

const PASSWORDS: Readonly<Record<string, string>> = {
  'a password of one character': 'x',
  'a password with blanks at its ends': '  correct horse  ',
  'a password beyond ASCII': 'Пароль-パスワード-🔑',
  'a password of 1,024 bytes': 'é'.repeat(512),
  'a password with a NUL': 'before\0after',
};

async function timeOf(hasher: PasswordHasher, kept: string | undefined): Promise<number> {
  const begin = performance.now();
  await hasher.verify('wrong', kept);
  return performance.now() - begin;
}
