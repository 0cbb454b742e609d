import closeWithGrace from 'close-with-grace';
import type { Log } from '../log.ts';

/** How the process ends when it is told to. */
export interface Grace {
  /** Says what is to be done before the end. */
  beforeEnd(work: () => Promise<void>): void;
  isEnding(): boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * A terminal sends Ctrl-C to every process of a command, and package managers pass it on to their script: what comes
 * within this time is the same signal once more. Milliseconds.
 */
const ECHO = 500;

/** Milliseconds for all that is to be done before the end. */
const GRACE = 9_800;

/**
 * Ends the process at a signal, after what is under way has been finished; at a second signal at once. What nobody
 * caught ends it too, with the status 1.
 */
export function endWithGrace({ logger, flush }: Log): Grace {
  let work = async (): Promise<void> => {};
  let since: number | undefined;

  const atOnce = (reason: string): void => {
    logger.fatal(reason);
    flush();
  };
  const grace = closeWithGrace(
    {
      delay: GRACE,
      logger: false,
      skip: [...SIGNALS, 'beforeExit'],
      onTimeout: () => atOnce('not everything could be finished in time'),
      onSecondError: (error) => {
        logger.fatal({ err: error }, 'another error that nobody caught');
        flush();
      },
    },
    async ({ err }) => {
      since ??= performance.now();
      if (err !== undefined) logger.fatal({ err }, 'an error that nobody caught: ending');
      await work();
      flush();
    },
  );

  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (since === undefined) {
        since = performance.now();
        logger.info({ signal }, 'stopping');
        grace.close();
      } else if (performance.now() - since > ECHO) {
        atOnce('a second signal: ending at once');
        process.exit(1);
      }
    });
  }
  return {
    beforeEnd: (last) => {
      work = last;
    },
    isEnding: () => since !== undefined,
  };
}
