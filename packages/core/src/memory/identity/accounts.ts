import { err, ok, type Result } from 'neverthrow';
import { usernameKey, type Account } from '../../identity/account.ts';
import type { AccountNotFound, AccountRepository } from '../../identity/ports.ts';
import type { AccountId } from '../../kernel/actor.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';
import type { StoredAccount, Tables } from '../tables.ts';

const NOT_FOUND: AccountNotFound = { kind: 'account-not-found' };

/**
 * Accounts in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const accounts = memoryAccounts(database);
 * ```
 */
export function memoryAccounts(database: MemoryDatabase): AccountRepository {
  return {
    add: (account, transaction) =>
      database.write(transaction, (tables) => {
        const key = usernameKey(account.username);
        if (tables.accountIds.get(key) !== undefined) return err({ kind: 'username-taken' as const });
        const stored: Account = {
          id: database.nextId('account'),
          username: account.username,
          displayName: account.displayName,
          passwordHash: account.passwordHash,
          roles: [...new Set(account.roles)],
          generation: 0,
          createdAt: account.createdAt,
          updatedAt: account.updatedAt,
        };
        tables.accountIds.set(key, stored.id);
        tables.accounts.set(stored.id, { account: stored, exemptToken: undefined });
        return ok(stored);
      }),

    findByUsername: (username, transaction) => {
      const tables = database.tables(transaction);
      const id = tables.accountIds.get(usernameKey(username));
      return settled(id === undefined ? err(NOT_FOUND) : find(tables, id).map(({ account }) => account));
    },

    findById: (id, transaction) => settled(find(database.tables(transaction), id).map(({ account }) => account)),

    changePassword: ({ accountId, expectedHash, passwordHash, updatedAt, revokeAllBut }, transaction) =>
      database.write(transaction, (tables) => {
        const stored = tables.accounts.get(accountId);
        if (stored?.account.passwordHash !== expectedHash) return err({ kind: 'password-changed-meanwhile' as const });
        return revokeAllBut === undefined
          ? put(tables, { ...stored, account: { ...stored.account, passwordHash, updatedAt } })
          : put(tables, revokeAll(stored, { passwordHash, updatedAt }, revokeAllBut));
      }),

    setPassword: ({ accountId, passwordHash, updatedAt }, transaction) =>
      database.write(transaction, (tables) =>
        find(tables, accountId).andThen((stored) => put(tables, revokeAll(stored, { passwordHash, updatedAt }))),
      ),

    grantRole: ({ accountId, role, updatedAt }, transaction) =>
      database.write(transaction, (tables) =>
        find(tables, accountId).andThen((stored) => {
          const { account } = stored;
          if (account.roles.includes(role)) return ok(account);
          return put(tables, { ...stored, account: { ...account, roles: [...account.roles, role], updatedAt } });
        }),
      ),

    revokeRole: ({ accountId, role, updatedAt }, transaction) =>
      database.write(transaction, (tables) =>
        find(tables, accountId).andThen((stored) => {
          const { account } = stored;
          if (!account.roles.includes(role)) return ok(account);
          return put(tables, revokeAll(stored, { roles: account.roles.filter((had) => had !== role), updatedAt }));
        }),
      ),
  };
}

function find(tables: Tables, id: AccountId): Result<StoredAccount, AccountNotFound> {
  return found(tables.accounts.get(id), NOT_FOUND);
}

function put(tables: Tables, stored: StoredAccount): Result<Account, never> {
  tables.accounts.set(stored.account.id, stored);
  return ok(stored.account);
}

function revokeAll({ account }: StoredAccount, changes: Partial<Account>, exemptToken?: string): StoredAccount {
  return { account: { ...account, ...changes, generation: account.generation + 1 }, exemptToken };
}
