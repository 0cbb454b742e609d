import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { isText, lengthOf } from '../../kernel/text.ts';
import type { Transaction } from '../../kernel/unit-of-work.ts';
import {
  LONGEST_USERNAME,
  parsePassword,
  parseUsername,
  type Account,
  type PasswordMalformed,
  type UsernameMalformed,
} from '../account.ts';
import type { UsernameTaken } from '../ports.ts';
import type { IdentityPorts, IdentitySettings } from '../settings.ts';
import { issueToken, type SignedIn } from './issue-token.ts';

/**
 * A display name is 1 to 255 characters of text that are not all blank.
 *
 * @example
 * ```ts
 * await identity.register({ username: 'ann', password: 'secret', displayName: ' ' });
 * // Err({ kind: 'display-name-malformed' })
 * ```
 */
export interface DisplayNameMalformed {
  readonly kind: 'display-name-malformed';
}

/**
 * Who wants an account.
 *
 * @example
 * ```ts
 * const registration: Registration = { username: 'ann', password: 'secret', displayName: 'Ann O’Hara' };
 * ```
 */
export interface Registration {
  readonly username: string;
  readonly password: string;
  /** The username where none is given. */
  readonly displayName?: string;
}

/**
 * Why an account was not made.
 *
 * @example
 * ```ts
 * const isTaken = ({ kind }: CreateAccountError) => kind === 'username-taken';
 * ```
 */
export type CreateAccountError =
  | UsernameMalformed
  | PasswordMalformed
  | DisplayNameMalformed
  | UsernameTaken
  | Unavailable;

/**
 * Makes an account without a role.
 *
 * @example
 * ```ts
 * await unitOfWork.run((transaction) =>
 *   identity.createAccount({ username: 'ann', password: 'secret' }, transaction),
 * );
 * ```
 */
export type CreateAccount = (
  registration: Registration,
  transaction?: Transaction,
) => ResultAsync<Account, CreateAccountError>;

/**
 * Makes an account without a role, and logs it in.
 *
 * @example
 * ```ts
 * const { account, token } = (await identity.register({ username: 'ann', password: 'secret' }))._unsafeUnwrap();
 * ```
 */
export type Register = (registration: Registration) => ResultAsync<SignedIn, CreateAccountError>;

export function createAccount({ clock, accounts, passwordHasher }: IdentityPorts): CreateAccount {
  return (registration, transaction) =>
    parseRegistration(registration).asyncAndThen(({ username, password, displayName }) =>
      passwordHasher.hash(password).andThen((passwordHash) => {
        const now = clock.now();
        return accounts.add(
          { username, displayName, passwordHash, roles: [], createdAt: now, updatedAt: now },
          transaction,
        );
      }),
    );
}

export function register(ports: IdentityPorts, settings: IdentitySettings): Register {
  const create = createAccount(ports);
  return (registration) => create(registration).andThen((account) => issueToken(ports, settings, account));
}

function parseRegistration({
  username,
  password,
  displayName = username,
}: Registration): Result<Required<Registration>, UsernameMalformed | PasswordMalformed | DisplayNameMalformed> {
  return parseUsername(username).andThen((username) =>
    parsePassword(password).andThen((password) =>
      parseDisplayName(displayName).map((displayName) => ({ username, password, displayName })),
    ),
  );
}

function parseDisplayName(value: unknown): Result<string, DisplayNameMalformed> {
  const fits = isText(value) && value.trim() !== '' && lengthOf(value) <= LONGEST_USERNAME;
  return fits ? ok(value) : err({ kind: 'display-name-malformed' });
}
