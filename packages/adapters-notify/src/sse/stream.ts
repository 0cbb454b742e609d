import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Feed, Message } from '@quintet/core';
import type { Audience } from './audience.ts';
import { encodeMessage, opening, reset } from './event.ts';
import { Reader } from './reader.ts';
import type { StreamHeaders } from './answers.ts';

/** Messages that a reader who catches up is given at once. */
const PAGE = 200;

/** For how long a reader who is ahead of this server is waited for, and how often it is looked at. Milliseconds. */
const AHEAD = { longest: 3_000, interval: 50 };

/** Browsers whose streams end together connect again one after the other, within this time. Milliseconds. */
const RETRY = { least: 1_000, spread: 2_000 };

/** Writes the head of a stream; its body ends with the connection, so that nothing is written around each event. */
export function beginStream(outgoing: ServerResponse, incoming: IncomingMessage, headers: StreamHeaders): void {
  outgoing.useChunkedEncodingByDefault = false;
  outgoing.shouldKeepAlive = false;
  outgoing.writeHead(200, {
    ...headers.usual(incoming),
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Proxies of nginx's kind would keep events until they have a page of them.
    'X-Accel-Buffering': 'no',
  });
}

/**
 * Lets a reader have what it missed, and then what comes, without a gap between the two. Resolves when it has caught up
 * or is gone.
 *
 * @param after - The position of the latest message that it got; absent: it missed nothing.
 * @returns Takes the reader out of the audience; `undefined`: it never got there.
 */
export async function serve(
  reader: Reader,
  { channels, after }: { readonly channels: readonly string[]; readonly after?: number },
  feed: Feed,
  audience: Audience,
): Promise<(() => void) | undefined> {
  reader.write(opening(retry(), after ?? feed.position));
  const missed = after === undefined || (await catchUp(reader, channels, after, feed));
  if (!reader.isOpen || missed === 'unavailable') {
    // The browser comes again, and names how far it got.
    reader.end();
    return undefined;
  }
  // From here to the seat nothing is waited for, so no message can come between.
  if (missed === 'forgotten') reader.write(reset(feed.position));
  return audience.seat(reader, channels);
}

function retry(): number {
  return RETRY.least + Math.floor(Math.random() * RETRY.spread);
}

async function catchUp(
  reader: Reader,
  channels: readonly string[],
  after: number,
  feed: Feed,
): Promise<true | 'forgotten' | 'unavailable'> {
  let reached = after;
  // Another server may have told the reader of more than this one has heard of by now.
  for (let waited = 0; reached > feed.position && waited < AHEAD.longest; waited += AHEAD.interval)
    await sleep(AHEAD.interval);
  // So much more there never was: it read another log.
  if (reached > feed.position) return 'forgotten';

  while (reader.isOpen && reached < feed.position) {
    const through = feed.position;
    const missed = await feed.between(reached, through, { channels, limit: PAGE });
    if (missed.isErr()) return missed.error.kind === 'messages-forgotten' ? 'forgotten' : 'unavailable';
    const messages: readonly Message[] = missed.value;
    if (messages.length > 0) reader.write(Buffer.concat(messages.map(encodeMessage)));
    reached = messages.length < PAGE ? through : (messages.at(-1)?.position ?? through);
    await reader.drained();
  }
  return true;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
