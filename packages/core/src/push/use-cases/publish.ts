import { Result, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { parseChannelName, type ChannelMalformed } from '../channel.ts';
import { parseEventName, writeData, type EventMalformed, type NewMessage } from '../message.ts';
import type { PushPorts } from '../settings.ts';

/**
 * What readers of a channel are to be told.
 *
 * @example
 * ```ts
 * const publication: Publication = { channel: 'news', event: 'save', data: { text: 'Hello' } };
 * ```
 */
export interface Publication {
  readonly channel: string;
  readonly event: string;
  /** A value of JSON. */
  readonly data: unknown;
  /** The one connection that is not told, as {@link NewMessage.notTo}. */
  readonly notTo?: string;
}

/**
 * Stores messages for the log, in one change of their own: all of them, or none. They reach every reader.
 *
 * @returns The messages, when they are stored for good.
 *
 * @example
 * ```ts
 * await push.publish({ channel: 'news', event: 'save', data: { text: 'Hello' } });
 * ```
 */
export type Publish = (
  ...publications: readonly Publication[]
) => ResultAsync<readonly NewMessage[], ChannelMalformed | EventMalformed | Unavailable>;

export function publish({ clock, objectIds, messageLog }: PushPorts): Publish {
  const messageOf = ({
    channel,
    event,
    data,
    notTo,
  }: Publication): Result<NewMessage, ChannelMalformed | EventMalformed> =>
    Result.combine([parseChannelName(channel), parseEventName(event), writeData(data)]).map(
      ([channel, event, data]) => ({
        id: objectIds.next(),
        channel,
        event,
        data,
        createdAt: clock.now(),
        ...(notTo === undefined ? {} : { notTo }),
      }),
    );
  return (...publications) =>
    Result.combine(publications.map((publication) => messageOf(publication))).asyncAndThen((messages) =>
      messageLog.append(messages).map(() => messages),
    );
}
