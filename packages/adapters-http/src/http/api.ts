import type { HttpBindings } from '@hono/node-server';
import type { Quintet } from '@quintet/core';
import type { Hono } from 'hono';

/** The five APIs. */
export type ApiName = 'media' | 'bucketlist' | 'casting' | 'instagram' | 'hackathon';

/** What a handler finds in its context. */
export type HttpEnvironment = {
  Bindings: HttpBindings;
  Variables: { requestId: string };
};

/** Why a request is answered by no handler. */
export type HttpFailure =
  | 'not-found'
  | 'method-not-allowed'
  | 'malformed-request'
  | 'body-too-large'
  | 'headers-too-large'
  | 'request-timeout'
  | 'unavailable'
  | 'internal';

/** An answer that is ready to be sent, whether or not a framework is there to send it. */
export interface ReadyAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What an API is made of. */
export interface ApiOptions {
  readonly quintet: Quintet;
  /** Without a closing slash; empty when the API is mounted at `/`. */
  readonly basePath: string;
  /** Scheme, host and port for links, without a closing slash; absent: taken from each request. */
  readonly publicUrl: string | undefined;
  /** Addresses and networks whose `X-Forwarded-*` is believed. */
  readonly trustedProxies: readonly string[];
}

/** One of the five APIs, ready to be mounted. */
export interface Api {
  readonly name: ApiName;
  readonly basePath: string;
  /** The routes, relative to the base path. */
  readonly routes: Hono<HttpEnvironment>;
  /** The answer, in the API's form, to a request that no handler answers. */
  failure(failure: HttpFailure): ReadyAnswer;
}
