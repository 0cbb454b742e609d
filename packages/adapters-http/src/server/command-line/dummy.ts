import { SingleBar } from 'cli-progress';
import type { FillError } from '@quintet/core';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { EXAMPLE_ACCOUNT, exampleBuckets } from './example-buckets.ts';
import { complain, DONE, FAILED, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

/** Makes the example account and fills it, unless it is there. */
export function dummy(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async ({ bucketlist }) => {
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
        say(
          `${buckets.length} buckets with ${items} items were made. Log in as ${email} with the password ${password}.`,
        );
        return DONE;
      },
      (failure) => ended(failure),
    );
  });
}

function ended(failure: FillError): ExitStatus {
  if (failure.kind === 'username-taken') {
    say(`The example data is there already: the account ${EXAMPLE_ACCOUNT.email} exists. Nothing was added.`);
    return DONE;
  }
  const reason = failure.kind === 'unavailable' ? `the database is away: ${firstLine(failure.cause)}` : failure.kind;
  return complain([`nothing was filled in: ${reason}`], FAILED);
}
