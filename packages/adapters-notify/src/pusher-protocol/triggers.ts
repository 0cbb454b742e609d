import { parseChannelName, type Publication } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import { fieldsOf, parsed } from './protocol.ts';

/** What was asked for, and what is to be told of the channels. */
export interface Triggers {
  readonly publications: readonly Publication[];
  /** What is asked for of each channel, beside it. */
  readonly info: readonly string[];
}

/** Why a body can't be understood. */
export interface TriggerProblem {
  readonly status: 400 | 413;
  readonly reason: string;
}

const MOST_CHANNELS = 100;
const LARGEST_BATCH = 10;
const LONGEST_NAME = 200;

/** Reads the body of `POST /apps/<id>/events`: one event for up to a hundred channels. */
export function readTrigger(body: string, largest: number): Result<Triggers, TriggerProblem> {
  const fields = fieldsOf(parsed(body));
  const { channels, channel } = fields;
  const names = new Set<unknown>(Array.isArray(channels) ? channels : [channel]);
  if (channels !== undefined && !Array.isArray(channels)) return problem('channels must be an array');
  if (names.size === 0) return problem('channels must not be empty');
  if (names.size > MOST_CHANNELS) return problem(`channels must be at most ${MOST_CHANNELS}`);
  const publications: Publication[] = [];
  for (const name of names) {
    const publication = publicationOf({ ...fields, channel: name }, largest);
    if (publication.isErr()) return err(publication.error);
    publications.push(publication.value);
  }
  return ok({ publications, info: publications.map(() => infoOf(fields)) });
}

/** Reads the body of `POST /apps/<id>/batch_events`: up to ten events, each for one channel. */
export function readBatch(body: string, largest: number): Result<Triggers, TriggerProblem> {
  const { batch } = fieldsOf(parsed(body));
  if (!Array.isArray(batch) || batch.length === 0) return problem('batch must be an array of events');
  if (batch.length > LARGEST_BATCH) return problem(`batch must have at most ${LARGEST_BATCH} events`);
  const publications: Publication[] = [];
  for (const entry of batch) {
    const publication = publicationOf(fieldsOf(entry), largest);
    if (publication.isErr()) return err(publication.error);
    publications.push(publication.value);
  }
  return ok({ publications, info: batch.map((entry) => infoOf(fieldsOf(entry))) });
}

type Fields = Readonly<Record<string, unknown>>;

function publicationOf(
  { name, channel, data, socket_id: notTo }: Fields,
  largest: number,
): Result<Publication, TriggerProblem> {
  if (typeof name !== 'string' || name === '') return problem('name must be the name of an event');
  if (name.length > LONGEST_NAME) return problem(`name must have at most ${LONGEST_NAME} characters`);
  if (/^pusher(?:_internal)?:/.test(name)) return problem(`name must not begin with pusher: or pusher_internal:`);
  const channelName = parseChannelName(channel);
  if (channelName.isErr()) return problem(`Invalid channel name: ${JSON.stringify(channel)?.slice(0, 220)}`);
  if (typeof data !== 'string') return problem('data must be a string');
  if (Buffer.byteLength(data) > largest) {
    return err({
      status: 413,
      reason: `The data content of this event exceeds the allowed maximum (${largest} bytes)`,
    });
  }
  if (!data.isWellFormed() || data.includes('\0')) return problem('data must be text without NUL');
  if (notTo !== undefined && notTo !== null && (typeof notTo !== 'string' || !/^\d{1,20}\.\d{1,20}$/.test(notTo))) {
    return problem('Invalid socket id');
  }
  const value = parsed(data);
  return ok({
    channel: channelName.value,
    event: name,
    // Text that is no JSON becomes a text in JSON: clients read both alike.
    data: value === undefined ? data : value,
    ...(typeof notTo === 'string' ? { notTo } : {}),
  });
}

function infoOf({ info }: Fields): string {
  return typeof info === 'string' ? info : '';
}

function problem(reason: string): Result<never, TriggerProblem> {
  return err({ status: 400, reason });
}
