import type { ResultAsync } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { AccessTokenClaims, TokenExpired, TokenInvalid } from './access-token.ts';
import type { Account, NewAccount } from './account.ts';
import type { Role } from './role.ts';

/**
 * Another account has this username, in whatever case.
 *
 * @example
 * ```ts
 * await identity.register({ username: 'ANN', password: 'secret' }); // Err({ kind: 'username-taken' }): Ann has it
 * ```
 */
export interface UsernameTaken {
  readonly kind: 'username-taken';
}

/**
 * There is no such account.
 *
 * @example
 * ```ts
 * await accounts.findByUsername('nobody'); // Err({ kind: 'account-not-found' })
 * ```
 */
export interface AccountNotFound {
  readonly kind: 'account-not-found';
}

/**
 * The account's password is no longer the one that the change was based on.
 *
 * @example
 * ```ts
 * await accounts.changePassword({ ...change, expectedHash: 'an old one' });
 * // Err({ kind: 'password-changed-meanwhile' })
 * ```
 */
export interface PasswordChangedMeanwhile {
  readonly kind: 'password-changed-meanwhile';
}

/**
 * A new password, and the tokens that it ends.
 *
 * @example
 * ```ts
 * const change: PasswordChange = {
 *   accountId: account.id,
 *   expectedHash: account.passwordHash,
 *   passwordHash,
 *   updatedAt: clock.now(),
 *   revokeAllBut: actor.token.id,
 * };
 * ```
 */
export interface PasswordChange {
  readonly accountId: AccountId;
  /** The hash that the old password was checked against; the change is refused when it is no longer in force. */
  readonly expectedHash: string;
  readonly passwordHash: string;
  readonly updatedAt: Date;
  /** Revoke all tokens of the account but this one. Absent: revoke none (a hash is renewed, the password stays). */
  readonly revokeAllBut?: string;
}

/**
 * Where accounts are kept.
 *
 * @example
 * ```ts
 * const accounts: AccountRepository = memoryAccounts(new MemoryDatabase());
 * await accounts.grantRole({ accountId: 7, role: 'organizer', updatedAt: clock.now() });
 * ```
 */
export interface AccountRepository {
  /** Stores an account under a new number, in generation 0. The username is unique by its `usernameKey`. */
  add(account: NewAccount, transaction?: Transaction): ResultAsync<Account, UsernameTaken | Unavailable>;

  /** Finds an account by its username, in any case. */
  findByUsername(username: string, transaction?: Transaction): ResultAsync<Account, AccountNotFound | Unavailable>;

  findById(id: AccountId, transaction?: Transaction): ResultAsync<Account, AccountNotFound | Unavailable>;

  /**
   * Stores a new hash on the condition that the expected one is still in force. With `revokeAllBut`, the account's
   * generation rises by one in the same change, the token named becomes the only exempt one (see
   * {@link RevocationList}), and every {@link RevocationList} on the same storage learns of it. An account that is not
   * there has no password to change: `password-changed-meanwhile`.
   */
  changePassword(
    change: PasswordChange,
    transaction?: Transaction,
  ): ResultAsync<Account, PasswordChangedMeanwhile | Unavailable>;

  /** Sets a password whatever the old one was, and revokes all tokens of the account. */
  setPassword(
    change: Pick<PasswordChange, 'accountId' | 'passwordHash' | 'updatedAt'>,
    transaction?: Transaction,
  ): ResultAsync<Account, AccountNotFound | Unavailable>;

  /** Adds a role; an account that has it stays as it is. The role is in the tokens made from then on. */
  grantRole(
    grant: { readonly accountId: AccountId; readonly role: Role; readonly updatedAt: Date },
    transaction?: Transaction,
  ): ResultAsync<Account, AccountNotFound | Unavailable>;

  /** Takes a role away, and revokes all tokens of the account; one that lacks it stays as it is, with its tokens. */
  revokeRole(
    grant: { readonly accountId: AccountId; readonly role: Role; readonly updatedAt: Date },
    transaction?: Transaction,
  ): ResultAsync<Account, AccountNotFound | Unavailable>;
}

/**
 * Makes and checks what is kept instead of a password.
 *
 * @example
 * ```ts
 * const hash = (await hasher.hash('secret'))._unsafeUnwrap();
 * await hasher.verify('secret', hash); // Ok({ matches: true, outdated: false })
 * await hasher.verify('secret', undefined); // Ok({ matches: false, outdated: false })
 * ```
 */
export interface PasswordHasher {
  /** A salted hash, with its parameters in it. */
  hash(password: string): ResultAsync<string, Unavailable>;

  /**
   * Whether the password is the hash's, and whether the hash was made with weaker parameters than are now in force.
   * Without a hash (no such account) it takes the time that it would take with one, and answers `matches: false`;
   * what is no hash that the adapter knows matches nothing.
   */
  verify(
    password: string,
    hash: string | undefined,
  ): ResultAsync<{ readonly matches: boolean; readonly outdated: boolean }, Unavailable>;
}

/**
 * Makes and checks signed access tokens.
 *
 * @example
 * ```ts
 * const token = (await accessTokens.sign(claims))._unsafeUnwrap();
 * await accessTokens.verify(token); // Ok(claims)
 * await accessTokens.verify(`${token}x`); // Err({ kind: 'token-invalid' })
 * ```
 */
export interface AccessTokens {
  sign(claims: AccessTokenClaims): ResultAsync<string, Unavailable>;

  /**
   * Checks form, signature, issuer, audience and expiry, not revocation. A token has expired from the moment
   * `expiresAt` on, by the clock of the port.
   */
  verify(token: string): ResultAsync<AccessTokenClaims, TokenExpired | TokenInvalid | Unavailable>;
}

/**
 * A token, as far as revocation is concerned.
 *
 * @example
 * ```ts
 * const token: RevocableToken = { accountId: 7, tokenId: '0.k9dQ0T', expiresAt };
 * ```
 */
export type RevocableToken = Pick<AccessTokenClaims, 'accountId' | 'tokenId' | 'expiresAt'>;

/**
 * Which tokens no longer count: those revoked one by one, and those of an account's earlier generations but for
 * the one exempt. What was revoked here is known at once; what was revoked on another server that shares the storage,
 * within one second.
 *
 * @example
 * ```ts
 * await revocationList.revoke(token);
 * await revocationList.isRevoked(token); // Ok(true)
 * ```
 */
export interface RevocationList {
  /** Revokes one token until it expires. Revoking it twice is the same as once. */
  revoke(token: RevocableToken, transaction?: Transaction): ResultAsync<void, Unavailable>;

  isRevoked(token: RevocableToken): ResultAsync<boolean, Unavailable>;

  /** Forgets tokens that expired before the moment, and tells how many. */
  purge(expiredBefore: Date): ResultAsync<number, Unavailable>;
}

/**
 * Who tries to log in, as far as failures are counted: `account:ann@example.com`, `address:203.0.113.9`.
 *
 * @example
 * ```ts
 * const keys: LoginKey[] = [`account:${usernameKey(username)}`, `address:${clientAddress}`];
 * ```
 */
export type LoginKey = string;

/**
 * At most so many failures in any window of so many seconds; a failure leaves the window that many seconds later.
 *
 * @example
 * ```ts
 * const tenInFifteenMinutes: LoginLimit = { failures: 10, window: 900 };
 * ```
 */
export interface LoginLimit {
  readonly failures: number;
  /** Seconds. */
  readonly window: number;
}

/**
 * Too many failures within the window.
 *
 * @example
 * ```ts
 * const refused: LoginLimited = { kind: 'login-limited', retryAfter: 900 };
 * ```
 */
export interface LoginLimited {
  readonly kind: 'login-limited';
  /** Whole seconds, at least 1, until enough failures have left the window; of several keys, the longest. */
  readonly retryAfter: number;
}

/**
 * Counts failed logins in sliding windows, for all servers that share the storage.
 * A key's failures are the moments handed to {@link FailedLogins.record} that were not refused.
 *
 * @example
 * ```ts
 * const limits = [['account:ann@example.com', { failures: 10, window: 900 }]] as const;
 * await failedLogins.record(limits, clock.now());
 * await failedLogins.check(limits, clock.now()); // Ok(undefined): nine more are allowed
 * ```
 */
export interface FailedLogins {
  /** Refuses when any of the keys has reached its limit at the moment. Counts nothing. */
  check(limits: readonly (readonly [LoginKey, LoginLimit])[], now: Date): ResultAsync<void, LoginLimited | Unavailable>;

  /**
   * Counts a failure for each key, in one change; refuses, and counts nothing for any, when a key has reached its
   * limit. Of any number of calls at the same moment no more succeed than the limit allows.
   */
  record(
    limits: readonly (readonly [LoginKey, LoginLimit])[],
    now: Date,
  ): ResultAsync<void, LoginLimited | Unavailable>;

  /** Forgets keys whose last failure was before the moment, and tells how many. */
  purge(before: Date): ResultAsync<number, Unavailable>;
}
