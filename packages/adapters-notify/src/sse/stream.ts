import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Feed } from '@quintet/core';
import { until } from '../until.ts';
import type { Audience } from './audience.ts';
import { encodeMessage, opening, reset } from './event.ts';
import type { Reader } from './reader.ts';
import type { StreamHeaders } from './answers.ts';

/** Messages that a reader who catches up is given at once. */
const PAGE = 200;

/** How often it is looked whether the server has come to where a reader is already. Milliseconds. */
const LOOK = 50;

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

/** What a stream is served from. */
export interface StreamSource {
  readonly feed: Feed;
  readonly audience: Audience;
  /** For how long a reader is waited for that is ahead of this server, in milliseconds. */
  readonly aheadPatience: number;
}

/**
 * Lets a reader have what it missed, and then what comes, without a gap between the two. Resolves when it has caught up
 * or is gone.
 *
 * @param request - `after`: the position of the latest message that the reader got; absent: it missed nothing.
 * @returns Takes the reader out of the audience; `undefined`: it never got there.
 */
export async function serve(
  reader: Reader,
  { channels, after }: { readonly channels: readonly string[]; readonly after?: number },
  source: StreamSource,
): Promise<(() => void) | undefined> {
  const { feed, audience, aheadPatience } = source;
  let reached = after ?? feed.position;
  reader.write(opening(RETRY.least + Math.floor(Math.random() * RETRY.spread), reached));
  // Another server may have told the reader of more than this one has heard of by now.
  await until(aheadPatience, () => reached <= feed.position, LOOK);

  while (reader.isOpen && reached !== feed.position) {
    const next = await catchUp(reader, channels, reached, feed);
    if (next === 'forgotten') {
      reached = feed.position;
      reader.write(reset(reached));
    } else if (next === 'unavailable' || next < reached) break;
    else reached = next;
  }
  // Since the last look at the position nothing was waited for, so no message has come between.
  if (reader.isOpen && reached === feed.position) return audience.seat(reader, channels);
  // This server is behind, or can't tell. The browser comes again, perhaps to another, and names how far it got.
  reader.end();
  return undefined;
}

/** Gives a reader a page of what it missed, and tells how far that went. */
async function catchUp(
  reader: Reader,
  channels: readonly string[],
  reached: number,
  feed: Feed,
): Promise<number | 'forgotten' | 'unavailable'> {
  const through = feed.position;
  const missed = await feed.between(reached, through, { channels, limit: PAGE });
  if (missed.isErr()) return missed.error.kind === 'messages-forgotten' ? 'forgotten' : 'unavailable';
  const messages = missed.value;
  if (messages.length > 0) reader.write(Buffer.concat(messages.map(encodeMessage)));
  await reader.drained();
  return messages.length < PAGE ? through : (messages.at(-1)?.position ?? through);
}
