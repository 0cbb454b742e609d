import { hash as argon2Hash } from '@node-rs/argon2';
import { passwordHasherContract } from '@quintet/core/contracts';
import { memoryAdapters } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argon2idHasher } from '../../src/identity/argon2id-hasher.ts';

describe('argon2id', () => {
  const hasher = argon2idHasher();

  passwordHasherContract(
    { describe, test, beforeAll, afterAll },
    async () => ({ resolve: memoryAdapters({ passwordHasher: hasher }), close: async () => {} }),
    { hashOutdated: (password) => argon2Hash(password, { memoryCost: 8192, timeCost: 2 }) },
  );

  test('has the parameters that OWASP recommends, and a salt of its own for each hash', async () => {
    const [one, other] = [await hasher.hash('password'), await hasher.hash('password')].map((hash) =>
      hash._unsafeUnwrap(),
    );
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u);
    expect(one).not.toBe(other);
  });

  test.each(['password', 'pässwörd', 'x'.repeat(1024), '\0', ' '])('knows a password again: %j', async (password) => {
    const hash = (await hasher.hash(password))._unsafeUnwrap();
    expect((await hasher.verify(password, hash))._unsafeUnwrap()).toEqual({ matches: true, outdated: false });
    const other = await hasher.verify(`${password}x`, hash);
    expect(other._unsafeUnwrap()).toEqual({ matches: false, outdated: false });
  });

  test.each([
    [{ memoryCost: 8192, timeCost: 2 }, true],
    [{ memoryCost: 19_456, timeCost: 1 }, true],
    [{ memoryCost: 19_456, timeCost: 3 }, false],
    [{ memoryCost: 32_768, timeCost: 2 }, false],
    [{ memoryCost: 19_456, timeCost: 2, algorithm: 1 }, true],
  ])('tells a hash of weaker parameters: %j', async (parameters, outdated) => {
    const hash = await argon2Hash('password', parameters);
    expect((await hasher.verify('password', hash))._unsafeUnwrap()).toEqual({ matches: true, outdated });
  });

  test.each(['', 'no hash', '$argon2id$v=19$m=19456,t=2,p=1$', '$2b$10$abcdefghijklmnopqrstuv'])(
    'takes what is no hash for nobody’s: %j',
    async (hash) => {
      expect((await hasher.verify('password', hash))._unsafeUnwrap().matches).toBe(false);
    },
  );

  test('does the work without a hash too, so that no time tells an unknown account', async () => {
    const verifying = hasher.verify('wrong', undefined);
    await Promise.resolve();
    expect(hasher.running).toBe(1);
    expect((await verifying)._unsafeUnwrap().matches).toBe(false);
  });
});

describe('the queue of hashes', () => {
  test('runs so many at once, and lets so many wait', async () => {
    const hasher = argon2idHasher({ concurrency: 1, queueLimit: 2 });
    const hashes = [1, 2, 3].map((number) => hasher.hash(`password ${number}`));
    await Promise.resolve();
    expect([hasher.running, hasher.waiting]).toEqual([1, 2]);
    const refused = [await hasher.hash('password'), await hasher.verify('password', undefined)];
    for (const result of refused)
      expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', retryAfter: 1 });
    for (const result of await Promise.all(hashes)) expect(result.isOk()).toBe(true);
    expect([hasher.running, hasher.waiting]).toEqual([0, 0]);
    expect((await hasher.hash('password')).isOk()).toBe(true);
  });

  test('goes on after a hash that is none', async () => {
    const hasher = argon2idHasher({ concurrency: 1 });
    await Promise.all(['a', 'b', 'c'].map((hash) => hasher.verify('password', hash)));
    expect([hasher.running, hasher.waiting]).toEqual([0, 0]);
  });

  test('leaves the event loop to others', async () => {
    const hasher = argon2idHasher({ concurrency: 2 });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 6 }, () => hasher.hash('password')));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
