import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lengthOf } from '../../kernel/text.ts';
import {
  parsePassword,
  type AccountNotFound,
  type ChangePasswordError,
  type CreateAccountError,
  type LoginLimited,
  type LogInError,
  type PasswordMalformed,
  type SignedIn,
  type UsernameTaken,
  type WrongPassword,
} from '../../identity/index.ts';
import {
  parseCredentials,
  SHORTEST_NEW_PASSWORD,
  type CredentialsMalformed,
  type EmailAndPassword,
} from '../credentials.ts';
import type { BucketlistPorts } from '../settings.ts';

/**
 * Why no account was made.
 *
 * @example
 * ```ts
 * const status: Record<RegisterWithEmailError['kind'], number> = {
 *   'credentials-malformed': 202,
 *   'username-taken': 400,
 *   unavailable: 503,
 * };
 * ```
 */
export type RegisterWithEmailError = CredentialsMalformed | UsernameTaken | Unavailable;

/**
 * Makes an account whose username is an email, and logs it in.
 *
 * @example
 * ```ts
 * const registered = await bucketlist.register({ email: 'ann@example.com', password: '123456' });
 * registered.map(({ token }) => token);
 * ```
 */
export type RegisterWithEmail = (input: EmailAndPassword) => ResultAsync<SignedIn, RegisterWithEmailError>;

/**
 * Why nobody was logged in.
 *
 * @example
 * ```ts
 * const isWorthTryingAgain = ({ kind }: LogInWithEmailError) => kind === 'login-limited' || kind === 'unavailable';
 * ```
 */
export type LogInWithEmailError = CredentialsMalformed | AccountNotFound | WrongPassword | LoginLimited | Unavailable;

/**
 * Logs an account in whose username is an email.
 *
 * @example
 * ```ts
 * await bucketlist.logIn({ email: 'ann@example.com', password: '123456', clientAddress: '203.0.113.9' });
 * ```
 */
export type LogInWithEmail = (
  input: EmailAndPassword & { readonly clientAddress?: string },
) => ResultAsync<SignedIn, LogInWithEmailError>;

/**
 * The new password and its confirmation differ.
 *
 * @example
 * ```ts
 * await bucketlist.resetPassword(actor, { oldPassword, newPassword: '12345', passwordConfirmation: '12346' });
 * // Err({ kind: 'passwords-differ' })
 * ```
 */
export interface PasswordsDiffer {
  readonly kind: 'passwords-differ';
}

/**
 * The new password has fewer characters than five, or more bytes than 1,024.
 *
 * @example
 * ```ts
 * await bucketlist.resetPassword(actor, { oldPassword, newPassword: '1234', passwordConfirmation: '1234' });
 * // Err({ kind: 'new-password-malformed' })
 * ```
 */
export interface NewPasswordMalformed {
  readonly kind: 'new-password-malformed';
}

/**
 * One of the three passwords is missing.
 *
 * @example
 * ```ts
 * await bucketlist.resetPassword(actor, { oldPassword, newPassword, passwordConfirmation: '' });
 * // Err({ kind: 'attributes-missing' })
 * ```
 */
export interface AttributesMissing {
  readonly kind: 'attributes-missing';
}

/**
 * The old password, and the new one twice.
 *
 * @example
 * ```ts
 * const reset: PasswordReset = { oldPassword: '123456', newPassword: '654321', passwordConfirmation: '654321' };
 * ```
 */
export interface PasswordReset {
  readonly oldPassword: string;
  readonly newPassword: string;
  readonly passwordConfirmation: string;
}

/**
 * Why a password was not changed.
 *
 * @example
 * ```ts
 * const isTheirFault = ({ kind }: ResetPasswordError) => kind !== 'unavailable';
 * ```
 */
export type ResetPasswordError =
  | AttributesMissing
  | PasswordsDiffer
  | NewPasswordMalformed
  | Exclude<ChangePasswordError, PasswordMalformed>;

/**
 * Changes the actor's password. The old one is looked at first, then the new one and its confirmation.
 *
 * @example
 * ```ts
 * await bucketlist.resetPassword(actor, {
 *   oldPassword: '123456',
 *   newPassword: '654321',
 *   passwordConfirmation: '654321',
 * });
 * ```
 */
export type ResetPassword = (actor: Actor, input: PasswordReset) => ResultAsync<void, ResetPasswordError>;

export function registerWithEmail({ identity }: BucketlistPorts): RegisterWithEmail {
  return (input) =>
    parseCredentials(input).asyncAndThen(({ email, password }) =>
      identity.register({ username: email, password }).mapErr((error) => withoutForm(error)),
    );
}

export function logInWithEmail({ identity }: BucketlistPorts): LogInWithEmail {
  return ({ clientAddress, ...input }) =>
    parseCredentials(input).asyncAndThen(({ email, password }) =>
      identity
        .logIn({ username: email, password, ...(clientAddress === undefined ? {} : { clientAddress }) })
        .mapErr((error) => withoutForm(error)),
    );
}

export function resetPassword({ identity }: BucketlistPorts): ResetPassword {
  return (actor, input) =>
    parseReset(input).asyncAndThen(({ oldPassword, newPassword, passwordConfirmation }) => {
      const refuse = (error: ResetPasswordError): ResultAsync<void, ResetPasswordError> =>
        identity.confirmPassword(actor, oldPassword).andThen(() => err(error));

      if (newPassword !== passwordConfirmation) return refuse({ kind: 'passwords-differ' });
      if (lengthOf(newPassword) < SHORTEST_NEW_PASSWORD || parsePassword(newPassword).isErr()) {
        return refuse({ kind: 'new-password-malformed' });
      }
      return identity
        .changePassword(actor, { oldPassword, newPassword })
        .mapErr((error): ResetPasswordError =>
          error.kind === 'password-malformed' ? { kind: 'new-password-malformed' } : error,
        );
    });
}

/** An email that passed {@link parseCredentials} is a well-formed username; the types do not know. */
export function withoutForm<E extends CreateAccountError | LogInError>(
  error: E,
):
  | CredentialsMalformed
  | Exclude<E, { readonly kind: 'username-malformed' | 'password-malformed' | 'display-name-malformed' }> {
  switch (error.kind) {
    case 'username-malformed':
    case 'password-malformed':
    case 'display-name-malformed':
      return { kind: 'credentials-malformed' };
    default:
      return error as Exclude<
        E,
        { readonly kind: 'username-malformed' | 'password-malformed' | 'display-name-malformed' }
      >;
  }
}

function parseReset(input: PasswordReset): Result<PasswordReset, AttributesMissing> {
  const passwords: readonly unknown[] = [input.oldPassword, input.newPassword, input.passwordConfirmation];
  return passwords.every((password) => typeof password === 'string' && password !== '')
    ? ok(input)
    : err({ kind: 'attributes-missing' });
}
