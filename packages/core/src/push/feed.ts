import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import type { Message } from './message.ts';

/**
 * Gets the messages of a feed, in order, each once. Must neither throw nor take long: it queues what it can't pass on.
 *
 * @example
 * ```ts
 * const detach = push.feed.attach((messages) => sockets.broadcast(messages));
 * ```
 */
export type FeedSink = (messages: readonly Message[]) => void;

/**
 * A server's view of the message log: every message that any server numbers, in the order of positions, with no gap and
 * no repeat. What the bus brings is passed on at once; what it loses is read from the log.
 *
 * @example
 * ```ts
 * const { position } = push.feed;
 * const missed = await push.feed.between(lastEventId, position, ['news']);
 * ```
 */
export interface Feed {
  /** The position of the latest message that sinks got. */
  readonly position: number;
  /** Attaches a sink: it gets every message after {@link Feed.position}. The function given back detaches it. */
  attach(sink: FeedSink): () => void;
  /**
   * Messages of some channels after one position up to another, in order, at most `limit`: what a reader missed. With
   * `kind: 'forgotten'` some of them are no longer kept.
   */
  between(
    after: number,
    through: number,
    request: { readonly channels: readonly string[]; readonly limit: number },
  ): ResultAsync<readonly Message[], MessagesForgotten | Unavailable>;
  /** Looks for messages and numbers what waits, until it is stopped. */
  start(): ResultAsync<void, Unavailable>;
  stop(): Promise<void>;
}

/**
 * Messages after a position are no longer kept: whoever wants them reads the whole state anew.
 *
 * @example
 * ```ts
 * await feed.between(0, feed.position, request); // Err({ kind: 'messages-forgotten' })
 * ```
 */
export interface MessagesForgotten {
  readonly kind: 'messages-forgotten';
}
