import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { channelKind, type Actor, type Connections, type Gauge, type Identity, type Push } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import { until } from '../until.ts';
import { answerPreflight, refusal, refuse, streamHeaders, type Refusal } from './answers.ts';
import { Audience } from './audience.ts';
import { Reader } from './reader.ts';
import { readRequest, type StreamRequest } from './request.ts';
import { beginStream, serve } from './stream.ts';

/**
 * What streams are made with.
 *
 * @example
 * ```ts
 * const { push, identity } = createQuintet(memoryAdapters());
 * const options: SseOptions = { push, identity, path: '/hackathon/stream', corsOrigins: ['*'] };
 * ```
 */
export interface SseOptions {
  readonly push: Push;
  readonly identity: Pick<Identity, 'authenticate'>;
  /** Where streams are read: `/hackathon/stream`. */
  readonly path: string;
  /** The origins (`https://app.example.com`) whose pages may read; `*` for all. */
  readonly corsOrigins: readonly string[];
  /** Whether browsers are told to stay with TLS; absent: no. */
  readonly strictTransport?: boolean;
  /** Milliseconds between two signs of life; absent: 15 s. */
  readonly heartbeat?: number;
  /** Milliseconds between two looks at whether who reads private channels still may; absent: a minute. */
  readonly review?: number;
  /**
   * Milliseconds for which a reader is waited for that got more from another server than this one has heard of; absent:
   * 3 s.
   */
  readonly aheadPatience?: number;
  /** Bytes that wait for one reader at most, then it is dropped; absent: 2 MiB. */
  readonly largestBuffer?: number;
  /** Told of what went wrong and must not; the reader concerned is dropped. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * Streams of events on a server's port.
 *
 * @example
 * ```ts
 * const sse: SseConnections = createSse(options);
 * createServer((incoming, outgoing) => void sse.request(incoming, outgoing));
 * ```
 */
export interface SseConnections extends Connections<IncomingMessage, ServerResponse, Duplex> {
  request(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** How many read, and how many were dropped. */
  gauges(): readonly Gauge[];
}

const HEARTBEAT = 15_000;
const REVIEW = 60_000;
const AHEAD_PATIENCE = 3_000;

const UNAVAILABLE = 503;

/** When all streams end, readers have so long to take what was written to them. Milliseconds. */
const FAREWELL = 1_000;

/**
 * Serves messages as server-sent events: `GET <path>?channels=a,b`. A reader that names the last event it got (header
 * `Last-Event-ID`, or `?last_event_id=`) gets what it missed first. Private and presence channels are read with a token
 * by whoever `push.authorizeChannel` lets in.
 *
 * @example
 * ```ts
 * const sse = createSse({ push, identity, path: '/stream', corsOrigins: ['*'] });
 * createServer((incoming, outgoing) => sse.request(incoming, outgoing) || outgoing.writeHead(404).end());
 * ```
 */
export function createSse(options: SseOptions): SseConnections {
  const {
    push,
    path,
    heartbeat = HEARTBEAT,
    review: reviewInterval = REVIEW,
    aheadPatience = AHEAD_PATIENCE,
    largestBuffer,
  } = options;
  const headers = streamHeaders(options.corsOrigins, options.strictTransport ?? false);
  const audience = new Audience();
  const open = new Map<Reader, () => void>();
  let isClosing = false;

  const detach = push.feed.attach((messages) => audience.tell(messages));
  const beats = setInterval(() => {
    // Also those who catch up, and have no seat yet.
    for (const reader of open.keys()) if (reader.hasStalled()) audience.drop(reader);
    audience.keepAlive(push.feed.position);
  }, heartbeat).unref();

  const stream = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = readRequest(incoming);
    const admitted = request.isErr() ? err(request.error) : await admit(request.value, options);
    if (request.isErr() || admitted.isErr()) {
      refuse(outgoing, incoming, request.isErr() ? request.error : admitted._unsafeUnwrapErr(), headers);
      return;
    }
    if (isClosing) return refuse(outgoing, incoming, refusal('unavailable', '', { 'Retry-After': 1 }), headers);
    incoming.resume();
    beginStream(outgoing, incoming, headers);
    if (incoming.method === 'HEAD') return void outgoing.end();
    outgoing.flushHeaders();
    // Behind another answer on the same connection there is no connection yet.
    const { socket } = outgoing;
    if (socket === null || socket.destroyed) return void outgoing.destroy();

    const reader = new Reader(outgoing, socket, largestBuffer);
    const leave = watch(reader, request.value, admitted.value);
    outgoing.once('close', leave);
    const unseat = await serve(reader, request.value, { feed: push.feed, audience, aheadPatience });
    if (unseat === undefined) return;
    if (open.has(reader)) open.set(reader, unseat);
    else unseat();
  };

  /** Keeps a reader for as long as it reads, and may. */
  const watch = (reader: Reader, request: StreamRequest, actor: Actor | undefined): (() => void) => {
    open.set(reader, () => {});
    const reviews =
      actor === undefined ? undefined : setInterval(() => void review(reader, request), reviewInterval).unref();
    return () => {
      clearInterval(reviews);
      open.get(reader)?.();
      open.delete(reader);
    };
  };

  /** Ends the stream of who may not read any more, such as after a password was changed. */
  const review = async (reader: Reader, request: StreamRequest): Promise<void> => {
    const admitted = await admit(request, options);
    if (admitted.isErr() && admitted.error.status !== UNAVAILABLE) reader.end();
  };

  return {
    request(incoming, outgoing) {
      if (pathOf(incoming.url) !== path) return false;
      const { method } = incoming;
      if (method === 'OPTIONS') answerPreflight(outgoing, incoming, headers);
      else if (method !== 'GET' && method !== 'HEAD')
        refuse(outgoing, incoming, refusal('method-not-allowed'), headers);
      else {
        void stream(incoming, outgoing).catch((error: unknown) => {
          outgoing.destroy();
          options.onTrouble?.(error);
        });
      }
      return true;
    },
    async close() {
      isClosing = true;
      clearInterval(beats);
      detach();
      for (const reader of open.keys()) reader.end();
      await until(FAREWELL, () => open.size === 0, FAREWELL / 20);
      for (const reader of open.keys()) reader.drop();
    },
    gauges: () => [
      { name: 'quintet_sse_readers', help: 'Readers of server-sent events.', value: open.size },
      {
        name: 'quintet_sse_readers_dropped',
        help: 'Readers of server-sent events that were dropped because they did not read.',
        value: audience.dropped,
      },
    ],
  };
}

/** Lets in who may read all of the channels: the actor, where one is needed. */
async function admit(
  { channels, token }: StreamRequest,
  { push, identity }: SseOptions,
): Promise<Result<Actor | undefined, Refusal>> {
  const closed = channels.filter((channel) => channelKind(channel) !== 'public');
  if (closed.length === 0) return ok(undefined);
  if (token === undefined) return err(refusal('token-missing'));
  const actor = await identity.authenticate(token);
  if (actor.isErr()) {
    return err(actor.error.kind === 'unavailable' ? unavailableFor(actor.error) : refusal('token-invalid'));
  }
  for (const channel of closed) {
    const entry = await push.authorizeChannel(actor.value, channel);
    if (entry.isErr()) {
      return err(
        entry.error.kind === 'unavailable' ? unavailableFor(entry.error) : refusal('channel-forbidden', channel),
      );
    }
  }
  return ok(actor.value);
}

function unavailableFor({ retryAfter }: { readonly retryAfter: number }): Refusal {
  return refusal('unavailable', '', { 'Retry-After': retryAfter });
}

/** The path of a request, without query and closing slash. */
function pathOf(url = ''): string {
  const path = /^[^?#]*/.exec(url.replace(/^https?:\/\/[^/?#]*/i, ''))?.[0] ?? '';
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
