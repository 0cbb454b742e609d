import { randomBytes } from 'node:crypto';
import type {
  AddDestinationError,
  DeadLetter,
  Destination,
  DestinationNotFound,
  ReplayError,
  Unavailable,
} from '@quintet/core';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

/** The transports whose destinations an operator adds, and those that are shown. */
const WEBHOOK = 'webhook';
const TRANSPORTS = [WEBHOOK, 'pusher', 'web-push'] as const;

/** How many dead letters are listed at once. */
const PAGE = 1000;

type Failure = AddDestinationError | DestinationNotFound | ReplayError;

/** Lists what was given up, the latest first. */
export function listDeadLetters(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async ({ push }) => {
    let before: number | undefined;
    for (;;) {
      const page = await push.listDeadLetters({ limit: PAGE, ...(before === undefined ? {} : { before }) });
      if (page.isErr()) return failed(page.error);
      for (const letter of page.value) say(lineOf(letter));
      if (before === undefined && page.value.length === 0) say('There is no dead letter.');
      before = page.value.at(-1)?.id;
      if (page.value.length < PAGE || before === undefined) return DONE;
    }
  });
}

/** Delivers a dead letter once more, or all of them. */
export async function replayDeadLetters(flags: Texts, id: string | undefined, all: boolean): Promise<ExitStatus> {
  if (all === (id !== undefined))
    return complain(['name one dead letter by its number, or give --all'], NOT_UNDERSTOOD);
  if (id !== undefined && !/^[1-9]\d{0,14}$/.test(id)) {
    return complain([`${JSON.stringify(id)} is no number of a dead letter`], NOT_UNDERSTOOD);
  }
  return withQuintet(flags, async ({ push }) => {
    if (id !== undefined) {
      const replayed = await push.replayDeadLetter(Number(id));
      return replayed.match(
        ({ destinationId }) => done(`Dead letter ${id} was delivered to ${destinationId}.`),
        failed,
      );
    }
    const replayed = await push.replayAllDeadLetters();
    if (replayed.isErr()) return failed(replayed.error);
    const { replayed: count, failed: failures } = replayed.value;
    say(`${count} dead ${count === 1 ? 'letter was' : 'letters were'} delivered.`);
    return failures.length === 0
      ? DONE
      : complain(
          failures.map(({ deadLetter, error }) => `${deadLetter.id} ${deadLetter.destinationId}: ${wordsOf(error)}`),
          FAILED,
        );
  });
}

/** Lists destinations of the operator. Of an address only what is no secret is shown. */
export function listDestinations(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async ({ push }) => {
    let count = 0;
    for (const transport of TRANSPORTS) {
      const found = await push.listDestinations({ transport });
      if (found.isErr()) return failed(found.error);
      count += found.value.length;
      for (const { id, channels, address } of found.value)
        say([id, channels.join(','), shownOf(address)].join('  ').trimEnd());
    }
    if (count === 0) say('There is no destination.');
    return DONE;
  });
}

/** Adds a webhook, and shows its secret, this once. */
export async function addWebhook(
  flags: Texts,
  address: string,
  { name, channels }: { readonly name: string | undefined; readonly channels: string },
): Promise<ExitStatus> {
  const url = URL.parse(address);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.hash !== ''
  ) {
    return complain([`${JSON.stringify(address)} is no http or https URL that can be called`], NOT_UNDERSTOOD);
  }
  const id = `${WEBHOOK}:${name ?? url.host}`;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const destination: Destination = {
    id,
    transport: WEBHOOK,
    address: { url: url.href, secret },
    channels: channels.split(',').map((channel) => channel.trim()),
  };
  return withQuintet(flags, async ({ push }) => {
    const known = await push.listDestinations({ transport: WEBHOOK });
    if (known.isErr()) return failed(known.error);
    if (known.value.some((other) => other.id === id)) {
      return complain([`there is a destination ${id} already: remove it, or give this one another --name`], FAILED);
    }
    const added = await push.addDestination(destination);
    if (added.isErr()) return failed(added.error);
    say(`Destination ${id} was added.`);
    say('What it gets is signed with this secret, which is not shown again:');
    say(secret);
    return DONE;
  });
}

/** Removes a destination, with all that waits for it. */
export function removeDestination(flags: Texts, id: string): Promise<ExitStatus> {
  return withQuintet(flags, async ({ push }) =>
    (await push.removeDestination(id)).match(() => done(`Destination ${id} was removed.`), failed),
  );
}

function lineOf({ id, givenUpAt, destinationId, message, attempts, reason }: DeadLetter): string {
  const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  return [id, givenUpAt.toISOString(), destinationId, message.channel, message.event, tried, reason].join('  ');
}

/** A URL's query may hold secrets, as its path may at some services: only where it goes is shown. */
function shownOf(address: unknown): string {
  const url =
    typeof address === 'object' && address !== null && 'url' in address ? URL.parse(String(address.url)) : null;
  return url === null ? '' : url.origin;
}

function done(line: string): ExitStatus {
  say(line);
  return DONE;
}

function failed(failure: Failure | Unavailable): ExitStatus {
  return complain([wordsOf(failure)], FAILED);
}

function wordsOf(failure: Failure): string {
  switch (failure.kind) {
    case 'destination-malformed':
      return 'the name is none: allowed are names of which the id has up to 200 characters';
    case 'transport-not-found':
      return 'its transport is not in use: add it to QUINTET_PUSH, such as embedded,sse,webhook';
    case 'channel-malformed':
      return 'a channel is none: allowed are names of 1 to 164 letters, digits and _ - = @ , . ; and *, private-*, presence-*';
    case 'channel-forbidden':
      return 'a channel may not be entered';
    case 'destination-not-found':
      return 'there is no such destination';
    case 'dead-letter-not-found':
      return 'there is no such dead letter';
    case 'delivery-failed':
      return `it could not be delivered: ${failure.reason}`;
    case 'delivery-refused':
      return `it was refused: ${failure.reason}`;
    case 'destination-gone':
      return 'the destination is gone, and was removed';
    case 'unavailable':
      return `the database is away: ${firstLine(failure.cause)}`;
  }
}
