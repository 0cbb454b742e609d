import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { ChannelMalformed } from './channel.ts';
import type { Feed } from './feed.ts';
import type { Destination, Member } from './ports.ts';

/**
 * Who acts may not enter the channel.
 *
 * @example
 * ```ts
 * await push.authorizeChannel(undefined, 'private-mentor-7'); // Err({ kind: 'channel-forbidden' })
 * ```
 */
export interface ChannelForbidden {
  readonly kind: 'channel-forbidden';
}

/**
 * Decides who may enter the private and presence channels whose names it knows: `undefined` for a name that it does
 * not. A presence channel is entered as a member, of a private one nothing but that one may enter is known.
 *
 * @example
 * ```ts
 * const policy: ChannelPolicy = (actor, channel) =>
 *   channel === `private-account-${actor?.accountId}` ? okAsync({ kind: 'allowed' }) : undefined;
 * ```
 */
export type ChannelPolicy = (
  actor: Actor | undefined,
  channel: string,
) => ResultAsync<ChannelDecision, Unavailable> | undefined;

/**
 * Whether one may enter a channel, and as whom.
 *
 * @example
 * ```ts
 * const decision: ChannelDecision = { kind: 'allowed', member: { userId: '7', info: '{"name":"Ann"}' } };
 * ```
 */
export type ChannelDecision = { readonly kind: 'allowed'; readonly member?: Member } | { readonly kind: 'forbidden' };

/**
 * What can be done about push, whatever the messages are about.
 *
 * @example
 * ```ts
 * const { push }: { readonly push: Push } = createQuintet(memoryAdapters());
 * await push.publish({ channel: 'news', event: 'save', data: { text: 'Hello' } });
 * ```
 */
export interface Push {
  /** Messages as they come, in order, to whoever serves readers of this process. */
  readonly feed: Feed;

  /** Stores messages for the log, in one change of their own; they reach every reader. */
  readonly publish: (
    ...messages: readonly { readonly channel: string; readonly event: string; readonly data: unknown }[]
  ) => ResultAsync<void, ChannelMalformed | EventMalformed | Unavailable>;

  /** Whether one may enter a channel. A public one everybody may; a private one that no policy knows, nobody. */
  readonly authorizeChannel: (
    actor: Actor | undefined,
    channel: string,
  ) => ResultAsync<ChannelDecision & { readonly kind: 'allowed' }, ChannelForbidden | ChannelMalformed | Unavailable>;

  readonly addDestination: (
    destination: Destination,
  ) => ResultAsync<void, ChannelMalformed | ChannelForbidden | Unavailable>;

  // … removeDestination, listDeadLetters, replayDeadLetter, replayAllDeadLetters, deliverDue (one step of the relay), purge
}

/**
 * An event's name is 1 to 200 characters of text, and what is told is a value of JSON.
 *
 * @example
 * ```ts
 * await push.publish({ channel: 'news', event: '', data: {} }); // Err({ kind: 'event-malformed' })
 * ```
 */
export interface EventMalformed {
  readonly kind: 'event-malformed';
}
