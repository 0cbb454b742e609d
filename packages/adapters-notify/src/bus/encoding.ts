import type { BusEvent, Message } from '@quintet/core';

/** Characters of JSON that go into one text, unless a single message is longer. */
const LONGEST_TEXT = 1_048_576;

/** Writes an event as texts that are read on their own; a long list of messages becomes several. */
export function encodeEvent(event: BusEvent): readonly string[] {
  if (event.kind === 'signal') return [JSON.stringify(event)];
  const texts: string[] = [];
  let encoded: string[] = [];
  let length = 0;
  const close = (): void => {
    if (encoded.length > 0) texts.push(`{"kind":"messages","messages":[${encoded.join(',')}]}`);
    encoded = [];
    length = 0;
  };
  for (const message of event.messages) {
    const text = JSON.stringify(message);
    if (length + text.length > LONGEST_TEXT) close();
    encoded.push(text);
    length += text.length;
  }
  close();
  return texts;
}

/** Reads an event; `undefined` where the text is none, as when somebody else writes to the same place. */
export function decodeEvent(text: string): BusEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isSignal(value)) return { kind: 'signal', topic: value.topic, data: value.data };
  return isMessages(value) ? { kind: 'messages', messages: value.messages.map(revived) } : undefined;
}

type EncodedMessage = Omit<Message, 'createdAt'> & { readonly createdAt: string };

function isSignal(value: unknown): value is { readonly topic: string; readonly data: string } {
  const { kind, topic, data } = (value ?? {}) as Record<string, unknown>;
  return kind === 'signal' && typeof topic === 'string' && typeof data === 'string';
}

function isMessages(value: unknown): value is { readonly messages: readonly EncodedMessage[] } {
  const { kind, messages } = (value ?? {}) as Record<string, unknown>;
  return kind === 'messages' && Array.isArray(messages) && messages.every(isMessage);
}

function isMessage(value: unknown): value is EncodedMessage {
  const { position, createdAt, notTo, ...texts } = (value ?? {}) as Record<string, unknown>;
  const areTexts = ['id', 'channel', 'event', 'data'].every((name) => typeof texts[name] === 'string');
  const isDated = typeof createdAt === 'string' && !Number.isNaN(Date.parse(createdAt));
  return areTexts && isDated && Number.isSafeInteger(position) && ['string', 'undefined'].includes(typeof notTo);
}

function revived(message: EncodedMessage): Message {
  return { ...message, createdAt: new Date(message.createdAt) };
}
