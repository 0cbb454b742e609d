import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import {
  LONGEST_USERNAME,
  parsePassword,
  type AccountNotFound,
  type CreateAccountError,
  type LoginLimited,
  type LogInError,
  type SignedIn,
  type UsernameTaken,
  type WrongPassword,
} from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { isText, lengthOf } from '../../kernel/text.ts';
import { malformed, parseDraft, type FieldError, type FieldParser } from '../fields.ts';
import type { HackathonPorts } from '../settings.ts';

/**
 * Makes an account and logs it in. All three fields are needed, and none may be blank.
 *
 * @example
 * ```ts
 * await hackathon.createUser({ name: 'Jason', username: 'jason@example.com', password: 'secret' });
 * ```
 */
export type CreateUser = (input: {
  readonly name: unknown;
  readonly username: unknown;
  readonly password: unknown;
}) => ResultAsync<SignedIn, FieldError | UsernameTaken | Unavailable>;

/**
 * Who was logged in.
 *
 * @example
 * ```ts
 * const { name, token, username }: LoggedIn = (await hackathon.logIn(credentials))._unsafeUnwrap();
 * ```
 */
export interface LoggedIn {
  readonly name: string;
  readonly token: string;
  /** As it was typed. */
  readonly username: string;
}

/**
 * Logs an account in.
 *
 * @example
 * ```ts
 * await hackathon.logIn({ username: 'jason@example.com', password: 'secret', clientAddress: '203.0.113.9' });
 * ```
 */
export type LogInUser = (input: {
  readonly username: unknown;
  readonly password: unknown;
  /** The client's network address; failures are counted for it too. */
  readonly clientAddress?: string;
}) => ResultAsync<LoggedIn, FieldError | AccountNotFound | WrongPassword | LoginLimited | Unavailable>;

const line: FieldParser<string> = (value, field) => {
  if (!isText(value)) return malformed(field);
  if (value.trim() === '') return empty(field);
  return lengthOf(value) <= LONGEST_USERNAME ? ok(value) : malformed(field);
};

const password: FieldParser<string> = (value, field) => {
  if (value === '') return empty(field);
  return parsePassword(value).mapErr((): FieldError => ({ kind: 'field-malformed', field }));
};

export function createUser({ identity }: HackathonPorts): CreateUser {
  return (input) =>
    parseDraft<{ username: string; password: string; name: string }>({ username: line, password, name: line }, input)
      .asyncAndThen(({ name, ...credentials }) => identity.register({ ...credentials, displayName: name }))
      .mapErr(withoutForm);
}

export function logInUser({ identity }: HackathonPorts): LogInUser {
  return ({ clientAddress, ...input }) =>
    parseDraft<{ username: string; password: string }>({ username: line, password }, input)
      .asyncAndThen((credentials) =>
        identity
          .logIn({ ...credentials, ...(clientAddress === undefined ? {} : { clientAddress }) })
          .map(({ account, token }) => ({ name: account.displayName, token, username: credentials.username })),
      )
      .mapErr(withoutForm);
}

function empty(field: string): Result<never, FieldError> {
  return err({ kind: 'field-empty', field });
}

/** Fields that were taken are well-formed for identity too; the types do not know. */
export function withoutForm<E extends FieldError | CreateAccountError | LogInError>(
  error: E,
): FieldError | Exclude<E, { readonly kind: 'username-malformed' | 'password-malformed' | 'display-name-malformed' }> {
  switch (error.kind) {
    case 'username-malformed':
      return { kind: 'field-malformed', field: 'username' };
    case 'password-malformed':
      return { kind: 'field-malformed', field: 'password' };
    case 'display-name-malformed':
      return { kind: 'field-malformed', field: 'name' };
    default:
      return error as Exclude<
        E,
        { readonly kind: 'username-malformed' | 'password-malformed' | 'display-name-malformed' }
      >;
  }
}
