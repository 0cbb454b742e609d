import { err, ok, type Result } from 'neverthrow';
import { isText, lengthOf } from '../kernel/text.ts';

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
  /** The one connection that is not told, because the message came from there; as the Pusher protocol numbers them. */
  readonly notTo?: string;
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

/**
 * The longest text that the data of a message may have in JSON, in UTF-16 code units.
 *
 * @example
 * ```ts
 * const fits = JSON.stringify(data).length <= LONGEST_DATA;
 * ```
 */
export const LONGEST_DATA = 262_144;

/**
 * An event's name is 1 to 200 characters of text, and what is told is a value of JSON of up to {@link LONGEST_DATA}.
 *
 * @example
 * ```ts
 * await push.publish({ channel: 'news', event: '', data: {} }); // Err({ kind: 'event-malformed' })
 * ```
 */
export interface EventMalformed {
  readonly kind: 'event-malformed';
}

const MALFORMED: EventMalformed = { kind: 'event-malformed' };

/** Checks an event's name. */
export function parseEventName(name: unknown): Result<string, EventMalformed> {
  return isText(name) && name !== '' && lengthOf(name) <= 200 ? ok(name) : err(MALFORMED);
}

/** Writes what is told as JSON. */
export function writeData(value: unknown): Result<string, EventMalformed> {
  const text = jsonOf(value);
  return text !== undefined && text.length <= LONGEST_DATA ? ok(text) : err(MALFORMED);
}

/** `undefined` for what JSON has no form of: a function, a circle, a number without end. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
