import { err, ok, type Result } from 'neverthrow';
import { lengthOf } from '../kernel/text.ts';
import { parsePassword, parseUsername } from '../identity/account.ts';

/**
 * No email, or a password that is too short or too long.
 *
 * @example
 * ```ts
 * parseCredentials({ email: 'ann', password: '123456' }); // Err({ kind: 'credentials-malformed' })
 * ```
 */
export interface CredentialsMalformed {
  readonly kind: 'credentials-malformed';
}

/**
 * Who wants in: an email, which is the account's username, and a password of at least {@link SHORTEST_PASSWORD}.
 *
 * @example
 * ```ts
 * const credentials: EmailAndPassword = { email: 'ann@example.com', password: '123456' };
 * ```
 */
export interface EmailAndPassword {
  readonly email: string;
  readonly password: string;
}

/**
 * The shortest password that an account can be made with here, in characters.
 *
 * @example
 * ```ts
 * parseCredentials({ email: 'ann@example.com', password: 'x'.repeat(SHORTEST_PASSWORD) }); // Ok(...)
 * ```
 */
export const SHORTEST_PASSWORD = 4;

/**
 * The shortest password that one can be changed to here, in characters.
 *
 * @example
 * ```ts
 * const isLongEnough = [...newPassword].length >= SHORTEST_NEW_PASSWORD;
 * ```
 */
export const SHORTEST_NEW_PASSWORD = 5;

// something@something.something, with no blank and no second @
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/u;

/**
 * Checks the form of an email and a password.
 *
 * @example
 * ```ts
 * parseCredentials({ email: 'ann@example.com', password: '123456' }); // Ok({ email: ..., password: ... })
 * parseCredentials({ email: 'ann@example.com', password: '123' }); // Err({ kind: 'credentials-malformed' })
 * ```
 */
export function parseCredentials(input: {
  readonly email?: unknown;
  readonly password?: unknown;
}): Result<EmailAndPassword, CredentialsMalformed> {
  const malformed = (): CredentialsMalformed => ({ kind: 'credentials-malformed' });
  return parseUsername(input.email)
    .mapErr(malformed)
    .andThen((email) => (EMAIL.test(email) ? ok(email) : err(malformed())))
    .andThen((email) =>
      parsePassword(input.password)
        .mapErr(malformed)
        .andThen((password) => (lengthOf(password) >= SHORTEST_PASSWORD ? ok({ email, password }) : err(malformed()))),
    );
}
