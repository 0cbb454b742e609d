import type { ResultAsync } from 'neverthrow';
import type {
  Account,
  CreateAccountError,
  LogInError,
  AccountNotFound,
  RenewTokenError,
  SignedIn,
} from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { InstagramPorts } from '../settings.ts';

/**
 * Makes an account of the service.
 *
 * @example
 * ```ts
 * await instagram.signUp({ username: 'user@email.com', password: 'password' });
 * ```
 */
export type SignUp = (input: {
  readonly username: string;
  readonly password: string;
}) => ResultAsync<Account, CreateAccountError>;

/**
 * Logs an account of the service in.
 *
 * @example
 * ```ts
 * await instagram.signIn({ username: 'user@email.com', password: 'password', clientAddress: '203.0.113.9' });
 * ```
 */
export type SignIn = (input: {
  readonly username: string;
  readonly password: string;
  readonly clientAddress?: string;
}) => ResultAsync<SignedIn, LogInError>;

/**
 * Shows the account of whoever acts.
 *
 * @example
 * ```ts
 * (await instagram.getUser(actor)).map(({ username }) => username);
 * ```
 */
export type GetUser = (actor: Actor) => ResultAsync<Account, AccountNotFound | Unavailable>;

/**
 * Gives whoever acts another token; the old one stays good until it expires.
 *
 * @example
 * ```ts
 * (await instagram.refreshToken(actor)).map(({ token, expiresAt }) => ({ token, expiresAt }));
 * ```
 */
export type RefreshToken = (actor: Actor) => ResultAsync<SignedIn, RenewTokenError>;

export function signUp({ identity }: InstagramPorts): SignUp {
  return ({ username, password }) => identity.createAccount({ username, password });
}

export function signIn({ identity }: InstagramPorts): SignIn {
  return (input) => identity.logIn(input);
}

export function getUser({ accounts }: InstagramPorts): GetUser {
  return ({ accountId }) => accounts.findById(accountId);
}

export function refreshToken({ identity }: InstagramPorts): RefreshToken {
  return (actor) => identity.renewToken(actor);
}
