import type { Message, NewMessage } from '@quintet/core';
import type { StoredMessage } from './message-statements.ts';

/** A row as a message. */
export function toMessage(row: StoredMessage): Message {
  return {
    position: row.position,
    id: row.id,
    channel: row.channel,
    event: row.event,
    data: row.data,
    createdAt: row.created_at,
    ...(row.not_to === null ? {} : { notTo: row.not_to }),
  };
}

/** Messages as one value of `APPEND_MESSAGES`. */
export function toJson(messages: readonly NewMessage[]): string {
  return JSON.stringify(
    messages.map(({ id, channel, event, data, notTo, createdAt }) => [
      id,
      channel,
      event,
      data,
      notTo ?? null,
      createdAt.toISOString(),
    ]),
  );
}
