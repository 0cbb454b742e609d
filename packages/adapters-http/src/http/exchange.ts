import type { Unavailable } from '@quintet/core';
import type { Context } from 'hono';
import type { Answer } from './answer.ts';
import { readBytes, readText, type BodyFailure } from './body.ts';
import type { HttpEnvironment } from './environment.ts';
import { retryIn } from './failures.ts';
import type { Observer } from './observer.ts';
import type { Origins } from './origin.ts';
import type { HttpFailure, Voice } from './voice.ts';

/** What all requests to an API have in common. */
export interface Surroundings {
  readonly voice: Voice;
  readonly observer: Observer;
  readonly origins: Origins;
  /** The largest body, in bytes. */
  readonly bodyLimit: number;
}

/** One request, as a handler sees it. */
export class Exchange {
  /** Names the request in answers and logs. */
  readonly requestId: string;
  readonly #context: Context<HttpEnvironment>;
  readonly #surroundings: Surroundings;

  constructor(requestId: string, context: Context<HttpEnvironment>, surroundings: Surroundings) {
    this.requestId = requestId;
    this.#context = context;
    this.#surroundings = surroundings;
  }

  /** For what this class does not offer: streams, WebSockets. */
  get context(): Context<HttpEnvironment> {
    return this.#context;
  }

  /** A header's value; one that was sent several times is joined with commas. */
  header(name: string): string | undefined {
    return this.#context.req.raw.headers.get(name) ?? undefined;
  }

  /** A variable part of the path, decoded; parts with malformed encoding stay as sent. */
  param(name: string): string {
    return this.#context.req.param(name) ?? '';
  }

  /** A parameter of the query, decoded. Of several with one name the first counts. */
  query(name: string): string | undefined {
    return this.#context.req.query(name);
  }

  /** The client's network address, of which a trusted proxy may tell. */
  get clientAddress(): string | undefined {
    return this.#surroundings.origins.clientAddress(this.#context.env?.incoming);
  }

  /** Scheme, host and port as the client sees them, and a proxy's path, without a closing slash: for links. */
  get origin(): string {
    return this.#surroundings.origins.externalOrigin(this.#context.env?.incoming, this.#context.req.url);
  }

  /** The API's base path as the client sees it, for links: `https://example.com/bucketlist`. */
  get baseUrl(): string {
    return this.origin + this.#surroundings.voice.basePath;
  }

  /** The body as text, or why it could not be read. To be called once. */
  text(): Promise<{ readonly text: string } | { readonly failure: BodyFailure }> {
    return readText(this.#context.req.raw, this.#context.env?.incoming, this.#surroundings.bodyLimit);
  }

  /**
   * The body as bytes, or why it could not be read. To be called once, and not beside {@link Exchange.text}.
   *
   * @param limit - In bytes; the largest body of all requests where it is larger than that.
   */
  bytes(limit: number): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly failure: BodyFailure }> {
    const { req, env } = this.#context;
    return readBytes(req.raw, env?.incoming, Math.max(limit, this.#surroundings.bodyLimit));
  }

  /** The request's target: the path and query as they were sent, the path as the server sees it. */
  get target(): string {
    const { req, env } = this.#context;
    const { pathname, search } = new URL(req.url);
    return env?.incoming?.url ?? pathname + search;
  }

  /** The API's own answer to a failure that is not of its domain. */
  failure(failure: HttpFailure): Answer {
    return this.#surroundings.voice.failure(failure);
  }

  /** The API's own answer to something being away that it needs; reports what it was. */
  unavailable({ retryAfter, cause }: Unavailable): Answer {
    this.#surroundings.observer.unavailable(this.requestId, cause);
    return { ...this.failure('unavailable'), headers: retryIn(retryAfter) };
  }
}
