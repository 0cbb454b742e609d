import type { IncomingMessage } from 'node:http';
import { parseChannelName } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import { refusal, type Refusal } from './answers.ts';

/** What a reader asks for. */
export interface StreamRequest {
  /** Sorted, none twice. */
  readonly channels: readonly string[];
  /** The position of the latest message that the reader got; absent: it wants what comes from now on. */
  readonly after?: number;
  /** An access token. */
  readonly token?: string;
}

/** Channels that one stream has at most. */
const MOST_CHANNELS = 100;

/** Reads what a reader asks for. */
export function readRequest({ url = '', headers }: IncomingMessage): Result<StreamRequest, Refusal> {
  const query = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]);
  // A comma may be a part of a name: such a channel is named on its own.
  const names = [...query.getAll('channels').flatMap((list) => list.split(',')), ...query.getAll('channel')];
  const channels = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].toSorted();
  if (channels.length === 0) return err(refusal('channels-missing'));
  if (channels.length > MOST_CHANNELS) return err(refusal('too-many-channels', String(MOST_CHANNELS)));
  const malformed = channels.find((channel) => parseChannelName(channel).isErr());
  if (malformed !== undefined) return err(refusal('channel-malformed'));

  // A browser that connects again names the latest in the header, and still has the address it began with.
  const last = textOf(headers['last-event-id']) ?? textOf(query.get('last_event_id'));
  const after = last === undefined ? undefined : positionOf(last);
  if (last !== undefined && after === undefined) return err(refusal('last-event-id-malformed'));
  const token = tokenOf(headers);
  return ok({ channels, ...(after === undefined ? {} : { after }), ...(token === undefined ? {} : { token }) });
}

function textOf(value: string | readonly string[] | null | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function positionOf(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

/** The bare token in the header that the hackathon's clients send, or the usual one. */
function tokenOf(headers: IncomingMessage['headers']): string | undefined {
  const own = textOf(headers['x-menlohacks-authorization']);
  return own?.replace(/^bearer +/i, '') ?? /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
}
