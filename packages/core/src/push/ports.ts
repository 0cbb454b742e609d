import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { Message, NewMessage } from './message.ts';

/**
 * Where messages wait, and the log they get into. A message is stored with the change that it tells of, in one
 * transaction. After that, {@link MessageLog.number} gives it its place, once, on whichever server gets to it first.
 *
 * @example
 * ```ts
 * await unitOfWork.run((transaction) =>
 *   announcements.add(announcement, transaction).andThen(() => messageLog.append([message], transaction)),
 * );
 * await messageLog.number({ limit: 500 }); // Ok([{ ...message, position: 1 }])
 * ```
 */
export interface MessageLog {
  /** Stores messages, in their order. Nobody sees them until the transaction is committed. */
  append(messages: readonly NewMessage[], transaction?: Transaction): ResultAsync<void, Unavailable>;

  /**
   * Calls the listener after a transaction of this process with messages was committed (perhaps once for several), and
   * as soon as it can be known when another process that has no listener stored some. The listener must not throw.
   *
   * @returns Ends the listening.
   */
  onAppended(listener: () => void): () => void;

  /**
   * Gives the next positions to messages that are committed and have none, the longest stored first, and gives them
   * in order of their positions. Of two messages of which one was stored after the other was committed, that one gets
   * the higher position. Positions become visible in their order: who has seen one has been able to see all lower ones.
   */
  number(request: { readonly limit: number }): ResultAsync<readonly Message[], Unavailable>;

  /** Messages with higher positions, in order; of some channels, or of all. */
  after(
    position: number,
    request: { readonly limit: number; readonly channels?: readonly string[] },
  ): ResultAsync<readonly Message[], Unavailable>;

  bounds(): ResultAsync<LogBounds, Unavailable>;

  /**
   * Forgets messages from the oldest on, up to the first that was created at or after the moment, or that a delivery
   * waits for; tells how many.
   *
   * @param waitedSince - Messages that were created before it are not waited for any longer.
   */
  purge(createdBefore: Date, waitedSince: Date): ResultAsync<number, Unavailable>;
}

/**
 * How far a log reaches.
 *
 * @example
 * ```ts
 * const isKept = (position: number, { oldest, latest }: LogBounds) => position >= oldest && position <= latest;
 * ```
 */
export interface LogBounds {
  /** The lowest position that is still kept; one more than the latest where none is. */
  readonly oldest: number;
  /** The latest position that was given; from 0. */
  readonly latest: number;
  /** Whether messages are committed that have no position yet. */
  readonly waiting: boolean;
}

/**
 * What servers tell each other.
 *
 * @example
 * ```ts
 * const event: BusEvent = { kind: 'signal', topic: 'presence', data: '{"channel":"presence-organizers"}' };
 * ```
 */
export type BusEvent =
  | { readonly kind: 'messages'; readonly messages: readonly Message[] }
  /** Passes by and is kept nowhere: whoever is not there misses it. */
  | { readonly kind: 'signal'; readonly topic: string; readonly data: string };

/**
 * What a server hears from the bus. Must not throw.
 *
 * @example
 * ```ts
 * const listener: BusListener = { receive: (event) => log.push(event), interrupted: () => void feed.catchUp() };
 * ```
 */
export interface BusListener {
  receive(event: BusEvent): void;
  /** Events may have been missed; from now on they are heard again. */
  interrupted(): void;
}

/**
 * Carries events to every server, the sender's own included. It is quick rather than sure: messages that it loses are
 * found in the {@link MessageLog}. Events of one sender arrive in their order. Events of any size up to 1 MiB pass.
 *
 * @example
 * ```ts
 * const end = bus.subscribe(listener);
 * await bus.publish({ kind: 'messages', messages });
 * end();
 * ```
 */
export interface Bus {
  publish(event: BusEvent): ResultAsync<void, Unavailable>;
  /** @returns Ends the listening. */
  subscribe(listener: BusListener): () => void;
}

/**
 * Who is present in a channel.
 *
 * @example
 * ```ts
 * const member: Member = { userId: '7', info: '{"name":"Ann"}' };
 * ```
 */
export interface Member {
  readonly userId: string;
  /** Text in JSON. */
  readonly info: string;
}

/**
 * Who is present in channels, over all servers. One is present as long as one of their connections on any server is;
 * connections of a server that gave no sign of life for a while count no more.
 *
 * @example
 * ```ts
 * const joined = await presence.join({ channel, connection: '12.34', server: 'a', member, now });
 * joined.map(({ isFirst }) => isFirst); // whether others are to be told
 * ```
 */
export interface PresenceRegistry {
  /** Adds a connection; `isFirst`: the member was not present before. */
  join(entry: {
    readonly channel: string;
    readonly connection: string;
    readonly server: string;
    readonly member: Member;
    readonly now: Date;
  }): ResultAsync<{ readonly isFirst: boolean }, Unavailable>;
  /** Removes a connection; `left`: the member who is present no more by it. */
  leave(entry: {
    readonly channel: string;
    readonly connection: string;
    readonly server: string;
  }): ResultAsync<{ readonly left?: Member }, Unavailable>;
  members(channel: string): ResultAsync<readonly Member[], Unavailable>;
  /**
   * Notes that a server lives, removes the connections of servers that gave no sign since `deadBefore`, and tells who
   * is present no more by that.
   */
  keepAlive(request: {
    readonly server: string;
    readonly now: Date;
    readonly deadBefore: Date;
  }): ResultAsync<readonly { readonly channel: string; readonly member: Member }[], Unavailable>;
}
