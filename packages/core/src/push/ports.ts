import type { ResultAsync } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
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

  /** The lowest position that is still kept (one more than the latest where none is), and the latest given (from 0). */
  bounds(): ResultAsync<{ readonly oldest: number; readonly latest: number }, Unavailable>;

  /** Forgets messages that were created before the moment, have positions and wait for no delivery; tells how many. */
  purge(createdBefore: Date): ResultAsync<number, Unavailable>;
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
 * One who is delivered to outside of the servers, such as a browser's push subscription or a webhook.
 *
 * @example
 * ```ts
 * const destination: Destination = {
 *   id: 'webhook:scoreboard',
 *   transport: 'webhook',
 *   address: { url: 'https://example.com/hook', secret: 'whsec_...' },
 *   channels: ['com.vivere.announcement'],
 * };
 * ```
 */
export interface Destination {
  /** Unique among all destinations: `<transport>:<name>`, up to 200 characters. */
  readonly id: string;
  /** The {@link Transport.name} that delivers there. */
  readonly transport: string;
  /** What the transport needs to know; JSON. It may hold secrets: never logged, never answered. */
  readonly address: unknown;
  /** Which channels are wanted; `'*'` alone: all public ones. */
  readonly channels: readonly string[];
  /** Whose it is; absent: the operator's. */
  readonly accountId?: AccountId;
}

/**
 * Destinations, and how far each has got in each channel. A destination gets messages from the time on when it was put.
 *
 * @example
 * ```ts
 * await deliveries.put(destination);
 * const due = await deliveries.claim({ owner: 'server-1', transports: ['webhook'], now, leaseUntil, limit: 10 });
 * ```
 */
export interface Deliveries {
  /** Adds a destination, or replaces the one with its id and keeps how far that had got. */
  put(destination: Destination): ResultAsync<void, Unavailable>;
  /** Removes it with all that is to be delivered there. Of one that is not there nothing is left to remove: `false`. */
  remove(destinationId: string): ResultAsync<boolean, Unavailable>;
  find(destinationId: string): ResultAsync<Destination | undefined, Unavailable>;
  /** The operator's destinations of a transport; with an account: that account's. By id. */
  list(of: {
    readonly transport: string;
    readonly accountId?: AccountId;
  }): ResultAsync<readonly Destination[], Unavailable>;

  /**
   * Takes on deliveries that are due: a channel of a destination that has messages beyond where it got to, whose next
   * attempt's time has come, and that nobody else's lease holds. Two servers never hold the same one. One claim has
   * the next messages of one channel for one destination, in order, 1 to `messages` of them.
   */
  claim(request: {
    readonly owner: string;
    readonly transports: readonly string[];
    readonly now: Date;
    readonly leaseUntil: Date;
    readonly limit: number;
    readonly messages: number;
  }): ResultAsync<readonly Delivery[], Unavailable>;

  /**
   * Notes what became of a claim, and gives it back, if its owner still holds it; `false`: somebody else took it on.
   */
  settle(delivery: Delivery, outcome: DeliveryOutcome): ResultAsync<boolean, Unavailable>;

  /** When the next attempt of one of the transports is due, or the next lease ends; absent: nothing waits. */
  nextDue(transports: readonly string[]): ResultAsync<Date | undefined, Unavailable>;

  /** What was given up, the latest first. */
  deadLetters(request: {
    readonly limit: number;
    readonly before?: number;
  }): ResultAsync<readonly DeadLetter[], Unavailable>;
  findDeadLetter(id: number): ResultAsync<DeadLetter | undefined, Unavailable>;
  /** Of any number of removals of the same one, one is told `true`. */
  removeDeadLetter(id: number): ResultAsync<boolean, Unavailable>;
}

/**
 * Messages of one channel that one server has taken on to deliver to one destination.
 *
 * @example
 * ```ts
 * const last = ({ messages }: Delivery) => messages.at(-1)?.position;
 * ```
 */
export interface Delivery {
  readonly destination: Destination;
  readonly channel: string;
  readonly messages: readonly Message[];
  /** How often the first of them was tried before. */
  readonly attempts: number;
  readonly owner: string;
}

/**
 * What became of a delivery.
 *
 * @example
 * ```ts
 * const outcome: DeliveryOutcome = { kind: 'delivered', through: 17 };
 * ```
 */
export type DeliveryOutcome =
  /** All messages up to this position. */
  | { readonly kind: 'delivered'; readonly through: number }
  /** Up to `through` (absent: none); the next is to be tried again. */
  | { readonly kind: 'retry'; readonly through?: number; readonly at: Date; readonly reason: string }
  /** Up to `through` (absent: none); the next is given up, becomes a dead letter, and those behind it go on. */
  | { readonly kind: 'given-up'; readonly through?: number; readonly at: Date; readonly reason: string };

/**
 * A message that could not be delivered for too long, or was refused for good.
 *
 * @example
 * ```ts
 * const line = ({ id, destinationId, reason }: DeadLetter) => `${id} ${destinationId}: ${reason}`;
 * ```
 */
export interface DeadLetter {
  readonly id: number;
  readonly destinationId: string;
  readonly message: Message;
  readonly attempts: number;
  readonly reason: string;
  readonly givenUpAt: Date;
}

/**
 * Delivers messages to destinations outside of the servers.
 *
 * @example
 * ```ts
 * const transport: Transport = {
 *   name: 'console',
 *   deliver: (destination, messages) => {
 *     for (const { channel, event, data } of messages) console.log(channel, event, data);
 *     return okAsync(undefined);
 *   },
 * };
 * ```
 */
export interface Transport {
  /** As in {@link Destination.transport}. */
  readonly name: string;
  /** Delivers messages of one channel, in order. A message may be delivered again, with the same id. */
  deliver(destination: Destination, messages: readonly Message[]): ResultAsync<void, DeliveryFailure>;
}

/**
 * Why messages were not delivered, and how many of them were: the first `delivered` ones.
 *
 * @example
 * ```ts
 * const failure: DeliveryFailure = { kind: 'delivery-failed', delivered: 0, reason: '503', retryAfter: 30 };
 * ```
 */
export type DeliveryFailure =
  /** Worth trying again. */
  | {
      readonly kind: 'delivery-failed';
      readonly delivered: number;
      /** What happened, for people; no secrets. */
      readonly reason: string;
      /** Seconds; absent: as the retries' backoff has it. */
      readonly retryAfter?: number;
    }
  /** The next message will never be taken. */
  | { readonly kind: 'delivery-refused'; readonly delivered: number; readonly reason: string }
  /** The destination is no more. */
  | { readonly kind: 'destination-gone'; readonly delivered: number };

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
