import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import type { Channel, ChannelRef } from '../channel.ts';
import {
  parseChannelDraft,
  type ActionUndefined,
  type ChannelDraft,
  type InstagramChannelMalformed,
  type TargetUndefined,
} from '../draft.ts';
import type { ChannelNotFound, InstagramInactive, InstagramNotFound } from '../ports.ts';
import type { InstagramPorts } from '../settings.ts';
import { instagramRef, type InstagramById } from './instagrams.ts';
import { untilQuiet } from './quiet.ts';

/**
 * Names a channel of one of the actor's accounts.
 *
 * @example
 * ```ts
 * const one: ChannelById = { instagramId: 20, channelId: 10 };
 * ```
 */
export interface ChannelById extends InstagramById {
  readonly channelId: number;
}

/**
 * Why there is no channel to do something with.
 *
 * @example
 * ```ts
 * const isOther = ({ kind }: NoChannel) => kind === 'channel-not-found';
 * ```
 */
export type NoChannel = InstagramNotFound | ChannelNotFound | Unavailable;

/**
 * Adds a channel, stopped.
 *
 * @example
 * ```ts
 * await instagram.addChannel(actor, { instagramId: 20, action: 'like', target: 'followers', value: 'natgeo' });
 * ```
 */
export type AddChannel = (
  actor: Actor,
  input: InstagramById & ChannelDraft,
) => ResultAsync<
  Channel,
  InstagramChannelMalformed | ActionUndefined | TargetUndefined | InstagramNotFound | Unavailable
>;

/**
 * Lists an account's channels, in order of their numbers.
 *
 * @example
 * ```ts
 * await instagram.listChannels(actor, { instagramId: 20 });
 * ```
 */
export type ListChannels = (
  actor: Actor,
  input: InstagramById,
) => ResultAsync<readonly Channel[], InstagramNotFound | Unavailable>;

/**
 * Shows one channel.
 *
 * @example
 * ```ts
 * await instagram.getChannel(actor, { instagramId: 20, channelId: 10 });
 * ```
 */
export type GetChannel = (actor: Actor, input: ChannelById) => ResultAsync<Channel, NoChannel>;

/**
 * Changes a channel; it keeps its state and what it counts. With another target or value it begins anew.
 *
 * @example
 * ```ts
 * await instagram.editChannel(actor, { ...channelById, action: 'like', target: 'hashtag', value: 'sea' });
 * ```
 */
export type EditChannel = (
  actor: Actor,
  input: ChannelById & ChannelDraft,
) => ResultAsync<Channel, InstagramChannelMalformed | ActionUndefined | TargetUndefined | NoChannel>;

/**
 * Starts a channel of a started account.
 *
 * @example
 * ```ts
 * await instagram.startChannel(actor, { instagramId: 20, channelId: 10 });
 * ```
 */
export type StartChannel = (actor: Actor, input: ChannelById) => ResultAsync<Channel, InstagramInactive | NoChannel>;

/**
 * Stops a channel. It has ended when no action can be sent for it any more.
 *
 * @example
 * ```ts
 * await instagram.stopChannel(actor, { instagramId: 20, channelId: 10 });
 * ```
 */
export type StopChannel = (actor: Actor, input: ChannelById) => ResultAsync<Channel, NoChannel>;

/**
 * Removes a channel. It has ended when no action can be sent for it any more.
 *
 * @example
 * ```ts
 * await instagram.deleteChannel(actor, { instagramId: 20, channelId: 10 });
 * ```
 */
export type DeleteChannel = (actor: Actor, input: ChannelById) => ResultAsync<void, NoChannel>;

export function addChannel({ clock, channels, instagrams }: InstagramPorts): AddChannel {
  return (actor, input) =>
    // Whose account it is not learns nothing about what is wrong with the channel.
    instagrams.find(instagramRef(actor, input)).andThen(() =>
      parseChannelDraft(input).asyncAndThen((draft) => {
        const now = clock.now();
        return channels.add(instagramRef(actor, input), { ...draft, createdAt: now, updatedAt: now });
      }),
    );
}

export function listChannels({ channels }: InstagramPorts): ListChannels {
  return (actor, input) => channels.list(instagramRef(actor, input));
}

export function getChannel({ channels }: InstagramPorts): GetChannel {
  return (actor, input) => channels.find(channelRef(actor, input));
}

export function editChannel({ clock, channels }: InstagramPorts): EditChannel {
  return (actor, input) => {
    const ref = channelRef(actor, input);
    return channels
      .find(ref)
      .andThen((stored) => parseChannelDraft(input, stored))
      .andThen((draft) => channels.change(ref, { ...draft, updatedAt: clock.now() }));
  };
}

export function startChannel({ clock, channels }: InstagramPorts): StartChannel {
  return (actor, input) => channels.start(channelRef(actor, input), clock.now());
}

export function stopChannel(ports: InstagramPorts): StopChannel {
  const { clock, channels } = ports;
  return (actor, input) =>
    channels
      .stop(channelRef(actor, input), clock.now())
      .andThen((stopped) => untilQuiet(ports, stopped.instagramId, stopped.id).map(() => stopped));
}

export function deleteChannel(ports: InstagramPorts): DeleteChannel {
  const stop = stopChannel(ports);
  return (actor, input) => stop(actor, input).andThen(() => ports.channels.remove(channelRef(actor, input)));
}

function channelRef(actor: Actor, input: ChannelById): ChannelRef {
  return { instagram: instagramRef(actor, input), id: lookupNumber(input.channelId) };
}
