import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { AccountId, Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { isText } from '../../kernel/text.ts';
import { CHANNELS_OF_KIND, parseChannelName, type ChannelMalformed } from '../channel.ts';
import { DESTINATIONS_CHANGED } from '../delivery-relay.ts';
import type { Destination } from '../delivery-ports.ts';
import type { PushPorts } from '../settings.ts';
import type { AuthorizeChannel, ChannelForbidden } from './authorize-channel.ts';

/**
 * A destination's id is `<transport>:<name>`, up to 200 characters, its transport one that is there, and its address a
 * value of JSON.
 *
 * @example
 * ```ts
 * await push.addDestination({ id: 'x', transport: 'webhook', address: {}, channels: ['*'] });
 * // Err({ kind: 'destination-malformed' })
 * ```
 */
export interface DestinationMalformed {
  readonly kind: 'destination-malformed';
}

/**
 * No transport of that name is in use.
 *
 * @example
 * ```ts
 * await push.addDestination({ ...destination, transport: 'pigeon' }); // Err({ kind: 'transport-not-found' })
 * ```
 */
export interface TransportNotFound {
  readonly kind: 'transport-not-found';
}

/**
 * There is no destination with that id, or it is somebody else's.
 *
 * @example
 * ```ts
 * await push.removeDestination('webhook:none'); // Err({ kind: 'destination-not-found' })
 * ```
 */
export interface DestinationNotFound {
  readonly kind: 'destination-not-found';
}

/**
 * What may go wrong when a destination is added.
 *
 * @example
 * ```ts
 * const isTheirMistake = ({ kind }: AddDestinationError) => kind !== 'unavailable';
 * ```
 */
export type AddDestinationError =
  | DestinationMalformed
  | TransportNotFound
  | ChannelMalformed
  | ChannelForbidden
  | Unavailable;

/**
 * Adds a destination, or replaces the one with its id. It gets messages from now on.
 *
 * @param asked - Who asks for it, such as a visitor for their browser (`actor: undefined`: one who is not signed in):
 *   then only channels that they may enter, each by its name, and `'*'`. Absent: the operator, who may all.
 *
 * @example
 * ```ts
 * await push.addDestination({ id: 'web-push:3f', transport: 'web-push', address, channels: ['news'] }, { actor });
 * ```
 */
export type AddDestination = (
  destination: Destination,
  asked?: { readonly actor: Actor | undefined },
) => ResultAsync<void, AddDestinationError>;

/**
 * Removes a destination, with all that is to be delivered there.
 *
 * @param owner - Only if it is this account's; absent: whosever it is.
 *
 * @example
 * ```ts
 * await push.removeDestination('webhook:scoreboard');
 * ```
 */
export type RemoveDestination = (
  destinationId: string,
  owner?: AccountId,
) => ResultAsync<void, DestinationNotFound | Unavailable>;

/**
 * The operator's destinations of a transport, or an account's, by id. Their addresses may hold secrets.
 *
 * @example
 * ```ts
 * const webhooks = await push.listDestinations({ transport: 'webhook' });
 * ```
 */
export type ListDestinations = (of: {
  readonly transport: string;
  readonly accountId?: AccountId;
}) => ResultAsync<readonly Destination[], Unavailable>;

const MALFORMED: DestinationMalformed = { kind: 'destination-malformed' };
const NOT_FOUND: DestinationNotFound = { kind: 'destination-not-found' };
const CHANNEL_MALFORMED: ChannelMalformed = { kind: 'channel-malformed' };

export function addDestination(
  { deliveries, bus, transports }: PushPorts,
  authorizeChannel: AuthorizeChannel,
): AddDestination {
  const isAllowed = (
    channel: string,
    asked: { readonly actor: Actor | undefined } | undefined,
  ): ResultAsync<unknown, ChannelMalformed | ChannelForbidden | Unavailable> => {
    if (channel === CHANNELS_OF_KIND.public) return okAsync(undefined);
    const isPattern = Object.values(CHANNELS_OF_KIND).includes(channel);
    if (asked !== undefined) {
      return isPattern ? errAsync({ kind: 'channel-forbidden' }) : authorizeChannel(asked.actor, channel);
    }
    return isPattern ? okAsync(undefined) : parseChannelName(channel).asyncMap(async () => undefined);
  };

  return (destination, asked) => {
    const { channels, transport } = destination;
    if (!isWellFormed(destination)) return errAsync(MALFORMED);
    if (!transports.some(({ name }) => name === transport)) return errAsync({ kind: 'transport-not-found' });
    if (channels.length === 0 || channels.length > 100) return errAsync(CHANNEL_MALFORMED);
    return ResultAsync.combine(channels.map((channel) => isAllowed(channel, asked)))
      .andThen(() => deliveries.put({ ...destination, channels: [...new Set(channels)] }))
      .andThen(() =>
        // Who misses it finds the destination later.
        bus.publish({ kind: 'signal', topic: DESTINATIONS_CHANGED, data: '' }).orElse(() => okAsync(undefined)),
      );
  };
}

export function removeDestination({ deliveries }: PushPorts): RemoveDestination {
  const remove = (destinationId: string): ReturnType<RemoveDestination> =>
    deliveries.remove(destinationId).andThen((isRemoved) => (isRemoved ? okAsync(undefined) : errAsync(NOT_FOUND)));
  return (destinationId, owner) =>
    owner === undefined
      ? remove(destinationId)
      : deliveries
          .find(destinationId)
          .andThen((found) => (found?.accountId === owner ? remove(destinationId) : errAsync(NOT_FOUND)));
}

export function listDestinations({ deliveries }: PushPorts): ListDestinations {
  return (of) => deliveries.list(of);
}

function isWellFormed({ id, transport, address }: Destination): boolean {
  return isText(id) && id.length <= 200 && id.startsWith(`${transport}:`) && id !== `${transport}:` && isJson(address);
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
