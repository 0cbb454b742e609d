import { randomBytes } from 'node:crypto';
import { unavailable, type Bus, type BusEvent, type BusListener, type Message, type Unavailable } from '@quintet/core';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Store } from '../database/store.ts';
import { TELL_SERVERS } from './message-statements.ts';
import type { Notifications } from './notifications.ts';

/** PostgreSQL takes payloads of less than 8,000 bytes; this leaves room for the head. */
const LARGEST_PIECE = 7900;

/** How much is told in one transaction, in pieces. */
const MOST_PIECES = 500;

interface Waiting {
  readonly pieces: readonly string[];
  readonly settle: (result: Result<void, Unavailable>) => void;
}

interface Assembly {
  readonly number: string;
  readonly pieces: string[];
}

/**
 * A bus over LISTEN and NOTIFY. An event that is too large for one notification comes in several, which one transaction
 * sends, so that those of one sender follow on each other. Events that are published while others are being sent go
 * out together.
 */
export class NotifyBus implements Bus {
  readonly #store: Store;
  readonly #notifications: Notifications;
  readonly #listeners = new Set<BusListener>();
  readonly #sender = randomBytes(6).toString('base64url');
  readonly #waiting: Waiting[] = [];
  /** By sender. */
  readonly #assemblies = new Map<string, Assembly>();
  #count = 0;
  #isSending = false;
  #endListening: (() => void) | undefined;

  constructor(store: Store, notifications: Notifications) {
    this.#store = store;
    this.#notifications = notifications;
  }

  publish(event: BusEvent): ResultAsync<void, Unavailable> {
    this.#count += 1;
    const pieces = piecesOf(JSON.stringify(event), `${this.#sender} ${this.#count}`);
    const { promise, resolve } = Promise.withResolvers<Result<void, Unavailable>>();
    this.#waiting.push({ pieces, settle: resolve });
    if (!this.#isSending) void this.#sendAll();
    return new ResultAsync(promise);
  }

  subscribe(listener: BusListener): () => void {
    const own: BusListener = {
      receive: (event) => listener.receive(event),
      interrupted: () => listener.interrupted(),
    };
    this.#listeners.add(own);
    this.#endListening ??= this.#notifications.listen('quintet_push_bus', {
      receive: (payload) => this.#receive(payload),
      interrupted: () => this.#interrupted(),
    });
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#endListening?.();
      this.#endListening = undefined;
    };
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.length > 0) {
      const sent = this.#next();
      const pieces = sent.flatMap((waiting) => waiting.pieces);
      const told = await this.#tell(pieces);
      for (const { settle } of sent) settle(told);
    }
    this.#isSending = false;
  }

  /** As many events as go well together, at least one. */
  #next(): readonly Waiting[] {
    let count = 0;
    let pieces = 0;
    for (const waiting of this.#waiting) {
      pieces += waiting.pieces.length;
      if (count > 0 && pieces > MOST_PIECES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #tell(pieces: readonly string[]): Promise<Result<void, Unavailable>> {
    try {
      const told = await this.#store.write(TELL_SERVERS, [pieces], undefined);
      return told.isErr() ? err(told.error) : ok(undefined);
    } catch (error) {
      // Such as a queue of notifications that is full, because somebody listens and does not take them.
      return err(unavailable(error));
    }
  }

  #interrupted(): void {
    this.#assemblies.clear();
    for (const listener of Array.from(this.#listeners)) listener.interrupted();
  }

  #receive(payload: string): void {
    const [, sender, number, index, count, piece] = /^(\S+) (\d+) (\d+)\/(\d+) (.*)$/su.exec(payload) ?? [];
    if (sender === undefined || number === undefined || piece === undefined) return;
    const text = count === '1' ? piece : this.#assemble({ sender, number, index, count, piece });
    const event = text === undefined ? undefined : read(text);
    if (event === undefined) return;
    for (const listener of Array.from(this.#listeners)) listener.receive(event);
  }

  /** The whole text, with its last piece. One of which pieces are missing is dropped. */
  #assemble(part: {
    readonly sender: string;
    readonly number: string;
    readonly index: string | undefined;
    readonly count: string | undefined;
    readonly piece: string;
  }): string | undefined {
    const { sender, number, piece } = part;
    if (part.index === '0') this.#assemblies.set(sender, { number, pieces: [] });
    const assembly = this.#assemblies.get(sender);
    if (assembly?.number !== number || assembly.pieces.length !== Number(part.index)) return undefined;
    assembly.pieces.push(piece);
    if (assembly.pieces.length < Number(part.count)) return undefined;
    this.#assemblies.delete(sender);
    return assembly.pieces.join('');
  }
}

/** Cuts a text so that each piece is small enough, and no character is cut. */
function piecesOf(text: string, head: string): readonly string[] {
  const bytes = Buffer.byteLength(text);
  // Three bytes a UTF-16 code unit are the most that there are.
  const length = bytes === text.length ? LARGEST_PIECE : Math.floor(LARGEST_PIECE / 3);
  const cuts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = start + length;
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    cuts.push(text.slice(start, end));
    start = end;
  }
  return cuts.map((cut, index) => `${head} ${index}/${cuts.length} ${cut}`);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** `undefined` for what is none of ours. */
function read(text: string): BusEvent | undefined {
  try {
    const event = JSON.parse(text) as BusEvent;
    if (event.kind !== 'messages') return event;
    return { kind: 'messages', messages: event.messages.map(withMoment) };
  } catch {
    return undefined;
  }
}

function withMoment(message: Message): Message {
  return { ...message, createdAt: new Date(message.createdAt) };
}
