import { SingleBar } from 'cli-progress';
import type { FillError, FillHackathonError, Quintet } from '@quintet/core';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { EXAMPLE_ACCOUNT, exampleBuckets } from './example-buckets.ts';
import { EXAMPLE_ATTENDEE, exampleHackathon } from './example-hackathon.ts';
import { complain, DONE, FAILED, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

/** Makes the example accounts, and fills in what each of them begins with, unless it is there. */
export function dummy(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async (quintet) => {
    const status = await fillBuckets(quintet);
    return status === DONE ? fillHackathon(quintet) : status;
  });
}

async function fillBuckets({ bucketlist }: Quintet): Promise<ExitStatus> {
  const buckets = exampleBuckets();
  const items = buckets.reduce((count, bucket) => count + bucket.items.length, 0);
  const bar = new SingleBar({
    format: 'Filling in example data [{bar}] {percentage}% | {value}/{total} buckets',
    stream: process.stderr,
    noTTYOutput: true,
    clearOnComplete: false,
  });
  const filled = await bucketlist.fillAccount({ ...EXAMPLE_ACCOUNT, buckets }, (count) => {
    // Not before there is something to show: where the account is there already, nothing is filled in.
    if (!bar.isActive) bar.start(buckets.length, 0);
    bar.update(count);
  });
  bar.stop();
  return filled.match(
    () => {
      const { email, password } = EXAMPLE_ACCOUNT;
      say(`${buckets.length} buckets with ${items} items were made. Log in as ${email} with the password ${password}.`);
      return DONE;
    },
    (failure) => ended(failure, EXAMPLE_ACCOUNT.email),
  );
}

async function fillHackathon({ hackathon }: Quintet): Promise<ExitStatus> {
  const draft = exampleHackathon(new Date());
  const { username, password } = EXAMPLE_ATTENDEE;
  return (await hackathon.fillHackathon(draft)).match(
    () => {
      const { locations, events, announcements, tickets } = draft;
      say(
        `A hackathon with ${locations.length} locations, ${events.length} events, ${announcements.length} announcements ` +
          `and ${tickets.length} tickets was made. Log in as ${username} with the password ${password}.`,
      );
      return DONE;
    },
    (failure) => ended(failure, username),
  );
}

function ended(failure: FillError | FillHackathonError, username: string): ExitStatus {
  if (failure.kind === 'username-taken') {
    say(`The example data is there already: the account ${username} exists. Nothing was added.`);
    return DONE;
  }
  const reason = failure.kind === 'unavailable' ? `the database is away: ${firstLine(failure.cause)}` : failure.kind;
  return complain([`nothing was filled in: ${reason}`], FAILED);
}
