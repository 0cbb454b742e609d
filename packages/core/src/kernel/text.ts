/**
 * Whether a value is text that every adapter can keep and give back unchanged: a string without NUL
 * (PostgreSQL keeps none) and without half a surrogate pair (UTF-8 has none).
 *
 * @example
 * ```ts
 * isText('Zürich 🏔️'); // true
 * isText('half a mountain \uD83C'); // false
 * ```
 */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/**
 * How many characters (Unicode code points) a text has.
 *
 * @example
 * ```ts
 * lengthOf('🏔'); // 1, where '🏔'.length is 2
 * ```
 */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
