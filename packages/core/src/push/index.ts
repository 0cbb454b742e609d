import { DeliveryRelay } from './delivery-relay.ts';
import type { Feed } from './feed.ts';
import { LogFeed } from './log-feed.ts';
import type { Relay } from './relay.ts';
import type { PushPorts, PushSettings } from './settings.ts';
import { authorizeChannel, type AuthorizeChannel } from './use-cases/authorize-channel.ts';
import {
  listDeadLetters,
  replayAllDeadLetters,
  replayDeadLetter,
  type ListDeadLetters,
  type ReplayAllDeadLetters,
  type ReplayDeadLetter,
} from './use-cases/dead-letters.ts';
import {
  addDestination,
  listDestinations,
  removeDestination,
  type AddDestination,
  type ListDestinations,
  type RemoveDestination,
} from './use-cases/destinations.ts';
import { publish, type Publish } from './use-cases/publish.ts';
import { purgeMessages, type PurgeMessages } from './use-cases/purge.ts';

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
  /** Delivers to destinations outside of the servers. */
  readonly relay: Relay;
  readonly publish: Publish;
  readonly authorizeChannel: AuthorizeChannel;
  readonly addDestination: AddDestination;
  readonly removeDestination: RemoveDestination;
  readonly listDestinations: ListDestinations;
  readonly listDeadLetters: ListDeadLetters;
  readonly replayDeadLetter: ReplayDeadLetter;
  readonly replayAllDeadLetters: ReplayAllDeadLetters;
  readonly purge: PurgeMessages;
}

/**
 * Joins the use cases of push to the adapters of their ports.
 *
 * @example
 * ```ts
 * const push = createPush({ clock, random, objectIds, messageLog, bus, deliveries, transports }, PUSH_DEFAULTS);
 * await push.feed.start();
 * push.relay.start();
 * ```
 */
export function createPush(ports: PushPorts, settings: PushSettings): Push {
  const { messageLog, bus } = ports;
  const feed = new LogFeed({ messageLog, bus, report: settings.report });
  const authorize = authorizeChannel(settings);
  return {
    feed,
    relay: new DeliveryRelay({ ports, settings, feed }),
    publish: publish(ports),
    authorizeChannel: authorize,
    addDestination: addDestination(ports, authorize),
    removeDestination: removeDestination(ports),
    listDestinations: listDestinations(ports),
    listDeadLetters: listDeadLetters(ports),
    replayDeadLetter: replayDeadLetter(ports),
    replayAllDeadLetters: replayAllDeadLetters(ports),
    purge: purgeMessages(ports, settings),
  };
}

export {
  channelKind,
  CHANNELS_OF_KIND,
  isWanted,
  parseChannelName,
  type ChannelKind,
  type ChannelMalformed,
} from './channel.ts';
export type { ChannelDecision, ChannelPolicy } from './channel-policy.ts';
export type * from './delivery-ports.ts';
export type { Feed, FeedSink, MessagesForgotten } from './feed.ts';
export { LONGEST_DATA, type EventMalformed, type Message, type NewMessage } from './message.ts';
export type * from './ports.ts';
export type { Relay } from './relay.ts';
export { PUSH_DEFAULTS, type PushPorts, type PushSettings, type PushTrouble } from './settings.ts';
export type { AuthorizeChannel, ChannelForbidden } from './use-cases/authorize-channel.ts';
export type {
  DeadLetterNotFound,
  ListDeadLetters,
  ReplayAllDeadLetters,
  ReplayDeadLetter,
  ReplayedAll,
  ReplayError,
} from './use-cases/dead-letters.ts';
export type {
  AddDestination,
  AddDestinationError,
  DestinationMalformed,
  DestinationNotFound,
  ListDestinations,
  RemoveDestination,
  TransportNotFound,
} from './use-cases/destinations.ts';
export type { Publication, Publish } from './use-cases/publish.ts';
export type { PurgeMessages } from './use-cases/purge.ts';
