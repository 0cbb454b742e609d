import { err, ok, okAsync } from 'neverthrow';
import { generationOf, type Account } from '../../src/index.ts';
import type { StoredAccount } from '../../src/memory/tables.ts';
import { carelessly, type Fault } from './faults.ts';

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
