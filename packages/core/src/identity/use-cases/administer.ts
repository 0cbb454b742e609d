import { errAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { parsePassword, parseUsername, type Account, type PasswordMalformed } from '../account.ts';
import type { AccountNotFound, AccountRepository } from '../ports.ts';
import { isRole, type Role } from '../role.ts';
import type { IdentityPorts } from '../settings.ts';

/**
 * There is no such role.
 *
 * @example
 * ```ts
 * const refused: RoleUnknown = { kind: 'role-unknown' };
 * ```
 */
export interface RoleUnknown {
  readonly kind: 'role-unknown';
}

/**
 * Which account a role is granted to or taken from.
 *
 * @example
 * ```ts
 * const grant: RoleOfAccount = { username: 'ann@example.com', role: 'organizer' };
 * ```
 */
export interface RoleOfAccount {
  readonly username: string;
  readonly role: Role;
}

/**
 * Why a role was neither granted nor revoked.
 *
 * @example
 * ```ts
 * const isTyped = ({ kind }: ChangeRoleError) => kind === 'role-unknown' || kind === 'account-not-found';
 * ```
 */
export type ChangeRoleError = RoleUnknown | AccountNotFound | Unavailable;

/**
 * For whoever runs the system: an account gets a role, from its next token on.
 *
 * @example
 * ```ts
 * await identity.grantRole({ username: 'ann@example.com', role: 'organizer' });
 * ```
 */
export type GrantRole = (grant: RoleOfAccount) => ResultAsync<Account, ChangeRoleError>;

/**
 * For whoever runs the system: an account loses a role, and at once every token that it has.
 *
 * @example
 * ```ts
 * await identity.revokeRole({ username: 'ann@example.com', role: 'organizer' });
 * ```
 */
export type RevokeRole = (grant: RoleOfAccount) => ResultAsync<Account, ChangeRoleError>;

/**
 * For whoever runs the system: an account gets a new password, and loses every token that it has.
 *
 * @example
 * ```ts
 * await identity.setPassword({ username: 'ann@example.com', password: 'correct horse' });
 * ```
 */
export type SetPassword = (input: {
  readonly username: string;
  readonly password: string;
}) => ResultAsync<Account, PasswordMalformed | AccountNotFound | Unavailable>;

export function grantRole({ clock, accounts }: IdentityPorts): GrantRole {
  return ({ username, role }) =>
    isRole(role)
      ? findAccount(accounts, username).andThen(({ id }) =>
          accounts.grantRole({ accountId: id, role, updatedAt: clock.now() }),
        )
      : errAsync({ kind: 'role-unknown' });
}

export function revokeRole({ clock, accounts }: IdentityPorts): RevokeRole {
  return ({ username, role }) =>
    isRole(role)
      ? findAccount(accounts, username).andThen(({ id }) =>
          accounts.revokeRole({ accountId: id, role, updatedAt: clock.now() }),
        )
      : errAsync({ kind: 'role-unknown' });
}

export function setPassword({ clock, accounts, passwordHasher }: IdentityPorts): SetPassword {
  return ({ username, password }) =>
    parsePassword(password).asyncAndThen((password) =>
      findAccount(accounts, username).andThen(({ id }) =>
        passwordHasher
          .hash(password)
          .andThen((passwordHash) => accounts.setPassword({ accountId: id, passwordHash, updatedAt: clock.now() })),
      ),
    );
}

/** What is no username is no account's. */
function findAccount(
  accounts: AccountRepository,
  username: string,
): ResultAsync<Account, AccountNotFound | Unavailable> {
  return parseUsername(username)
    .mapErr((): AccountNotFound => ({ kind: 'account-not-found' }))
    .asyncAndThen((username) => accounts.findByUsername(username));
}
