/** One who may fall silent. */
export interface Listening {
  /** Milliseconds of the process when something was last heard. */
  heardAt: number;
  /** When it was asked whether it is there; 0: it is not asked. */
  askedAt: number;
}

/** What becomes of those who are silent. */
export interface SilenceOptions<T extends Listening> {
  /** Milliseconds of silence after which one is asked. */
  readonly ask: number;
  /** Milliseconds that one has to answer. */
  readonly give: number;
  readonly onAsk: (one: T) => void;
  readonly onSilent: (one: T) => void;
}

/**
 * Finds out who is silent, with one timer for all: those heard last stand last, so only the first need to be looked at,
 * and a message costs two operations on a set.
 */
export class Silence<T extends Listening> {
  readonly #options: SilenceOptions<T>;
  /** In the order in which they were last heard. */
  readonly #heard = new Set<T>();
  /** In the order in which they were asked. */
  readonly #asked = new Set<T>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: SilenceOptions<T>) {
    this.#options = options;
    const interval = Math.min(1_000, Math.max(10, Math.min(options.ask, options.give) / 4));
    this.#timer = setInterval(() => this.#look(), interval).unref();
  }

  /** Something was heard. */
  heard(one: T): void {
    if (one.askedAt !== 0) this.#asked.delete(one);
    else this.#heard.delete(one);
    one.askedAt = 0;
    one.heardAt = performance.now();
    this.#heard.add(one);
  }

  /** Nothing is expected of it any more. */
  forget(one: T): void {
    this.#heard.delete(one);
    this.#asked.delete(one);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    for (const one of this.#heard) {
      if (now - one.heardAt < this.#options.ask) break;
      this.#heard.delete(one);
      one.askedAt = now;
      this.#asked.add(one);
      this.#options.onAsk(one);
    }
    for (const one of this.#asked) {
      if (now - one.askedAt < this.#options.give) break;
      this.#asked.delete(one);
      this.#options.onSilent(one);
    }
  }
}
