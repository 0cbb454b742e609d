/**
 * Something outside of the process that a port needs can't be reached at present, such as the database.
 * Nothing that was asked for can be assumed to have happened. Trying again later may help.
 */
export interface Unavailable {
  readonly kind: 'unavailable';
  /** Whole seconds after which it is worth trying again. */
  readonly retryAfter: number;
  /** What the adapter saw; for logs, never for answers. */
  readonly cause: unknown;
}

/**
 * Makes an {@link Unavailable}.
 *
 * @param cause - What the adapter saw.
 * @param retryAfter - Whole seconds after which it is worth trying again.
 */
export function unavailable(cause: unknown, retryAfter = 1): Unavailable {
  return { kind: 'unavailable', retryAfter, cause };
}
