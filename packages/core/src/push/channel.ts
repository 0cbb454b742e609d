import { err, ok, type Result } from 'neverthrow';

/**
 * What a channel's name begins with, by its kind: `private-` and `presence-` channels are for those who are let in.
 *
 * @example
 * ```ts
 * channelKind('presence-organizers'); // 'presence'
 * ```
 */
export type ChannelKind = 'public' | 'private' | 'presence';

/**
 * The name is none that a channel can have.
 *
 * @example
 * ```ts
 * parseChannelName('#'); // err({ kind: 'channel-malformed' })
 * ```
 */
export interface ChannelMalformed {
  readonly kind: 'channel-malformed';
}

/**
 * Tells a channel's kind from its name.
 *
 * @example
 * ```ts
 * channelKind('com.vivere.mentor'); // 'public'
 * ```
 */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

/**
 * Checks a channel's name: 1 to 164 of the characters `A-Z a-z 0-9 _ - = @ , . ;`, as in the Pusher protocol.
 *
 * @example
 * ```ts
 * parseChannelName('com.vivere.mentor'); // ok('com.vivere.mentor')
 * ```
 */
export function parseChannelName(name: unknown): Result<string, ChannelMalformed> {
  return typeof name === 'string' && /^[\w\-=@,.;]{1,164}$/.test(name) ? ok(name) : err({ kind: 'channel-malformed' });
}

/**
 * Whether a channel is among some that are wanted: by its name, or by `'*'` (all public ones), `'private-*'` or
 * `'presence-*'`.
 *
 * @example
 * ```ts
 * isWanted(['*', 'private-mentor-7'], 'com.vivere.mentor'); // true
 * ```
 */
export function isWanted(wanted: readonly string[], channel: string): boolean {
  return wanted.includes(channel) || wanted.includes(CHANNELS_OF_KIND[channelKind(channel)]);
}

/**
 * What stands for all channels of a kind where channels are wanted.
 *
 * @example
 * ```ts
 * CHANNELS_OF_KIND.private; // 'private-*'
 * ```
 */
export const CHANNELS_OF_KIND: Readonly<Record<ChannelKind, string>> = {
  public: '*',
  private: 'private-*',
  presence: 'presence-*',
};
