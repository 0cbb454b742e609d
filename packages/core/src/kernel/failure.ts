/**
 * Something outside of the process that a port needs can't be reached at present, such as the database.
 * Nothing that was asked for can be assumed to have happened. Trying again later may help.
 *
 * @example
 * ```ts
 * const answer = ({ retryAfter }: Unavailable) => ({ status: 503, headers: { 'Retry-After': String(retryAfter) } });
 * ```
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
 *
 * @example
 * ```ts
 * ResultAsync.fromPromise(client.query(sql), (error) => unavailable(error));
 * ```
 */
export function unavailable(cause: unknown, retryAfter = 1): Unavailable {
  return { kind: 'unavailable', retryAfter, cause };
}

/**
 * Whether an error is an {@link Unavailable}, rather than one of those that a use case has of its own.
 *
 * @example
 * ```ts
 * isUnavailable({ kind: 'ticket-not-found' }); // false
 * ```
 */
export function isUnavailable(error: { readonly kind: string }): error is Unavailable {
  return error.kind === 'unavailable';
}
