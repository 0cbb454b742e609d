import type { RandomSource } from '@quintet/core';
import { Hono, type Context } from 'hono';
import { json, type Answer, type ReadyAnswer } from './answer.ts';
import type { Api, Endpoint } from './api.ts';
import type { HttpEnvironment } from './environment.ts';
import { Exchange, type Surroundings } from './exchange.ts';
import { PLAIN_FAILURES } from './failures.ts';
import { completeHeaders, PREFLIGHT_HEADERS, type CompleteHeaders } from './headers.ts';
import type { Observer } from './observer.ts';
import { originsOf, type OriginSettings } from './origin.ts';
import { nameRequests, type NameRequest } from './request-id.ts';
import type { HttpFailure, Voice } from './voice.ts';

/** What the app is made of. */
export interface HttpAppOptions extends OriginSettings {
  readonly apis: readonly Api[];
  readonly observer: Observer;
  readonly random: RandomSource;
  /** The origins (`https://app.example.com`) whose pages may read answers; `*` for all. Default all. */
  readonly corsOrigins?: readonly string[];
  /** The largest body, in bytes. Default 1 MiB. */
  readonly bodyLimit?: number;
  /** The public keys of access tokens, for `/.well-known/jwks.json`; absent or without a key: 404. */
  readonly jwks?: (() => { readonly keys: readonly object[] }) | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const UNMATCHED = 'unmatched';

type HonoHandler = (context: Context<HttpEnvironment>) => Promise<Response>;

/** What every handler of the app shares. */
interface House {
  readonly nameRequest: NameRequest;
  readonly headers: CompleteHeaders;
}

/**
 * Joins APIs to one app: it finds the endpoint of each request, gives it a name, adds the headers that every answer
 * has, tells the observer, and answers what no endpoint does in the form of the API that the path belongs to.
 *
 * There is no chain of middleware: what one would do is done in the one function around each endpoint, which is
 * several times faster.
 *
 * @throws TypeError when a trusted proxy is neither an address nor a network.
 *
 * @example
 * ```ts
 * const app = createHttpApp({ apis: [createBucketlistApi({ quintet, basePath: '/bucketlist' })], observer, random });
 * serve({ fetch: app.fetch, port: 3000 });
 * ```
 */
export function createHttpApp(options: HttpAppOptions): Hono<HttpEnvironment> {
  const { observer, random, corsOrigins = ['*'], bodyLimit = 1_048_576, jwks } = options;
  const origins = originsOf(options);
  const house: House = {
    nameRequest: nameRequests(random),
    headers: completeHeaders({ corsOrigins, strictTransport: options.publicUrl?.startsWith('https:') === true }),
  };
  const around = (voice: Voice): Surroundings => ({ voice, observer, origins, bodyLimit });
  const apis = options.apis.toSorted((one, other) => other.basePath.length - one.basePath.length);

  const app = new Hono<HttpEnvironment>({ strict: false });
  for (const api of apis) {
    for (const { method, path, handle } of api.endpoints) {
      const route = `${api.basePath}${path}` || '/';
      // what a part of the path may be is the router's business, and nobody's who reads a log
      app.on(method, route, answering(house, around(api), handle, route.replaceAll(/\{[^}]*\}/gu, '')));
    }
  }
  if (jwks !== undefined && jwks().keys.length > 0) {
    const keys: Answer = {
      ...json(200, jwks()),
      headers: { 'Cache-Control': 'public, max-age=300' },
    };
    const path = '/.well-known/jwks.json';
    app.get(
      path,
      answering(house, around(NO_API), () => keys, path),
    );
  }

  const fallback = (voice: Voice): HonoHandler =>
    answering(house, around(voice), (exchange) => unmatched(app, exchange), UNMATCHED);
  const fallbacks = apis.map((api) => [api.basePath, fallback(api)] as const);
  const lastResort = fallback(NO_API);
  app.notFound((context) => {
    const nearest = fallbacks.find(([basePath]) => isWithin(context.req.path, basePath));
    return (nearest?.[1] ?? lastResort)(context);
  });
  return app;
}

/**
 * The API's answer to a failure, for a server that has no app at hand: the API whose base path is the longest that
 * begins the path speaks.
 *
 * @param path - As sent, or empty where none was understood.
 *
 * @example
 * ```ts
 * failureOf(apis, '/bucketlist/v1/%', 'malformed-request').status; // 400
 * ```
 */
export function failureOf(apis: readonly Api[], path: string, failure: HttpFailure): ReadyAnswer {
  const within = apis.filter(({ basePath }) => isWithin(path, basePath));
  const nearest = within.reduce<Voice>(
    (one, other) => (other.basePath.length > one.basePath.length || one === NO_API ? other : one),
    NO_API,
  );
  return nearest.failure(failure);
}

function isWithin(path: string, basePath: string): boolean {
  return (
    path.startsWith(basePath) && (path.length === basePath.length || path[basePath.length] === '/' || basePath === '')
  );
}

function answering(
  { nameRequest, headers }: House,
  surroundings: Surroundings,
  handle: Endpoint['handle'],
  route: string,
): HonoHandler {
  const { observer, origins } = surroundings;
  return async (context) => {
    const begun = performance.now();
    const request = context.req.raw;
    const requestId = nameRequest(request.headers.get('x-request-id'));
    const exchange = new Exchange(requestId, context, surroundings);
    let answer: Answer;
    try {
      answer = await handle(exchange);
    } catch (error) {
      observer.failed(requestId, error);
      answer = exchange.failure('internal');
    }
    observer.answered({
      requestId,
      method: request.method,
      route,
      path: context.req.path,
      status: answer.status,
      seconds: (performance.now() - begun) / 1000,
      clientAddress: origins.clientAddress(context.env?.incoming),
    });
    return new Response(answer.body, {
      status: answer.status,
      headers: headers(answer, requestId, request.headers.get('origin')),
    });
  };
}

/** A request that no endpoint takes: a preflight, another method than the path has, or a path that is none. */
function unmatched(app: Hono<HttpEnvironment>, exchange: Exchange): Answer {
  const { path, method } = exchange.context.req;
  const methods = METHODS.filter((method) => app.router.match(method, path)[0].length > 0);
  const answered = methods.flatMap((method) => (method === 'GET' ? [method, 'HEAD'] : [method]));
  const allow = methods.length === 0 ? undefined : [...answered, 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') {
    return {
      status: 204,
      contentType: '',
      body: null,
      headers: { ...PREFLIGHT_HEADERS, ...(allow === undefined ? {} : { Allow: allow }) },
    };
  }
  if (allow === undefined) return exchange.failure('not-found');
  return { ...exchange.failure('method-not-allowed'), headers: { Allow: allow } };
}

/** Speaks for paths that belong to no API. */
const NO_API: Voice = {
  basePath: '',
  failure: (failure) => PLAIN_FAILURES[failure],
};
