/** The number that no account, bucket or item has. */
const NOBODYS_NUMBER = 0;

/**
 * A number that every adapter can look up: what is no whole number, or too large to be exact, becomes
 * {@link NOBODYS_NUMBER}, and so is not found.
 */
export function lookupNumber(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : NOBODYS_NUMBER;
}
