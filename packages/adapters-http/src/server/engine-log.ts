import type { EngineEvent } from '@quintet/core';
import type { Logger } from 'pino';

/** A storage that is away is told of once in so many milliseconds: every account meets it. */
const QUIET = 10_000;

/** Writes down what the engine of instagrams tells of itself. */
export function engineLog(logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>): (event: EngineEvent) => void {
  let toldAt = -Infinity;
  return (event) => {
    switch (event.kind) {
      case 'worked':
        if (event.end.kind === 'suspected') {
          logger.warn({ instagram: event.instagramId }, 'the network suspects an instagram, which is stopped');
        } else if (event.end.kind === 'due' && event.end.trouble !== null) {
          const { failure, during, failures, until } = event.end.trouble;
          logger.info({ instagram: event.instagramId, failure, during, failures, until }, 'an instagram has trouble');
        }
        return;
      case 'storage-away':
        if (performance.now() - toldAt < QUIET) return;
        toldAt = performance.now();
        logger.warn({ err: event.cause }, 'the storage of instagrams is away, trying again');
        return;
      case 'broken':
        logger.error({ instagram: event.instagramId, err: event.cause }, 'the engine of instagrams met a bug');
    }
  };
}
