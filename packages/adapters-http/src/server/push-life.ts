import { setTimeout as sleep } from 'node:timers/promises';
import type { Push, PushTrouble } from '@quintet/core';
import type { Logger } from 'pino';

/** Milliseconds between one try to start and the next. */
const PAUSE = 500;

/** Lets messages flow while the server serves. */
export class PushLife {
  readonly #push: Push;
  readonly #signal: AbortSignal;

  /** @param signal - Ends the tries to start. */
  constructor(push: Push, signal: AbortSignal) {
    this.#push = push;
    this.#signal = signal;
  }

  /** Starts the feed, as soon as the log of messages can be asked, and then the relay. */
  async begin(onWaiting: (reason: string) => void): Promise<void> {
    while (!this.#signal.aborted) {
      const started = await this.#push.feed.start();
      if (started.isOk()) {
        this.#push.relay.start();
        return;
      }
      onWaiting('the log of messages is away');
      await sleep(PAUSE, undefined, { signal: this.#signal }).catch(() => {});
    }
  }

  /** Ends deliveries, then numbers what the last requests stored, so that other servers have it at once. */
  async end(): Promise<void> {
    await this.#push.relay.stop();
    await this.#push.feed.stop();
  }
}

/** Writes to the log what went wrong behind the scenes of push. */
export function reportTo(logger: Pick<Logger, 'warn'>): (trouble: PushTrouble) => void {
  return ({ doing, cause }) => logger.warn({ err: cause }, `push: ${doing} failed, trying again`);
}
