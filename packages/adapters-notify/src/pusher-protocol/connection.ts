import type { Duplex } from 'node:stream';
import type { Member } from '@quintet/core';
import { WebSocket } from 'ws';
import type { PusherLimits } from './app.ts';
import { textFrame } from './frames.ts';
import { CODES, errorText } from './protocol.ts';
import { Rate } from './rate.ts';
import type { Listening } from './silence.ts';

/** What a client may send a second, whatever it is, and how much of it at once: as after it has connected anew. */
const FRAMES_PER_SECOND = 50;
const FRAMES_AT_ONCE = 500;

/** Milliseconds that a reader which has fallen behind has to read why its connection ends. */
const LAST_WORDS = 1_000;

/** A channel that a connection is subscribed to. */
export interface Subscription {
  readonly channel: string;
  /** As whom; in presence channels. */
  readonly member?: Member;
  /** It was ended, perhaps before it had begun. */
  hasEnded: boolean;
}

/** A client that is connected. */
export class Connection implements Listening {
  readonly socketId: string;
  readonly subscriptions: Map<string, Subscription> = new Map();
  /** The user that the client has signed in as. */
  userId: string | undefined;
  heardAt = 0;
  askedAt = 0;
  /** What its presence in channels waits for: one step after the other, in the order in which they were asked for. */
  presenceWork: Promise<void> = Promise.resolve();
  readonly frames: Rate = new Rate(FRAMES_PER_SECOND, FRAMES_AT_ONCE);
  readonly clientEvents: Rate;
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #buffer: number;
  readonly #onDropped: () => void;

  /** @param onDropped - Called when it had to be ended because nobody reads it. */
  constructor(
    socketId: string,
    webSocket: WebSocket,
    socket: Duplex,
    { buffer, clientEvents }: PusherLimits,
    onDropped: () => void,
  ) {
    this.socketId = socketId;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#buffer = buffer;
    this.#onDropped = onDropped;
    this.clientEvents = new Rate(clientEvents);
  }

  send(text: string): void {
    this.write(textFrame(text));
  }

  /**
   * Sends a frame that was made before, and that many get: written to the bare connection, since the library would make
   * one for each.
   */
  write(frame: Buffer): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.writableLength > this.#buffer) this.#drop();
    else this.#socket.write(frame);
  }

  fail(code: number | null, message: string): void {
    this.send(errorText(code, message));
  }

  /** Ends it, and says why. */
  close(code: number, message: string): void {
    this.fail(code, message);
    this.#webSocket.close(code, message);
  }

  /** Ends it at once. */
  terminate(): void {
    this.#webSocket.terminate();
  }

  #drop(): void {
    this.#onDropped();
    this.#webSocket.close(CODES.overCapacity, 'You have fallen behind');
    setTimeout(() => this.#webSocket.terminate(), LAST_WORDS).unref();
  }
}
