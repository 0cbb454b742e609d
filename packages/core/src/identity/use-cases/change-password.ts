import { errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { parsePassword, type Account, type PasswordMalformed } from '../account.ts';
import type { AccountNotFound, LoginLimited, PasswordChangedMeanwhile } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import type { WrongPassword } from './log-in.ts';
import { loginLimits } from './login-limits.ts';

/**
 * Why a password was not taken for the actor's own.
 *
 * @example
 * ```ts
 * const isLocked = ({ kind }: ConfirmPasswordError) => kind === 'login-limited';
 * ```
 */
export type ConfirmPasswordError = WrongPassword | AccountNotFound | LoginLimited | Unavailable;

/**
 * Makes sure that the actor knows the account's password. A wrong one counts as a failed login, so that a stolen
 * token is no way to guess it.
 *
 * @example
 * ```ts
 * await identity.confirmPassword(actor, 'wrong'); // Err({ kind: 'wrong-password' })
 * ```
 */
export type ConfirmPassword = (actor: Actor, password: string) => ResultAsync<Account, ConfirmPasswordError>;

/**
 * The old password, and the new one.
 *
 * @example
 * ```ts
 * const change: NewPassword = { oldPassword: 'secret', newPassword: 'correct horse' };
 * ```
 */
export interface NewPassword {
  readonly oldPassword: string;
  readonly newPassword: string;
}

/**
 * Why a password was not changed.
 *
 * @example
 * ```ts
 * const isWorthTryingAgain = ({ kind }: ChangePasswordError) => kind === 'password-changed-meanwhile';
 * ```
 */
export type ChangePasswordError = ConfirmPasswordError | PasswordMalformed | PasswordChangedMeanwhile;

/**
 * Changes the actor's password, and revokes every token of the account but the actor's own. The old password is
 * looked at before the new one, as by {@link ConfirmPassword}.
 *
 * @example
 * ```ts
 * await identity.changePassword(actor, { oldPassword: 'secret', newPassword: 'correct horse' });
 * ```
 */
export type ChangePassword = (actor: Actor, input: NewPassword) => ResultAsync<void, ChangePasswordError>;

/** What is no password is nobody's. */
const NO_MATCH = okAsync({ matches: false });

export function confirmPassword(ports: IdentityPorts, settings: IdentitySettings): ConfirmPassword {
  const { clock, accounts, passwordHasher, failedLogins } = ports;
  return (actor, password) =>
    accounts.findById(actor.accountId).andThen((account) => {
      const limits = loginLimits(settings, account.username, undefined);
      const wrong = (): ResultAsync<never, WrongPassword | LoginLimited | Unavailable> =>
        failedLogins.record(limits, clock.now()).andThen(() => errAsync({ kind: 'wrong-password' as const }));

      return failedLogins
        .check(limits, clock.now())
        .andThen(() =>
          parsePassword(password).isOk() ? passwordHasher.verify(password, account.passwordHash) : NO_MATCH,
        )
        .andThen(({ matches }) => (matches ? failedLogins.check(limits, clock.now()) : wrong()))
        .map(() => account);
    });
}

export function changePassword(ports: IdentityPorts, settings: IdentitySettings): ChangePassword {
  const { clock, accounts, passwordHasher } = ports;
  const confirm = confirmPassword(ports, settings);
  return (actor, { oldPassword, newPassword }) =>
    confirm(actor, oldPassword)
      .andThen((account) => parsePassword(newPassword).andThen((password) => ok({ account, password })))
      .andThen(({ account, password }) =>
        passwordHasher.hash(password).andThen((passwordHash) =>
          accounts.changePassword({
            accountId: account.id,
            expectedHash: account.passwordHash,
            passwordHash,
            updatedAt: clock.now(),
            revokeAllBut: actor.token.id,
          }),
        ),
      )
      .map(() => undefined);
}
