import { raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  isText,
  usernameKey,
  type Account,
  type AccountId,
  type AccountNotFound,
  type AccountRepository,
  type PasswordChangedMeanwhile,
  type Role,
  type Transaction,
  type Unavailable,
} from '@quintet/core';
import { err, errAsync, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Store } from '../database/store.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import { AccountRow } from './rows.ts';

const NOT_FOUND: AccountNotFound = { kind: 'account-not-found' };
const CHANGED_MEANWHILE: PasswordChangedMeanwhile = { kind: 'password-changed-meanwhile' };

/** What ends all tokens of an account but one. */
const NEXT_GENERATION = { generation: raw<number>('generation + 1') };

/** Which account to change, and what must be true of it for that. */
type Condition = {
  readonly id?: AccountId;
  readonly passwordHash?: string;
  readonly roles?: { readonly $contains: string[] };
  readonly $not?: Condition;
};

/** What to change about an account. */
type Changes = Parameters<ReturnType<typeof accountQuery>['update']>[0];

/**
 * Accounts in the database. Each change is one statement with its condition in it.
 *
 * @param revokedTokens - What this process knows of revoked tokens; told at once, as the other servers are by the
 * database.
 */
export function databaseAccounts(store: Store, revokedTokens: RevokedTokens): AccountRepository {
  /** Carries out a change, and gives the account as it is then; `undefined`: no account fits the condition. */
  const change = (
    condition: Condition,
    changes: Changes,
    transaction: Transaction | undefined,
  ): ResultAsync<Account | undefined, Unavailable> =>
    store
      .withEntityManager(async (em) => {
        const rows = await accountQuery(em)
          .update(changes)
          .where(condition)
          .returning('*')
          .execute<AccountRow[]>('all');
        return rows[0];
      }, transaction)
      .map((row) => {
        if (row === undefined) return undefined;
        const { id, generation, exemptToken } = row;
        store.whenCommitted(() => revokedTokens.raise(id, { generation, exemptToken }), transaction);
        return accountOf(row);
      });

  const findById = (id: AccountId, transaction?: Transaction): ResultAsync<Account, AccountNotFound | Unavailable> =>
    Number.isSafeInteger(id)
      ? store
          .withEntityManager((em) => em.findOne(AccountRow, { id }, { disableIdentityMap: true }), transaction)
          .andThen(found)
      : errAsync(NOT_FOUND);

  return {
    add: ({ username, displayName, passwordHash, roles, createdAt, updatedAt }, transaction) =>
      store
        .withEntityManager(async (em) => {
          const row = {
            username,
            usernameKey: usernameKey(username),
            displayName,
            passwordHash,
            roles: [...new Set(roles)],
            generation: 0,
            createdAt,
            updatedAt,
          };
          // A violated index would end the transaction that this is part of; so nothing is violated.
          const insert = accountQuery(em).insert(row).onConflict('usernameKey').ignore().returning('*');
          const rows = await insert.execute<AccountRow[]>('all');
          return rows[0];
        }, transaction)
        .andThen((row) => (row === undefined ? err({ kind: 'username-taken' as const }) : ok(accountOf(row)))),

    findByUsername: (username, transaction) =>
      isText(username)
        ? store
            .withEntityManager(
              (em) => em.findOne(AccountRow, { usernameKey: usernameKey(username) }, { disableIdentityMap: true }),
              transaction,
            )
            .andThen(found)
        : errAsync(NOT_FOUND),

    findById,

    changePassword: ({ accountId, expectedHash, passwordHash, updatedAt, revokeAllBut }, transaction) => {
      const revocation = revokeAllBut === undefined ? {} : { ...NEXT_GENERATION, exemptToken: revokeAllBut };
      return change(
        { id: accountId, passwordHash: expectedHash },
        { passwordHash, updatedAt, ...revocation },
        transaction,
      ).andThen((account) => (account === undefined ? err(CHANGED_MEANWHILE) : ok(account)));
    },

    setPassword: ({ accountId, passwordHash, updatedAt }, transaction) =>
      change(
        { id: accountId },
        { passwordHash, updatedAt, ...NEXT_GENERATION, exemptToken: null },
        transaction,
      ).andThen((account) => (account === undefined ? err(NOT_FOUND) : ok(account))),

    grantRole: ({ accountId, role, updatedAt }, transaction) =>
      change(
        { id: accountId, $not: { roles: { $contains: [role] } } },
        { roles: raw<string[]>('array_append(roles, ?)', [role]), updatedAt },
        transaction,
      ).andThen((account) => (account === undefined ? findById(accountId, transaction) : ok(account))),

    revokeRole: ({ accountId, role, updatedAt }, transaction) =>
      change(
        { id: accountId, roles: { $contains: [role] } },
        { roles: raw<string[]>('array_remove(roles, ?)', [role]), updatedAt, ...NEXT_GENERATION, exemptToken: null },
        transaction,
      ).andThen((account) => (account === undefined ? findById(accountId, transaction) : ok(account))),
  };
}

function accountQuery(entityManager: EntityManager) {
  return entityManager.createQueryBuilder(AccountRow);
}

function found(row: AccountRow | null): Result<Account, AccountNotFound> {
  return row === null ? err(NOT_FOUND) : ok(accountOf(row));
}

function accountOf(row: AccountRow): Account {
  const { id, username, displayName, passwordHash, roles, generation, createdAt, updatedAt } = row;
  // The table holds only what was a role when it was granted.
  return { id, username, displayName, passwordHash, roles: roles as Role[], generation, createdAt, updatedAt };
}
