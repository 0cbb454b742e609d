/**
 * Where identifiers that can't be guessed come from.
 *
 * @example
 * ```ts
 * const random: RandomSource = { identifier: () => randomBytes(16).toString('base64url') };
 * ```
 */
export interface RandomSource {
  /**
   * A string of at least 128 random bits from a cryptographic source, made of characters that need no escape in a
   * URL (`A-Z a-z 0-9 _ -`). No two calls give the same.
   */
  identifier(): string;
}
