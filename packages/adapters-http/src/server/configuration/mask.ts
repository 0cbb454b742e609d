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
    .split(/,(?=\s*[a-z][\w+.-]*:\/)/i)
    .map(withoutPassword)
    .join(',');
}

function withoutPassword(url: string): string {
  return (
    url
      // The password reaches to the last @, in case it has one that should have been escaped.
      .replace(/(\b[a-z][\w+.-]*:\/{1,3}|^(?!\w+:\/))([^\s:@/]*):\S+@/gi, `$1$2:${MASK}@`)
      // NATS takes a token in the place of a name.
      .replace(/\b((?:nats|tls):\/\/)[^\s:@/]+@/gi, `$1${MASK}@`)
      .replace(/([?&][^=&\s]*(?:password|secret|token)[^=&\s]*=)[^&\s]+/gi, `$1${MASK}`)
  );
}
