import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import type { Feed, FeedSink, MessagesForgotten } from './feed.ts';
import type { Message } from './message.ts';
import type { Bus, BusEvent, MessageLog } from './ports.ts';
import { RecentMessages } from './recent-messages.ts';
import { byTimeout, type Schedule } from './schedule.ts';
import type { PushTrouble } from './settings.ts';

/** What a feed is made with. */
interface LogFeedOptions {
  readonly messageLog: MessageLog;
  readonly bus: Bus;
  readonly report: (trouble: PushTrouble) => void;
  /** For tests that move time themselves. */
  readonly schedule?: Schedule;
}

/** By this signal a server tells of messages that are too many for the bus: they are to be read from the log. */
const NUMBERED = 'push/numbered';

/** How many messages are numbered or read at once. */
const BATCH = 500;

/**
 * After messages were numbered, those that were stored meanwhile wait so long, to be numbered together: each time costs
 * a transaction, however many they are. The first after a while is numbered at once. Milliseconds.
 */
const NUMBERING_REST = 10;

/** How much is told on the bus at once, in UTF-8 at most. */
const LARGEST_TOLD = 900_000;

/** How many batches may be on their way to a bus that takes none. What is not told is found by the sweep. */
const MOST_UNTOLD = 50;

/** How many messages wait for one before them; beyond that, they are read from the log. */
const MOST_AHEAD = 10_000;

/** Milliseconds. */
const SWEEP_INTERVAL = 1000;
const RETRY_DELAY = 200;
/** How long a bus may take for what is told at the end. */
const LAST_WORDS = 1000;
/** For how long a missing message may be on its way by the bus before it is looked for in the log. */
const GAP_PATIENCE = 10;

const ASKING = 'asking the message log';
const TELLING = 'telling other servers of messages';

const FORGOTTEN: MessagesForgotten = { kind: 'messages-forgotten' };

/** The feed of a server: it numbers what was appended here, tells the others, and passes on what all of them tell. */
export class LogFeed implements Feed {
  readonly #log: MessageLog;
  readonly #bus: Bus;
  readonly #report: (trouble: PushTrouble) => void;
  readonly #schedule: Schedule;
  readonly #sinks = new Set<FeedSink>();
  readonly #recent = new RecentMessages();
  /** Messages that came before one that belongs before them. */
  readonly #ahead = new Map<number, Message>();
  readonly #untold = new Set<Promise<void>>();
  readonly #ends: (() => void)[] = [];
  /** Undefined until the first start. */
  #position: number | undefined;
  #life: 'stopped' | 'starting' | 'running' | 'stopping' = 'stopped';
  #toNumber = false;
  #toRead = false;
  #work: Promise<void> | undefined;
  #cancelSweep = (): void => {};
  #cancelRetry = (): void => {};
  /** Set while nothing is numbered. */
  #cancelRest: (() => void) | undefined;
  #cancelGap: (() => void) | undefined;
  #sweeping: Promise<void> | undefined;
  readonly #troubled = new Set<string>();

  constructor({ messageLog, bus, report, schedule = byTimeout }: LogFeedOptions) {
    this.#log = messageLog;
    this.#bus = bus;
    this.#report = report;
    this.#schedule = schedule;
  }

  get position(): number {
    return this.#position ?? 0;
  }

  attach(sink: FeedSink): () => void {
    // A function of its own, so that the same sink may be attached twice.
    const attached: FeedSink = (messages) => sink(messages);
    this.#sinks.add(attached);
    return () => void this.#sinks.delete(attached);
  }

  between(
    after: number,
    through: number,
    { channels, limit }: { readonly channels: readonly string[]; readonly limit: number },
  ): ResultAsync<readonly Message[], MessagesForgotten | Unavailable> {
    if (!Number.isSafeInteger(after) || after < 0) return errAsync(FORGOTTEN);
    if (after === through) return okAsync([]);
    const isAsked = ({ channel, position }: Message): boolean => position <= through && channels.includes(channel);
    const recent = after < through ? this.#recent.between(after, through) : undefined;
    if (recent !== undefined) return okAsync(recent.filter(isAsked).slice(0, limit));
    // In this order: what is forgotten between the two is noticed.
    return this.#log.after(after, { limit, channels }).andThen((messages) =>
      this.#log.bounds().andThen(({ oldest, latest }) => {
        // A position that was never given is of another log than this one.
        if (after > latest || after + 1 < oldest) return errAsync(FORGOTTEN);
        return okAsync(messages.filter(isAsked));
      }),
    );
  }

  start(): ResultAsync<void, Unavailable> {
    if (this.#life !== 'stopped') return okAsync(undefined);
    this.#life = 'starting';
    // What comes from now on waits until it is known what was before.
    this.#ends.push(
      this.#bus.subscribe({
        receive: (event) => this.#receive(event),
        interrupted: () => this.#wish('read'),
      }),
      this.#log.onAppended(() => this.#wish('number')),
    );
    return this.#log
      .bounds()
      .map(({ latest, waiting }) => {
        this.#begin(latest, waiting);
      })
      .mapErr((error) => {
        this.#end();
        return error;
      });
  }

  async stop(): Promise<void> {
    if (this.#life !== 'running') return;
    this.#life = 'stopping';
    this.#cancelSweep();
    // What was appended until now is numbered and told, so that nobody has to find it.
    if (this.#toNumber) await this.#workOn();
    await Promise.all([this.#work, this.#sweeping]);
    await this.#within(LAST_WORDS, Promise.all(this.#untold));
    this.#end();
  }

  #begin(latest: number, waiting: boolean): void {
    this.#life = 'running';
    this.#position ??= latest;
    this.#toRead ||= latest > this.#position;
    this.#toNumber ||= waiting;
    this.#take([]);
    void this.#workOn();
    this.#sweepLater();
  }

  #end(): void {
    this.#life = 'stopped';
    for (const end of this.#ends.splice(0)) end();
    this.#cancelSweep();
    this.#cancelRetry();
    this.#cancelRest?.();
    this.#cancelRest = undefined;
    this.#cancelGap?.();
    this.#cancelGap = undefined;
    this.#ahead.clear();
  }

  #receive(event: BusEvent): void {
    if (event.kind === 'messages') this.#take(event.messages);
    else if (event.topic === NUMBERED && Number(event.data) > this.position) this.#wish('read');
  }

  #wish(what: 'number' | 'read'): void {
    if (what === 'number') this.#toNumber = true;
    else this.#toRead = true;
    void this.#workOn();
  }

  /** Does what there is to do; a call during the work waits for its end, which comes when nothing is left to do. */
  #workOn(): Promise<void> {
    if (this.#life !== 'running' && this.#life !== 'stopping') return Promise.resolve();
    return (this.#work ??= this.#doAll().finally(() => {
      this.#work = undefined;
    }));
  }

  async #doAll(): Promise<void> {
    for (;;) {
      const isToNumber = this.#toNumber && (this.#cancelRest === undefined || this.#life === 'stopping');
      if (!isToNumber && !this.#toRead) return;
      const done = await (isToNumber ? this.#number() : this.#read());
      if (done.isErr()) {
        this.#trouble(ASKING, done.error.cause);
        this.#cancelRetry();
        this.#cancelRetry = this.#schedule(() => void this.#workOn(), RETRY_DELAY);
        return;
      }
      this.#troubled.delete(ASKING);
    }
  }

  #number(): ResultAsync<void, Unavailable> {
    this.#toNumber = false;
    return this.#log
      .number({ limit: BATCH })
      .map((messages) => {
        if (messages.length === 0) return;
        if (messages.length >= BATCH) this.#toNumber = true;
        else this.#rest();
        this.#tell(messages);
        this.#take(messages);
      })
      .mapErr((error) => {
        this.#toNumber = true;
        return error;
      });
  }

  #rest(): void {
    this.#cancelRest ??= this.#schedule(() => {
      this.#cancelRest = undefined;
      void this.#workOn();
    }, NUMBERING_REST);
  }

  #read(): ResultAsync<void, Unavailable> {
    this.#toRead = false;
    return this.#log
      .after(this.position, { limit: BATCH })
      .map((messages) => {
        this.#toRead ||= messages.length >= BATCH;
        this.#takeFromLog(messages);
      })
      .mapErr((error) => {
        this.#toRead = true;
        return error;
      });
  }

  #tell(messages: readonly Message[]): void {
    if (this.#untold.size >= MOST_UNTOLD) return;
    const size = messages.reduce(
      (sum, { channel, event, data }) => sum + 200 + channel.length + 3 * (event.length + data.length),
      0,
    );
    const told: BusEvent =
      size <= LARGEST_TOLD
        ? { kind: 'messages', messages }
        : { kind: 'signal', topic: NUMBERED, data: String(messages.at(-1)?.position) };
    const telling = this.#bus
      .publish(told)
      .match(
        () => void this.#troubled.delete(TELLING),
        ({ cause }) => this.#trouble(TELLING, cause),
      )
      .finally(() => this.#untold.delete(telling));
    this.#untold.add(telling);
  }

  /** Takes messages that come in order, or do not. */
  #take(messages: readonly Message[]): void {
    const known = this.#position ?? -1;
    for (const message of messages) if (message.position > known) this.#ahead.set(message.position, message);
    if (this.#position === undefined) return;
    this.#pass(this.#following(this.#position));
    this.#mindGap();
  }

  /** Takes messages of the log, which has no gap; where one seems to be, messages were forgotten. */
  #takeFromLog(messages: readonly Message[]): void {
    const unseen = messages.filter(({ position }) => position > this.position);
    if (unseen[0] !== undefined && unseen[0].position > this.position + 1) this.#recent.clear();
    this.#pass(unseen);
    this.#take([]);
  }

  /** Takes those out of what waits that follow on a position. */
  #following(position: number): readonly Message[] {
    const messages: Message[] = [];
    for (let next = this.#ahead.get(position + 1); next !== undefined; next = this.#ahead.get(next.position + 1)) {
      messages.push(next);
      this.#ahead.delete(next.position);
    }
    return messages;
  }

  #pass(messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last === undefined) return;
    this.#position = last.position;
    this.#recent.add(messages);
    // One that is attached meanwhile begins after these.
    for (const sink of Array.from(this.#sinks)) sink(messages);
  }

  #mindGap(): void {
    for (const position of this.#ahead.keys()) if (position <= this.position) this.#ahead.delete(position);
    if (this.#ahead.size > MOST_AHEAD) this.#ahead.clear();
    else if (this.#ahead.size === 0) return;
    this.#cancelGap ??= this.#schedule(() => {
      this.#cancelGap = undefined;
      if (this.#ahead.size > 0) this.#wish('read');
    }, GAP_PATIENCE);
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#schedule(() => {
      this.#sweeping = this.#sweep();
    }, SWEEP_INTERVAL);
  }

  /** Looks for what no bus has told of, and what a server left that is no more. */
  async #sweep(): Promise<void> {
    const bounds = await this.#log.bounds();
    // It is being stopped, and nothing is looked for any more.
    if (this.#life !== 'running') return;
    if (bounds.isErr()) this.#trouble(ASKING, bounds.error.cause);
    else {
      this.#toNumber ||= bounds.value.waiting;
      this.#toRead ||= bounds.value.latest > this.position;
      await this.#workOn();
    }
    this.#sweepLater();
  }

  /** Reports the first of several troubles in a row. */
  #trouble(doing: string, cause: unknown): void {
    if (!this.#troubled.has(doing)) this.#report({ doing, cause });
    this.#troubled.add(doing);
  }

  async #within(milliseconds: number, work: Promise<unknown>): Promise<void> {
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#schedule(resolve, milliseconds);
    });
    await Promise.race([work, late]);
    cancel();
  }
}
