import { createHash } from 'node:crypto';
import { errAsync, ok, okAsync } from 'neverthrow';
import type { FailedLogins, LoginKey, PasswordHasher } from '../../src/index.ts';
import { carelessly, now, type Fault } from './faults.ts';

export const FAILED_LOGINS_FAULTS: Readonly<Record<string, Fault>> = {
  'counts nothing': () => ({
    failedLogins: { check: () => okAsync(undefined), record: () => okAsync(undefined), purge: () => okAsync(0) },
  }),
  'looks at the limit, and then counts': ({ failedLogins }) => ({
    failedLogins: {
      ...failedLogins,
      record: (limits, at) =>
        failedLogins.check(limits, at).andThen(() =>
          now(undefined).andThen(() =>
            carelessly(
              () => undefined,
              () => {
                const boundless = limits.map(([key, { window }]) => [key, { failures: 1e9, window }] as const);
                void failedLogins.record(boundless, at);
                return ok(undefined);
              },
            ),
          ),
        ),
    },
  }),
  'counts key by key': ({ failedLogins }) => ({
    failedLogins: {
      ...failedLogins,
      record: (limits, at) =>
        limits.reduce(
          (done: ReturnType<FailedLogins['record']>, limit) => done.andThen(() => failedLogins.record([limit], at)),
          okAsync(undefined),
        ),
    },
  }),
  'has windows that do not slide': ({ failedLogins }) => {
    const windowOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);
    return {
      failedLogins: {
        ...failedLogins,
        check: (limits, at) => failedLogins.check(limits, windowOf(at)),
        record: (limits, at) => failedLogins.record(limits, windowOf(at)),
      },
    };
  },
  'keeps a failure for a moment too long': ({ failedLogins }) => ({
    failedLogins: {
      ...failedLogins,
      check: (limits, at) => failedLogins.check(limits, new Date(at.getTime() - 1)),
    },
  }),
  'starts the window anew with every attempt': ({ failedLogins }) => {
    const latest = new Map<LoginKey, number>();
    return {
      failedLogins: {
        ...failedLogins,
        record: (limits, at) => {
          for (const [key] of limits) latest.set(key, at.getTime());
          return failedLogins.record(limits, at);
        },
        check: (limits, at) => {
          const still = limits.filter(([key, { window }]) => (latest.get(key) ?? 0) > at.getTime() - window * 1000);
          const frozen = still.map(([key]) => latest.get(key) ?? 0);
          return still.length === 0 ? okAsync(undefined) : failedLogins.check(still, new Date(Math.max(...frozen)));
        },
      },
    };
  },
  'counts what it checks': ({ failedLogins }) => ({
    failedLogins: { ...failedLogins, check: (limits, at) => failedLogins.record(limits, at) },
  }),
  'looks at the first key only': ({ failedLogins }) => ({
    failedLogins: {
      ...failedLogins,
      check: (limits, at) => failedLogins.check(limits.slice(0, 1), at),
    },
  }),
  'knows keys in any case': ({ failedLogins }) => ({
    failedLogins: {
      ...failedLogins,
      check: (limits, at) =>
        failedLogins.check(
          limits.map(([key, limit]) => [key.toLowerCase(), limit]),
          at,
        ),
      record: (limits, at) =>
        failedLogins.record(
          limits.map(([key, limit]) => [key.toLowerCase(), limit]),
          at,
        ),
    },
  }),
  'never purges': ({ failedLogins }) => ({ failedLogins: { ...failedLogins, purge: () => okAsync(0) } }),
};

export const PASSWORD_HASHER_FAULTS: Readonly<Record<string, Fault>> = {
  'cuts passwords off after 72 bytes': ({ passwordHasher }) => ({
    passwordHasher: wrapped(passwordHasher, (password) => Buffer.from(password).subarray(0, 72).toString('latin1')),
  }),
  'cuts passwords off at a NUL': ({ passwordHasher }) => ({
    passwordHasher: wrapped(passwordHasher, (password) => password.split('\0')[0] ?? ''),
  }),
  'trims passwords': ({ passwordHasher }) => ({
    passwordHasher: wrapped(passwordHasher, (password) => password.trim()),
  }),
  'knows ASCII only': ({ passwordHasher }) => ({
    passwordHasher: wrapped(passwordHasher, (password) => password.replaceAll(/[^\0-\x7f]/gu, '?')),
  }),
  'has no salt': () => {
    const digest = (password: string): string => createHash('sha256').update(password).digest('hex');
    return {
      passwordHasher: {
        hash: (password) => okAsync(digest(password)),
        verify: (password, hash) => okAsync({ matches: digest(password) === hash, outdated: false }),
      },
    };
  },
  'is quick to say that there is no hash': ({ passwordHasher }) => ({
    passwordHasher: {
      ...passwordHasher,
      verify: (password, hash) =>
        hash === undefined ? okAsync({ matches: false, outdated: false }) : passwordHasher.verify(password, hash),
    },
  }),
  'fails at what is no hash': ({ passwordHasher }) => ({
    passwordHasher: {
      ...passwordHasher,
      verify: (password, hash) =>
        hash === undefined || hash.startsWith('$scrypt$ln')
          ? passwordHasher.verify(password, hash)
          : errAsync({ kind: 'unavailable', retryAfter: 1, cause: 'no hash' }),
    },
  }),
  'takes no hash for outdated': ({ passwordHasher }) => ({
    passwordHasher: {
      ...passwordHasher,
      verify: (password, hash) =>
        passwordHasher.verify(password, hash).map(({ matches }) => ({ matches, outdated: false })),
    },
  }),
  'takes every hash for outdated': ({ passwordHasher }) => ({
    passwordHasher: {
      ...passwordHasher,
      verify: (password, hash) =>
        passwordHasher.verify(password, hash).map(({ matches }) => ({ matches, outdated: true })),
    },
  }),
};

function wrapped(hasher: PasswordHasher, change: (password: string) => string): PasswordHasher {
  return {
    hash: (password) => hasher.hash(change(password)),
    verify: (password, hash) => hasher.verify(change(password), hash),
  };
}
