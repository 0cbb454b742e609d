/** An answer that is ready to be sent, whether or not a framework is there to send it. */
export interface ReadyAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Headers beside the usual ones, or in their stead; names written as in `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler answers. The app adds the headers that every answer has. */
export interface Answer {
  readonly status: number;
  /** Not sent where there is no body. */
  readonly contentType: string;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
  /** Headers beside the usual ones, or in their stead; names written as in `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes an answer in JSON, with exactly `application/json` as its type.
 *
 * @example
 * ```ts
 * const NOT_FOUND = json(404, { status: 'failed', message: 'Bucket not found' });
 * ```
 */
export function json(status: number, value: unknown): ReadyAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}
