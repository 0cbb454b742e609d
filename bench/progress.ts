/** Tells on standard error how far a run is. */
export class Progress {
  readonly #begun: number = performance.now();
  readonly #steps: number;
  #done = 0;

  /** @param steps - How many times {@link Progress.step} will be called. */
  constructor(steps: number) {
    this.#steps = steps;
  }

  /** Something has begun that is no measurement. */
  note(text: string): void {
    this.#line(text);
  }

  /** A measurement is done. */
  step(text: string): void {
    this.#done += 1;
    this.#line(text);
  }

  #line(text: string): void {
    const seconds = Math.round((performance.now() - this.#begun) / 1000);
    const share = Math.round((this.#done / this.#steps) * 100);
    console.error(`[${String(share).padStart(3)} %  ${String(seconds).padStart(4)} s] ${text}`);
  }
}
