import { createHmac } from 'node:crypto';
import type { HackathonChannels, Member } from '@quintet/core';

/** How clients get what is pushed, beside asking. */
export interface PushEntrance {
  readonly channels: HackathonChannels;
  /** Absent: no server speaks the Pusher protocol. */
  readonly pusher?: PusherEntrance;
  /** Whether there are server-sent events. */
  readonly hasStream: boolean;
  /** The VAPID key in base64url; absent: browsers are not pushed to. */
  readonly webPushKey?: string;
}

/** A Pusher app that clients connect to. */
export interface PusherEntrance {
  readonly key: string;
  /** Signs who may enter which channel; never shown. */
  readonly secret: string;
  /** A hosted service; absent: this server. */
  readonly hosted?: { readonly host?: string; readonly cluster?: string };
}

/** What lets a connection enter a private or presence channel, as the Pusher protocol has it. */
export function channelAuth(
  { key, secret }: PusherEntrance,
  {
    socketId,
    channel,
    member,
  }: { readonly socketId: string; readonly channel: string; readonly member: Member | undefined },
): { readonly auth: string; readonly channel_data?: string } {
  const data =
    member === undefined
      ? undefined
      : JSON.stringify({ user_id: member.userId, user_info: JSON.parse(member.info) as unknown });
  const signed = [socketId, channel, ...(data === undefined ? [] : [data])].join(':');
  const auth = `${key}:${createHmac('sha256', secret).update(signed).digest('hex')}`;
  return data === undefined ? { auth } : { auth, channel_data: data };
}
