import type { ResultAsync } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Message } from './message.ts';

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
  /**
   * Which channels are wanted: their names, or `'*'` for all public ones, `'private-*'` and `'presence-*'` for all of
   * those kinds.
   */
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
 * const due = await deliveries.claim({ owner, transports: ['webhook'], now, leaseUntil, limit: 9, messages: 99 });
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

  /** Whether there is a destination of one of the transports. */
  any(transports: readonly string[]): ResultAsync<boolean, Unavailable>;

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
  /** Since when nothing could be delivered; absent: the last attempt succeeded. */
  readonly failingSince?: Date;
  /** Whose lease it is. An owner's name is used for one claim alone. */
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
  /** Up to `through` (absent: none); the next is to be tried again at a time. */
  | { readonly kind: 'retry'; readonly through?: number; readonly at: Date; readonly failingSince: Date }
  /**
   * Up to `through` (absent: none); the next `count` messages are given up and become dead letters, and those behind
   * them go on at once.
   */
  | {
      readonly kind: 'given-up';
      readonly through?: number;
      readonly count: number;
      readonly at: Date;
      readonly reason: string;
      /** Absent: the destination is well, but for these messages. */
      readonly failingSince?: Date;
    };

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
  /** A destination that is always there, such as a service that is configured; put when the relay starts. */
  readonly standing?: Destination;
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
