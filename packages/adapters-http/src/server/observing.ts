import type { Logger } from 'pino';
import type { Observer } from '../http/observer.ts';
import type { Metrics } from './metrics.ts';

/** Writes requests to the log, one line each, and counts them. */
export function observing(logger: Logger, metrics: Metrics): Observer {
  // What a request's line holds is written here, and none of it is secret: to look for secrets in it takes twice as long
  // as to write it.
  const requests = logger.child({}, { redact: [] });
  return {
    answered(request) {
      metrics.answered(request);
      const { requestId, method, route, path, status, seconds, clientAddress } = request;
      const ms = Math.round(seconds * 100_000) / 100;
      requests.info({ requestId, method, path, route, status, ms, clientAddress }, 'request');
    },
    failed: (requestId, error) => logger.error({ requestId, err: error }, 'a request failed by a bug'),
    unavailable: (requestId, cause) => logger.warn({ requestId, err: cause }, 'something that a request needs is away'),
  };
}
