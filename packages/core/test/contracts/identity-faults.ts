import { createHash } from 'node:crypto';
import { err, errAsync, ok, okAsync } from 'neverthrow';
import { generationOf, type Account, type FailedLogins, type LoginKey, type PasswordHasher } from '../../src/index.ts';
import type { StoredAccount } from '../../src/memory/tables.ts';
import { carelessly, now, type Fault } from './faults.ts';

const TAKEN = { kind: 'username-taken' } as const;
const CHANGED = { kind: 'password-changed-meanwhile' } as const;

export const ACCOUNTS_FAULTS: Readonly<Record<string, Fault>> = {
  'looks whether a username is taken, and then adds': ({ accounts }, database) => ({
    accounts: {
      ...accounts,
      add: (wanted) =>
        carelessly(
          () => database.committed.accountIds.has(wanted.username.toLowerCase()),
          (taken) => {
            if (taken) return err(TAKEN);
            const account: Account = { ...wanted, id: database.nextId('account'), generation: 0 };
            database.committed.accountIds.set(wanted.username.toLowerCase(), account.id);
            database.committed.accounts.set(account.id, { account, exemptToken: undefined });
            return ok(account);
          },
        ),
    },
  }),
  'knows case in ASCII only': ({ accounts }) => {
    const key = (username: string): string =>
      username.replaceAll(/[^\0-\x7f]/gu, (letter) => `(${letter.codePointAt(0)})`);
    return {
      accounts: {
        ...accounts,
        add: (account) =>
          accounts
            .add({ ...account, username: key(account.username) })
            .map((added) => ({ ...added, username: account.username })),
        findByUsername: (username) => accounts.findByUsername(key(username)).map((found) => ({ ...found, username })),
      },
    };
  },
  'keeps usernames in lower case': ({ accounts }) => ({
    accounts: {
      ...accounts,
      add: (account, transaction) =>
        accounts.add({ ...account, username: account.username.toLowerCase() }, transaction),
    },
  }),
  'keeps dates to the second': ({ accounts }) => ({
    accounts: {
      ...accounts,
      add: (account) =>
        accounts.add({
          ...account,
          createdAt: new Date(Math.floor(account.createdAt.getTime() / 1000) * 1000),
        }),
    },
  }),
  'looks at the old hash, and then writes the new one': ({ accounts }, database) => ({
    accounts: {
      ...accounts,
      changePassword: ({ accountId, expectedHash, passwordHash, updatedAt, revokeAllBut }) =>
        carelessly(
          () => database.committed.accounts.get(accountId)?.account,
          (account) => {
            if (account?.passwordHash !== expectedHash) return err(CHANGED);
            const generation = account.generation + (revokeAllBut === undefined ? 0 : 1);
            const changed: StoredAccount = {
              account: { ...account, passwordHash, updatedAt, generation },
              exemptToken: revokeAllBut,
            };
            database.committed.accounts.set(accountId, changed);
            return ok(changed.account);
          },
        ),
    },
  }),
  'takes any old hash': ({ accounts }) => ({
    accounts: {
      ...accounts,
      changePassword: (change) => accounts.setPassword(change).mapErr(() => CHANGED),
    },
  }),
  'reads the roles, and writes them with one more': ({ accounts }, database) => ({
    accounts: {
      ...accounts,
      grantRole: ({ accountId, role, updatedAt }) =>
        carelessly(
          () => database.committed.accounts.get(accountId),
          (stored) => {
            if (stored === undefined) return err({ kind: 'account-not-found' as const });
            if (stored.account.roles.includes(role)) return ok(stored.account);
            const account: Account = { ...stored.account, roles: [...stored.account.roles, role], updatedAt };
            database.committed.accounts.set(accountId, { ...stored, account });
            return ok(account);
          },
        ),
    },
  }),
  'revokes tokens with a role that is not there': ({ accounts }) => ({
    accounts: {
      ...accounts,
      revokeRole: (grant, transaction) =>
        accounts
          .findById(grant.accountId, transaction)
          .andThen(({ passwordHash }) => accounts.setPassword({ ...grant, passwordHash }, transaction))
          .andThen(() => accounts.revokeRole(grant, transaction)),
    },
  }),
  'finds numbers modulo 2^32': ({ accounts }) => ({
    accounts: { ...accounts, findById: (id) => accounts.findById(id >>> 0) },
  }),
};

export const REVOCATION_FAULTS: Readonly<Record<string, Fault>> = {
  forgets: ({ revocationList }) => ({
    revocationList: { ...revocationList, isRevoked: () => okAsync(false) },
  }),
  'knows no generations': ({ revocationList }, database) => ({
    revocationList: {
      ...revocationList,
      isRevoked: ({ tokenId }) => okAsync(database.committed.revokedTokens.has(tokenId)),
    },
  }),
  'knows no exempt token': ({ revocationList }, database) => ({
    revocationList: {
      ...revocationList,
      isRevoked: (token) => {
        const generation = database.committed.accounts.get(token.accountId)?.account.generation ?? 0;
        return revocationList.isRevoked(token).map((revoked) => revoked || generationOf(token.tokenId) < generation);
      },
    },
  }),
  'keeps every token exempt that once was': ({ accounts, revocationList }) => {
    const exempt = new Set<string>();
    return {
      accounts: {
        ...accounts,
        changePassword: (change) => {
          if (change.revokeAllBut !== undefined) exempt.add(change.revokeAllBut);
          return accounts.changePassword(change);
        },
      },
      revocationList: {
        ...revocationList,
        isRevoked: (token) => (exempt.has(token.tokenId) ? okAsync(false) : revocationList.isRevoked(token)),
      },
    };
  },
  'takes the exempt token for good whatever was done to it': ({ revocationList }, database) => ({
    revocationList: {
      ...revocationList,
      isRevoked: (token) =>
        database.committed.accounts.get(token.accountId)?.exemptToken === token.tokenId
          ? okAsync(false)
          : revocationList.isRevoked(token),
    },
  }),
  'compares generations as text': ({ revocationList }, database) => ({
    revocationList: {
      ...revocationList,
      isRevoked: (token) => {
        const stored = database.committed.accounts.get(token.accountId);
        const older = (token.tokenId.split('.')[0] ?? '') < String(stored?.account.generation ?? 0);
        const revoked = database.committed.revokedTokens.has(token.tokenId);
        return okAsync(revoked || (older && stored?.exemptToken !== token.tokenId));
      },
    },
  }),
  'revokes when a hash is renewed': ({ accounts }) => ({
    accounts: {
      ...accounts,
      changePassword: (change) => accounts.changePassword({ ...change, revokeAllBut: change.revokeAllBut ?? '' }),
    },
  }),
  'purges too much': ({ revocationList }, database) => ({
    revocationList: {
      ...revocationList,
      purge: () => {
        const { revokedTokens } = database.committed;
        const { size } = revokedTokens;
        revokedTokens.clear();
        return okAsync(size);
      },
    },
  }),
  'purges what expires at the moment': ({ revocationList }) => ({
    revocationList: {
      ...revocationList,
      purge: (before) => revocationList.purge(new Date(before.getTime() + 1)),
    },
  }),
  'never purges': ({ revocationList }) => ({ revocationList: { ...revocationList, purge: () => okAsync(0) } }),
};

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

export const ACCESS_TOKENS_FAULTS: Readonly<Record<string, Fault>> = {
  'trims tokens': ({ accessTokens }) => ({
    accessTokens: { ...accessTokens, verify: (token) => accessTokens.verify(token.trim()) },
  }),
  'looks at the beginning of a token only': ({ accessTokens }) => ({
    accessTokens: {
      sign: (claims) => accessTokens.sign(claims).map((token) => `${token}.${token.slice(0, 6)}`),
      verify: (token) => accessTokens.verify(token.split('.')[0] ?? ''),
    },
  }),
  'accepts a token at the moment of its expiry': ({ accessTokens }) => ({
    accessTokens: {
      sign: (claims) => accessTokens.sign({ ...claims, expiresAt: new Date(claims.expiresAt.getTime() + 1) }),
      verify: (token) =>
        accessTokens
          .verify(token)
          .map((claims) => ({ ...claims, expiresAt: new Date(claims.expiresAt.getTime() - 1) })),
    },
  }),
  'never expires a token': ({ accessTokens }) => ({
    accessTokens: {
      ...accessTokens,
      sign: (claims) => accessTokens.sign({ ...claims, expiresAt: new Date('2100-01-01T00:00:00Z') }),
      verify: (token) =>
        accessTokens
          .verify(token)
          .map((claims) => ({ ...claims, expiresAt: new Date(claims.issuedAt.getTime() + 3_600_000) })),
    },
  }),
  'takes an expired token for invalid': ({ accessTokens }) => ({
    accessTokens: { ...accessTokens, verify: (token) => accessTokens.verify(token).mapErr(() => INVALID) },
  }),
  'loses permissions': ({ accessTokens }) => ({
    accessTokens: { ...accessTokens, sign: (claims) => accessTokens.sign({ ...claims, permissions: [] }) },
  }),
};

const INVALID = { kind: 'token-invalid' } as const;

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
