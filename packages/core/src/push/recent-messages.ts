import type { Message } from './message.ts';

/** How much is kept, in UTF-16 code units of data. */
const LARGEST = 4_000_000;

/** The latest messages that a server has seen, so that readers who were away for a moment need not ask the log. */
export class RecentMessages {
  #messages: Message[] = [];
  #size = 0;

  add(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#messages.push(message);
      this.#size += weightOf(message);
    }
    if (this.#size > LARGEST) this.#shrink();
  }

  /** Messages after a position, up to another; `undefined`: some of them are not kept here. */
  between(after: number, through: number): readonly Message[] | undefined {
    const first = this.#messages[0]?.position;
    if (first === undefined || first > after + 1) return undefined;
    return this.#messages.slice(after + 1 - first, through + 1 - first);
  }

  /** Forgets all: what comes next does not follow on what was. */
  clear(): void {
    this.#messages = [];
    this.#size = 0;
  }

  /** Forgets the older half, so that it need not be done again soon. */
  #shrink(): void {
    let dropped = 0;
    while (this.#size > LARGEST / 2) {
      const message = this.#messages[dropped];
      if (message === undefined) break;
      this.#size -= weightOf(message);
      dropped += 1;
    }
    this.#messages.splice(0, dropped);
  }
}

function weightOf({ data }: Message): number {
  return data.length + 500;
}
