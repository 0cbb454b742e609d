/** What is known of a request once it has been answered. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly method: string;
  /** The pattern of the route, `/bucketlist/v1/bucketlists/:bucketId`; `unmatched` where there is none. */
  readonly route: string;
  /** The path, decoded, without query and closing slash. */
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
  readonly clientAddress: string | undefined;
}

/**
 * Who wants to know about requests: logs and metrics. Called while requests are answered, so it must be quick, and
 * must not throw.
 *
 * @example
 * ```ts
 * const observer: Observer = {
 *   answered: ({ method, path, status }) => console.log(method, path, status),
 *   failed: (requestId, error) => console.error(requestId, error),
 *   unavailable: (requestId, cause) => console.warn(requestId, cause),
 * };
 * ```
 */
export interface Observer {
  /** A request was answered; called once for each. */
  answered(request: AnsweredRequest): void;
  /** A bug: a handler threw. */
  failed(requestId: string, error: unknown): void;
  /** Something outside of the process was away. */
  unavailable(requestId: string, cause: unknown): void;
}
