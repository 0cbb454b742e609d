import type { Bus } from '@quintet/core';
import { fieldsOf } from './protocol.ts';

/** What servers tell each other beside messages. Each passes by: a server that is not there misses it. */
export type Topic = 'peer' | 'client-event' | 'presence' | 'census' | 'terminate';

const PREFIX = 'push/pusher/';

/** Milliseconds between two signs of life, and without one until a server counts as gone. */
const SIGN_OF_LIFE = 30_000;
const GONE_AFTER = 90_000;

/** Milliseconds that the other servers have to say how many of their connections are subscribed to what. */
const CENSUS_TIME = 500;

/** How many subscriptions there are, by channel. */
export type Counts = ReadonlyMap<string, number>;

/** What is heard of another server. */
export type Hearing = (said: Readonly<Record<string, unknown>>) => void;

interface Census {
  readonly waitingFor: Set<string>;
  readonly found: Counts[];
  readonly done: () => void;
}

/** The servers that clients of the same app are connected to: this one, and those that it hears of over the bus. */
export class Peers {
  readonly #bus: Bus;
  readonly #server: string;
  readonly #countHere: (prefix: string) => Counts;
  readonly #hearings = new Map<string, Hearing>();
  /** When each other server was heard last. */
  readonly #others = new Map<string, number>();
  readonly #censuses = new Map<string, Census>();
  #censusNumber = 0;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  /**
   * @param server - This server's name, that no other has.
   * @param countHere - Counts the subscriptions of this server to channels with a prefix.
   */
  constructor(bus: Bus, server: string, countHere: (prefix: string) => Counts) {
    this.#bus = bus;
    this.#server = server;
    this.#countHere = countHere;
    this.hear('peer', (said) => this.#greet(said));
    this.hear('census', (said) => this.#answer(said));
  }

  /** @param onInterrupted - Told when something may have been missed. */
  start(onInterrupted: () => void): void {
    this.#unsubscribe ??= this.#bus.subscribe({
      receive: (event) => {
        if (event.kind !== 'signal' || !event.topic.startsWith(PREFIX)) return;
        const said = fieldsOf(event.data);
        if (typeof said['server'] !== 'string' || said['server'] === this.#server) return;
        this.#hearings.get(event.topic.slice(PREFIX.length))?.(said);
      },
      interrupted: onInterrupted,
    });
    this.#timer ??= setInterval(() => void this.tell('peer', { kind: 'here' }), SIGN_OF_LIFE).unref();
    void this.tell('peer', { kind: 'hello' });
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#unsubscribe !== undefined) void this.tell('peer', { kind: 'bye' });
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  hear(topic: Topic, hearing: Hearing): void {
    this.#hearings.set(topic, hearing);
  }

  /** Tells the other servers something; when the bus is away, they do without. Resolves when the bus has it. */
  async tell(topic: Topic, said: Readonly<Record<string, unknown>>): Promise<void> {
    const data = JSON.stringify({ ...said, server: this.#server });
    await this.#bus.publish({ kind: 'signal', topic: PREFIX + topic, data });
  }

  /** How many connections to all servers are subscribed to channels with a prefix; what does not answer is left out. */
  async census(prefix: string): Promise<Counts> {
    const found = [this.#countHere(prefix)];
    this.#forgetGone();
    if (this.#others.size > 0) await this.#ask(prefix, found);
    const sum = new Map<string, number>();
    for (const counts of found) {
      for (const [channel, count] of counts) sum.set(channel, (sum.get(channel) ?? 0) + count);
    }
    return sum;
  }

  #ask(prefix: string, found: Counts[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const id = `${this.#server}-${(this.#censusNumber += 1)}`;
    const timer = setTimeout(resolve, CENSUS_TIME);
    this.#censuses.set(id, { waitingFor: new Set(this.#others.keys()), found, done: resolve });
    void this.tell('census', { kind: 'ask', id, prefix });
    return promise.finally(() => {
      clearTimeout(timer);
      this.#censuses.delete(id);
    });
  }

  #answer({ kind, id, prefix, server, counts }: Readonly<Record<string, unknown>>): void {
    if (typeof id !== 'string') return;
    if (kind === 'ask' && typeof prefix === 'string') {
      void this.tell('census', { kind: 'answer', id, counts: [...this.#countHere(prefix)] });
      return;
    }
    const census = this.#censuses.get(id);
    if (census === undefined || !Array.isArray(counts)) return;
    census.found.push(new Map(counts as [string, number][]));
    census.waitingFor.delete(String(server));
    if (census.waitingFor.size === 0) census.done();
  }

  #greet({ kind, server }: Readonly<Record<string, unknown>>): void {
    if (kind === 'bye') this.#others.delete(String(server));
    else this.#others.set(String(server), performance.now());
    if (kind === 'hello') void this.tell('peer', { kind: 'here' });
  }

  #forgetGone(): void {
    const now = performance.now();
    for (const [server, heardAt] of this.#others) if (now - heardAt > GONE_AFTER) this.#others.delete(server);
  }
}
