import { setTimeout as delay } from 'node:timers/promises';
import { unavailable, type Bus, type BusEvent, type BusListener, type Unavailable } from '@quintet/core';
import { errAsync, fromPromise, type ResultAsync } from 'neverthrow';
import { decodeEvent, encodeEvent } from './encoding.ts';

/**
 * A connection to what carries texts between servers, while it lasts.
 *
 * @example
 * ```ts
 * const publishTwice = async (link: Link) => Promise.all([link.publish(one), link.publish(other)]);
 * ```
 */
export interface Link {
  /** Resolves when the carrier has the text. Texts arrive in the order in which they are published. */
  publish(text: string): Promise<void>;
  /** Resolves if the connection works, both ways. */
  ping(): Promise<void>;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a connection, and listens: when it resolves, what anybody publishes is received.
 *
 * @example
 * ```ts
 * const open: OpenLink = redisLink('redis://127.0.0.1:6379', 'quintet.push.lists');
 * ```
 */
export type OpenLink = (receive: (text: string) => void, signal: AbortSignal) => Promise<Link>;

/**
 * Told of connections that are lost and made again.
 *
 * @example
 * ```ts
 * const log: BusLog = pino();
 * ```
 */
export interface BusLog {
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
}

/**
 * How long is waited, in milliseconds.
 *
 * @example
 * ```ts
 * const impatient: BusPatience = { ...BUS_PATIENCE, answer: 500 };
 * ```
 */
export interface BusPatience {
  /** For a connection to be made. */
  readonly connection: number;
  /** For the carrier to answer. */
  readonly answer: number;
  /** Between two looks at whether it does. */
  readonly heartbeat: number;
}

/** Long enough for a network that is slow, short enough for readers who wait. */
export const BUS_PATIENCE: BusPatience = { connection: 5_000, answer: 3_000, heartbeat: 2_000 };

/** The shortest and the longest wait before a lost connection is made again, in milliseconds. */
const BACKOFF = { first: 50, longest: 2_000 };

/**
 * A bus on a connection that may be lost: it is made again for as long as the bus is open, and listeners are told, as
 * they may have missed something in between.
 *
 * @example
 * ```ts
 * const bus = new LinkedBus(redisLink(url, topic), log);
 * await bus.start();
 * const end = bus.subscribe(listener);
 * ```
 */
export class LinkedBus implements Bus {
  readonly #open: OpenLink;
  readonly #log: BusLog;
  readonly #patience: BusPatience;
  readonly #listeners = new Set<BusListener>();
  readonly #stopping = new AbortController();
  #link: Link | undefined;
  #running: Promise<void> | undefined;

  constructor(open: OpenLink, log: BusLog, patience: BusPatience = BUS_PATIENCE) {
    this.#open = open;
    this.#log = log;
    this.#patience = patience;
  }

  /** Whether the bus can be reached at present. */
  get isConnected(): boolean {
    return this.#link !== undefined;
  }

  /** Resolves when it has been tried to connect, whether or not that worked: it is tried again, then. */
  start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running ??= this.#run(resolve);
    return promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  publish(event: BusEvent): ResultAsync<void, Unavailable> {
    const link = this.#link;
    if (link === undefined) return errAsync(unavailable(new Error('the bus is away')));
    const published = Promise.all(encodeEvent(event).map((text) => link.publish(text)));
    return fromPromise(within(this.#patience.answer, published), (error) => unavailable(error)).map(() => undefined);
  }

  subscribe(listener: BusListener): () => void {
    // One listener may listen twice, and each ends on its own.
    const own: BusListener = {
      receive: (event) => listener.receive(event),
      interrupted: () => listener.interrupted(),
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Keeps a connection, one after the other, until it is told to stop. */
  async #run(tried: () => void): Promise<void> {
    const { signal } = this.#stopping;
    let backoff = BACKOFF.first;
    let wasLost = false;
    // Told once, however often it is tried again.
    const lost = (details: object): void => {
      if (!signal.aborted && !wasLost) this.#log.warn(details, 'the bus is away, trying again until it is back');
      wasLost = true;
      tried();
    };
    while (!signal.aborted) {
      try {
        await this.#use(await this.#connect(), () => {
          backoff = BACKOFF.first;
          if (wasLost) this.#interrupted();
          wasLost = false;
          tried();
        });
        lost({});
      } catch (error) {
        lost({ err: error });
      }
      await delay(backoff * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      backoff = Math.min(backoff * 2, BACKOFF.longest);
    }
  }

  async #connect(): Promise<Link> {
    const { signal } = this.#stopping;
    const opening = new AbortController();
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(new Error('the bus is closed'));
    signal.addEventListener('abort', stop);
    try {
      const opened = this.#open((text) => this.#receive(text), opening.signal);
      return await within(this.#patience.connection, Promise.race([opened, stopped]));
    } catch (error) {
      opening.abort();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Uses a connection until it ends, answers no more, or the bus is told to stop. */
  async #use(link: Link, begun: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const over = new AbortController();
    const stop = (): void => over.abort();
    void link.ended.then(stop);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    else this.#link = link;
    try {
      if (this.#link === link) begun();
      for (;;) {
        await delay(this.#patience.heartbeat, undefined, { signal: over.signal }).catch(() => {});
        if (over.signal.aborted) return;
        await within(this.#patience.answer, link.ping());
      }
    } finally {
      this.#link = undefined;
      signal.removeEventListener('abort', stop);
      await within(this.#patience.answer, link.close()).catch(() => {});
    }
  }

  #receive(text: string): void {
    const event = decodeEvent(text);
    if (event === undefined) return;
    for (const listener of this.#listeners) listener.receive(event);
  }

  #interrupted(): void {
    this.#log.info({}, 'the bus is back');
    for (const listener of this.#listeners) listener.interrupted();
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`timeout after ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Whoever came too late is not waited for.
    work.catch(() => {});
  }
}
