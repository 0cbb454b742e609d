import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import {
  parsePassword,
  parseUsername,
  type Account,
  type PasswordMalformed,
  type UsernameMalformed,
} from '../account.ts';
import type { AccountNotFound, LoginLimited } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import { issueToken, type SignedIn } from './issue-token.ts';
import { loginLimits } from './login-limits.ts';

/**
 * Who says to be whom, and from where.
 *
 * @example
 * ```ts
 * const credentials: Credentials = { username: 'ann', password: 'secret', clientAddress: '203.0.113.9' };
 * ```
 */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** The client's network address; failures are counted for it too. */
  readonly clientAddress?: string;
}

/**
 * The account is there and the password is not its own.
 *
 * @example
 * ```ts
 * const refused: WrongPassword = { kind: 'wrong-password' };
 * ```
 */
export interface WrongPassword {
  readonly kind: 'wrong-password';
}

/**
 * Why nobody was logged in. Whether to tell an unknown account from a wrong password is for each API to decide.
 *
 * @example
 * ```ts
 * const isLocked = ({ kind }: LogInError) => kind === 'login-limited';
 * ```
 */
export type LogInError =
  | UsernameMalformed
  | PasswordMalformed
  | AccountNotFound
  | WrongPassword
  | LoginLimited
  | Unavailable;

/**
 * Logs an account in. Failures are counted; beyond the limit a right password is refused too. An unknown account
 * takes as long as a wrong password.
 *
 * @example
 * ```ts
 * const signedIn = await identity.logIn({ username: 'ann', password: 'secret', clientAddress: '203.0.113.9' });
 * signedIn.map(({ token }) => token);
 * ```
 */
export type LogIn = (credentials: Credentials) => ResultAsync<SignedIn, LogInError>;

export function logIn(ports: IdentityPorts, settings: IdentitySettings): LogIn {
  return ({ username, password, clientAddress }) =>
    parseUsername(username)
      .andThen((username) => parsePassword(password).map((password) => ({ username, password })))
      .asyncAndThen(({ username, password }) =>
        checkPassword(ports, settings, username, password, clientAddress).andThen((account) =>
          issueToken(ports, settings, account),
        ),
      );
}

/**
 * Finds the account that the name and password belong to. The limits are looked at before the password, to spare the
 * work, and after it, so that of many attempts at once no more than the limit learn anything.
 */
function checkPassword(
  ports: IdentityPorts,
  settings: IdentitySettings,
  username: string,
  password: string,
  clientAddress: string | undefined,
): ResultAsync<Account, AccountNotFound | WrongPassword | LoginLimited | Unavailable> {
  const { clock, accounts, passwordHasher, failedLogins } = ports;
  const limits = loginLimits(settings, username, clientAddress);
  const find = (): ResultAsync<Account | undefined, Unavailable> =>
    accounts
      .findByUsername(username)
      .map((account): Account | undefined => account)
      .orElse((error) => (error.kind === 'account-not-found' ? okAsync(undefined) : errAsync(error)));

  return failedLogins
    .check(limits, clock.now())
    .andThen(find)
    .andThen((account) =>
      passwordHasher.verify(password, account?.passwordHash).andThen(({ matches, outdated }) => {
        if (account !== undefined && matches) {
          return failedLogins
            .check(limits, clock.now())
            .andThen(() => (outdated ? renewHash(ports, account, password) : okAsync(account)));
        }
        const failure = account === undefined ? ('account-not-found' as const) : ('wrong-password' as const);
        return failedLogins.record(limits, clock.now()).andThen(() => errAsync({ kind: failure }));
      }),
    );
}

/** Stores a hash with the parameters now in force. Someone who changed the password meanwhile goes first. */
function renewHash(
  { clock, accounts, passwordHasher }: IdentityPorts,
  account: Account,
  password: string,
): ResultAsync<Account, Unavailable> {
  return passwordHasher
    .hash(password)
    .andThen((passwordHash) =>
      accounts.changePassword({
        accountId: account.id,
        expectedHash: account.passwordHash,
        passwordHash,
        updatedAt: clock.now(),
      }),
    )
    .orElse((error) => (error.kind === 'password-changed-meanwhile' ? okAsync(account) : errAsync(error)));
}
