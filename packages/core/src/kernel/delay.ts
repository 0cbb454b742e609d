/**
 * Does something later. Whoever waits for time to pass asks this port, so that a test need not wait.
 *
 * @example
 * ```ts
 * const cancel = delay.after(10_000, () => look());
 * cancel(); // it is not looked at
 * ```
 */
export interface Delay {
  /**
   * Calls back once after some milliseconds, and never before `after` has answered.
   *
   * @returns Cancels it; does nothing where it has been called back already.
   */
  after(milliseconds: number, callback: () => void): () => void;
}
