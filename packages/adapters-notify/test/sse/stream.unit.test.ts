import { okAsync } from 'neverthrow';
import type { Feed, Message } from '@quintet/core';
import { expect, test } from 'vitest';
import { Audience } from '../../src/sse/audience.ts';
import type { Reader } from '../../src/sse/reader.ts';
import { serve } from '../../src/sse/stream.ts';
import { messageAt } from '../support/messages.ts';

/** A feed that passes a message on exactly so many turns after it has answered. */
class Meddling {
  position = 2;
  readonly audience = new Audience();
  readonly #turns: number;
  readonly #log: Message[] = [messageAt(1), messageAt(2)];

  constructor(turns: number) {
    this.#turns = turns;
  }

  between(after: number, through: number): ReturnType<Feed['between']> {
    const missed = this.#log.filter(({ position }) => position > after && position <= through);
    const answer = okAsync(missed);
    void this.#passLater();
    return answer;
  }

  async #passLater(): Promise<void> {
    for (let turn = 0; turn < this.#turns; turn += 1) await Promise.resolve();
    if (this.position > 2) return;
    const message = messageAt(3);
    this.#log.push(message);
    this.position = 3;
    this.audience.tell([message]);
  }
}

test.each(Array.from({ length: 25 }, (_, turns) => turns))(
  'a message that comes %i turns after what was missed is neither lost nor told twice',
  async (turns) => {
    const feed = new Meddling(turns);
    let text = '';
    const reader = {
      isOpen: true,
      write: (chunk: Buffer | string) => (text += String(chunk)) !== '',
      drained: async () => {},
      end: () => {},
    };
    const request = { channels: ['com.vivere.announcement'], after: 0 };
    await serve(reader as unknown as Reader, request, {
      feed: feed as unknown as Feed,
      audience: feed.audience,
      aheadPatience: 0,
    });
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    expect([...text.matchAll(/^id: (\d+)\nevent/gm)].map(([, id]) => id)).toEqual(['1', '2', '3']);
  },
);
