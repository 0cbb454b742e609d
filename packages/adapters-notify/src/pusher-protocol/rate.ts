/**
 * So many a second, and as many at once as were not used before.
 *
 * @example
 * ```ts
 * const rate = new Rate(10);
 * if (!rate.take()) connection.fail('too many events');
 * ```
 */
export class Rate {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #at: number = performance.now();

  /** @param burst - How many may come at once; absent: as many as in a second. */
  constructor(perSecond: number, burst: number = perSecond) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Whether one more may come. */
  take(): boolean {
    const now = performance.now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
