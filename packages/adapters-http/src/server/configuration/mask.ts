const MASK = '********';

/** What may be shown of a value: nothing of a secret, and a URL without its password. */
export function masked(text: string, secret: 'whole' | 'password' | undefined): string {
  if (secret === undefined) return text;
  return secret === 'whole' ? MASK : withoutPasswords(text);
}

/**
 * A text in which the passwords of URLs are masked, also where the URL is misspelt.
 *
 * @example
 * ```ts
 * withoutPasswords('postgres://ann:hush@db/lists'); // 'postgres://ann:********@db/lists'
 * ```
 */
export function withoutPasswords(text: string): string {
  return text
    .replace(/([^\s:/@,]*):([^\s/@,][^\s@,]*)@/g, (_whole, user: string) => `${user}:${MASK}@`)
    .replace(/([?&][^=&\s]*(?:password|secret|token)[^=&\s]*=)[^&\s,]+/gi, `$1${MASK}`);
}
