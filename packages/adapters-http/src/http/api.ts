import type { Quintet } from '@quintet/core';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { Voice } from './voice.ts';

export type { HttpEnvironment } from './environment.ts';
export type { HttpFailure } from './voice.ts';

/** The five APIs. */
export type ApiName = 'media' | 'bucketlist' | 'casting' | 'instagram' | 'hackathon';

/** What an API is made of. */
export interface ApiOptions {
  readonly quintet: Quintet;
  /** Where the API is mounted: `/bucketlist`. Without a closing slash; empty when it is mounted at `/`. */
  readonly basePath: string;
}

/** The methods that an endpoint can have; `HEAD` is answered as `GET`, `OPTIONS` by the app. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Answers a request. What it throws, or rejects with, is a bug: it is reported and answered as one. */
export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;

/**
 * One method of one path, and what answers it.
 *
 * @example
 * ```ts
 * const hello: Endpoint = {
 *   method: 'GET',
 *   path: '/hello/:name',
 *   handle: (exchange) => json(200, { message: `Hello, ${exchange.param('name')}` }),
 * };
 * ```
 */
export interface Endpoint {
  readonly method: HttpMethod;
  /** Relative to the API's base path, in Hono's form: `/v1/bucketlists/:bucketId`. A closing slash in requests is ignored. */
  readonly path: string;
  readonly handle: Handler;
}

/** One of the five APIs, ready to be mounted with `createHttpApp`. */
export interface Api extends Voice {
  readonly name: ApiName;
  readonly endpoints: readonly Endpoint[];
}
