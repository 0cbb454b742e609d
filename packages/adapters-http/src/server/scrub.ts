import { withoutPasswords } from './configuration/mask.ts';

const MASK = '[redacted]';

const TOKEN = /\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*/g;
const PASSWORD_HASH = /\$argon2[a-z]{1,2}\$[\w$,=+/.-]+/g;

/**
 * A text without what nobody may read in a log: access tokens, password hashes and the passwords in URLs. Errors of
 * libraries quote what they were handed, a statement with its values among it.
 */
export function scrubbed(text: string): string {
  return withoutPasswords(text).replace(TOKEN, MASK).replace(PASSWORD_HASH, MASK);
}

/** What an error says, in one line that can be shown. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return scrubbed(message.split('\n', 1)[0] ?? '').trim();
}
