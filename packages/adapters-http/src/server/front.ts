import type { IncomingMessage } from 'node:http';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { Api } from '../http/api.ts';
import { failureOf } from '../http/app.ts';
import { completeHeaders } from '../http/headers.ts';
import type { Observer } from '../http/observer.ts';
import { pathOf, type Behind } from './door.ts';
import type { Guests } from './guests.ts';
import type { Metrics } from './metrics.ts';
import type { Phase } from './readiness.ts';

/** What stands between the door and the APIs. */
export interface FrontOptions {
  readonly apis: readonly Api[];
  readonly fetch: Behind['fetch'];
  readonly observer: Observer;
  readonly metrics: Metrics;
  readonly phase: () => Phase;
  readonly readiness: () => Promise<ReadyAnswer>;
  readonly corsOrigins: readonly string[];
  readonly strictTransport: boolean;
  readonly nameRequest: () => string;
  readonly guests: Guests;
}

const ALIVE = json(200, { status: 'alive' });
const NO_SUCH_METHOD: ReadyAnswer = {
  ...json(405, { message: 'Method not allowed' }),
  headers: { Allow: 'GET, HEAD' },
};

/** Seconds after which a client may ask again while the server comes up. */
const RETRY_AFTER = '1';

/**
 * Answers what is about the server rather than an API (`/livez`, `/readyz`, `/metrics`), and everything else as long as
 * the APIs can't.
 */
export function createFront(options: FrontOptions): Behind {
  const { apis, fetch, observer, metrics, phase, readiness, nameRequest } = options;
  const complete = completeHeaders(options);
  const own = new Map<string, () => ReadyAnswer | Promise<ReadyAnswer>>([
    ['/livez', () => ALIVE],
    ['/readyz', readiness],
    ['/metrics', () => metricsPage(metrics)],
  ]);
  const onlyApi = apis.length === 1 ? apis[0]?.basePath : undefined;
  const failure: Behind['failure'] = (path, failure) =>
    // A server of one API speaks as that one where it can't tell what was meant.
    failureOf(apis, path === '' ? (onlyApi ?? path) : path, failure);

  return {
    fetch,
    failure,
    guests: options.guests,
    taken: (guest, { method = 'unknown', url, socket }, status, seconds) =>
      observer.answered({
        requestId: '',
        method,
        // Guests have paths of their own, and their number must not grow with what clients send.
        route: `connections of ${guest}`,
        path: pathOf(url),
        status,
        seconds,
        clientAddress: socket.remoteAddress,
      }),
    first(incoming) {
      const path = pathOf(incoming.url);
      const answer = own.get(path);
      if (answer !== undefined) {
        return incoming.method === 'GET' || incoming.method === 'HEAD' ? answer() : NO_SUCH_METHOD;
      }
      const now = phase();
      if (now === 'ready' || now === 'stopping') return undefined;
      const unavailable = failure(path, 'unavailable');
      return { ...unavailable, headers: { ...unavailable.headers, 'Retry-After': RETRY_AFTER } };
    },
    headers: (answer: ReadyAnswer, incoming?: IncomingMessage) =>
      complete(answer, nameRequest(), incoming?.headers.origin ?? null),
    refused: (path, status, clientAddress) =>
      observer.answered({
        requestId: '',
        method: 'unknown',
        route: 'unmatched',
        path,
        status,
        seconds: 0,
        clientAddress,
      }),
    trouble: (error) => observer.failed('', error),
  };
}

async function metricsPage(metrics: Metrics): Promise<ReadyAnswer> {
  const collector = await metrics.collector();
  return { status: 200, contentType: collector.contentType, body: await collector.page() };
}

/** Tells which API a path belongs to: that with the longest base path that it begins with. */
export function apiOf(apis: readonly Api[]): (path: string) => string {
  const byLength = apis.toSorted((one, other) => other.basePath.length - one.basePath.length);
  return (path) =>
    byLength.find(({ basePath }) => path === basePath || path.startsWith(`${basePath}/`))?.name ?? 'none';
}
