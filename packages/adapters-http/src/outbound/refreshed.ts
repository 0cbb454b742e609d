import { unavailable, type Clock, type Unavailable } from '@quintet/core';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';

/** When something that was fetched is fetched again. All times are in seconds. */
export interface RefreshSettings {
  /** What is older is renewed in the background, while it goes on being used. */
  readonly maxAge: number;
  /** How often it may be fetched in a row. */
  readonly attempts: number;
  /** How long it takes until one more attempt may be made. */
  readonly coolDown: number;
}

/**
 * Something that is fetched from elsewhere, kept, and fetched again when it has grown old or does not serve. The other
 * side being away takes nothing away that is there already; and it is never asked more often than allowed, whatever
 * makes us ask.
 */
export class Refreshed<T> {
  readonly #load: () => Promise<T>;
  readonly #clock: Clock;
  readonly #settings: RefreshSettings;
  #kept: { readonly value: T; readonly since: number } | undefined;
  #pending: ResultAsync<T, Unavailable> | undefined;
  #failure: Unavailable | undefined;
  #attempts: number;
  #countedAt: number;

  /** @param load - Fetches it; rejects when it can't. Called for one at a time. */
  constructor(load: () => Promise<T>, clock: Clock, settings: RefreshSettings) {
    this.#load = load;
    this.#clock = clock;
    this.#settings = settings;
    this.#attempts = settings.attempts;
    this.#countedAt = this.#now();
  }

  /** What is there; fetched where nothing is. */
  get(): ResultAsync<T, Unavailable> {
    if (this.#kept === undefined) {
      return this.renew().andThen((value) => (value === 'cooling-down' ? this.get() : okAsync(value)));
    }
    const { value, since } = this.#kept;
    // A failure is kept by itself, and nobody waits for this.
    if (this.#now() - since >= this.#settings.maxAge) void this.renew();
    return okAsync(value);
  }

  /**
   * Fetches it again. `cooling-down`: what is there was fetched so lately that it counts as new. Whoever comes while it
   * is being fetched waits for the same.
   */
  renew(): ResultAsync<T | 'cooling-down', Unavailable> {
    if (this.#pending !== undefined) return this.#pending;
    const wait = this.#take();
    if (wait === 0) return this.#fetch();
    if (this.#failure !== undefined) return errAsync({ ...this.#failure, retryAfter: wait });
    return okAsync('cooling-down');
  }

  #fetch(): ResultAsync<T, Unavailable> {
    const fetched = ResultAsync.fromPromise(this.#load(), (cause) => unavailable(cause)).map((value) => {
      this.#kept = { value, since: this.#now() };
      this.#failure = undefined;
      this.#pending = undefined;
      return value;
    });
    this.#pending = fetched.mapErr((failure) => {
      this.#failure = failure;
      this.#pending = undefined;
      return failure;
    });
    return this.#pending;
  }

  /** Uses up an attempt. Where there is none: the whole seconds until there is one. */
  #take(): number {
    const { attempts, coolDown } = this.#settings;
    const now = this.#now();
    const regained = Math.floor((now - this.#countedAt) / coolDown);
    if (this.#attempts + regained >= attempts) {
      this.#attempts = attempts;
      this.#countedAt = now;
    } else if (regained > 0) {
      this.#attempts += regained;
      this.#countedAt += regained * coolDown;
    }
    if (this.#attempts === 0) return Math.max(1, Math.ceil(this.#countedAt + coolDown - now));
    this.#attempts -= 1;
    return 0;
  }

  #now(): number {
    return this.#clock.now().getTime() / 1000;
  }
}
