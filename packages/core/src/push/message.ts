/**
 * Something that readers of a channel are to be told, before it has a number.
 *
 * @example
 * ```ts
 * const message: NewMessage = {
 *   id: objectIds.next(),
 *   channel: 'com.vivere.announcement',
 *   event: 'save',
 *   data: JSON.stringify({ message: 'Lunch is served' }),
 *   createdAt: clock.now(),
 * };
 * ```
 */
export interface NewMessage {
  /** 24 hex digits that no other message has: by it readers drop repeats. */
  readonly id: string;
  /** A name as `parseChannelName` takes it. */
  readonly channel: string;
  /** 1 to 200 characters. */
  readonly event: string;
  /** Text in JSON. */
  readonly data: string;
  readonly createdAt: Date;
}

/**
 * A message in the log: its number tells the order in which all readers get it.
 *
 * @example
 * ```ts
 * const isNewer = (one: Message, other: Message) => one.position > other.position;
 * ```
 */
export interface Message extends NewMessage {
  /** From 1, one more than that of the message before, whatever the channel: a gap is a message that was missed. */
  readonly position: number;
}
