/** What a header that should carry a token carries. */
export type TokenHeader =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' };

const MISSING: TokenHeader = { kind: 'missing' };
const MALFORMED: TokenHeader = { kind: 'malformed' };

/**
 * Finds the token in a header of two words, a scheme and a token.
 *
 * @param value - The header's value; an empty one counts as missing.
 * @param schemes - The scheme words that are accepted, in lower case.
 *
 * @example
 * ```ts
 * tokenIn('Bearer abc', ['bearer']); // { kind: 'token', token: 'abc' }
 * tokenIn('Basic abc', ['bearer']); // { kind: 'malformed' }
 * ```
 */
export function tokenIn(value: string | undefined, schemes: readonly string[]): TokenHeader {
  const header = value?.trim();
  if (header === undefined || header === '') return MISSING;
  const [scheme, token, ...rest] = header.split(/[ \t]+/u);
  if (scheme === undefined || token === undefined || rest.length > 0) return MALFORMED;
  return schemes.includes(scheme.toLowerCase()) ? { kind: 'token', token } : MALFORMED;
}
