import { err, ok, type Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import { isText, lengthOf } from '../kernel/text.ts';
import type { Role } from './role.ts';

/** One person's account, the same in all five APIs. */
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

/** An account that has no number yet. */
export type NewAccount = Omit<Account, 'id' | 'generation'>;

/** A username is 1 to 255 characters of text that are not all blank. */
export interface UsernameMalformed {
  readonly kind: 'username-malformed';
}

/** A password is text of 1 to {@link LARGEST_PASSWORD} bytes. */
export interface PasswordMalformed {
  readonly kind: 'password-malformed';
}

/** The longest username, and display name, in characters. */
export const LONGEST_USERNAME = 255;

/** The longest password, in bytes of UTF-8. */
export const LARGEST_PASSWORD = 1024;

const encoder = new TextEncoder();

/** Checks a username; it is kept as it was typed. */
export function parseUsername(value: unknown): Result<string, UsernameMalformed> {
  const fits = isText(value) && value.trim() !== '' && lengthOf(value) <= LONGEST_USERNAME;
  return fits ? ok(value) : err({ kind: 'username-malformed' });
}

/** Checks a password's form; how strong it must be is for each API to say. */
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
 */
export function usernameKey(username: string): string {
  return username.normalize('NFC').toLowerCase();
}
