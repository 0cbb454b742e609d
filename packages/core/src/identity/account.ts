import { err, ok, type Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import { isText, lengthOf } from '../kernel/text.ts';
import type { Role } from './role.ts';

/**
 * One person's account, the same in all five APIs.
 *
 * @example
 * ```ts
 * const account: Account = {
 *   id: 7,
 *   username: 'Ann@example.com',
 *   displayName: 'Ann',
 *   passwordHash: '$argon2id$...',
 *   roles: ['organizer'],
 *   generation: 0,
 *   createdAt: new Date('2026-11-22T08:00:00Z'),
 *   updatedAt: new Date('2026-11-22T08:00:00Z'),
 * };
 * ```
 */
export interface Account {
  readonly id: AccountId;
  /** Unique without regard to case, kept as it was typed. */
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  /**
   * How often all tokens of the account have been revoked at once. A token carries the generation it was made in, and
   * is revoked when the account's is higher.
   */
  readonly generation: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * An account that has no number yet.
 *
 * @example
 * ```ts
 * const now = clock.now();
 * const wanted: NewAccount = {
 *   username: 'ann@example.com',
 *   displayName: 'Ann',
 *   passwordHash,
 *   roles: [],
 *   createdAt: now,
 *   updatedAt: now,
 * };
 * ```
 */
export type NewAccount = Omit<Account, 'id' | 'generation'>;

/**
 * A username is 1 to 255 characters of text that are not all blank.
 *
 * @example
 * ```ts
 * parseUsername('  '); // Err({ kind: 'username-malformed' })
 * ```
 */
export interface UsernameMalformed {
  readonly kind: 'username-malformed';
}

/**
 * A password is text of 1 to {@link LARGEST_PASSWORD} bytes.
 *
 * @example
 * ```ts
 * parsePassword(''); // Err({ kind: 'password-malformed' })
 * ```
 */
export interface PasswordMalformed {
  readonly kind: 'password-malformed';
}

/**
 * The longest username, and display name, in characters.
 *
 * @example
 * ```ts
 * parseUsername('x'.repeat(LONGEST_USERNAME + 1)); // Err({ kind: 'username-malformed' })
 * ```
 */
export const LONGEST_USERNAME = 255;

/**
 * The longest password, in bytes of UTF-8.
 *
 * @example
 * ```ts
 * parsePassword('x'.repeat(LARGEST_PASSWORD + 1)); // Err({ kind: 'password-malformed' })
 * ```
 */
export const LARGEST_PASSWORD = 1024;

const encoder = new TextEncoder();

/**
 * Checks a username; it is kept as it was typed.
 *
 * @example
 * ```ts
 * parseUsername('Ann@example.com'); // Ok('Ann@example.com')
 * parseUsername('  '); // Err({ kind: 'username-malformed' })
 * ```
 */
export function parseUsername(value: unknown): Result<string, UsernameMalformed> {
  const fits = isText(value) && value.trim() !== '' && lengthOf(value) <= LONGEST_USERNAME;
  return fits ? ok(value) : err({ kind: 'username-malformed' });
}

/**
 * Checks a password's form; how strong it must be is for each API to say.
 *
 * @example
 * ```ts
 * parsePassword('correct horse'); // Ok('correct horse')
 * parsePassword('é'.repeat(513)); // Err({ kind: 'password-malformed' }): 1,026 bytes
 * ```
 */
export function parsePassword(value: unknown): Result<string, PasswordMalformed> {
  const fits =
    typeof value === 'string' &&
    value !== '' &&
    value.length <= LARGEST_PASSWORD &&
    value.isWellFormed() &&
    encoder.encode(value).length <= LARGEST_PASSWORD;
  return fits ? ok(value) : err({ kind: 'password-malformed' });
}

/**
 * What makes two usernames the same: `Ann@Example.com` and `ann@example.com` are. Adapters keep it beside the
 * username, under a unique index.
 *
 * @example
 * ```ts
 * usernameKey('Ann@Example.com') === usernameKey('ann@example.com'); // true
 * ```
 */
export function usernameKey(username: string): string {
  return username.normalize('NFC').toLowerCase();
}
