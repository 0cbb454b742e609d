import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { errAsync, fromPromise, type ResultAsync } from 'neverthrow';
import { isPublicAddress } from './address.ts';

/**
 * What is sent, and where to.
 *
 * @example
 * ```ts
 * const post: Post = { url: new URL('https://example.com/hook'), headers: {}, body: '{}' };
 * ```
 */
export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * What came back. Nothing of the body is kept.
 *
 * @example
 * ```ts
 * const isTaken = ({ status }: Posted) => status >= 200 && status < 300;
 * ```
 */
export interface Posted {
  readonly status: number;
  /** Seconds, from `Retry-After`; absent: the receiver did not say. */
  readonly retryAfter?: number;
}

/**
 * Why nothing came back.
 *
 * @example
 * ```ts
 * const failure: PostFailure = { kind: 'unreachable', reason: 'the receiver can not be reached (ECONNREFUSED)' };
 * ```
 */
export type PostFailure =
  /** It leads to an address that nothing is sent to. */
  | { readonly kind: 'address-forbidden'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Sends to URLs that others have given, and to nothing behind our own walls.
 *
 * @example
 * ```ts
 * const outbound = openOutbound();
 * await outbound.post({ url, headers, body }); // Ok({ status: 204 })
 * outbound.close();
 * ```
 */
export interface Outbound {
  /** Follows no redirect: that is an answer as any other. */
  post(post: Post): ResultAsync<Posted, PostFailure>;
  /** Ends what is under way. */
  close(): void;
}

/**
 * How far {@link Outbound} goes.
 *
 * @example
 * ```ts
 * const settings: OutboundSettings = { timeout: 5_000 };
 * ```
 */
export interface OutboundSettings {
  /** Whether addresses that are not of the public internet are sent to as well; absent: no. */
  readonly privateNetworks?: boolean;
  /** Milliseconds that all of it may take, from looking up the name to the answer; absent: 10 s. */
  readonly timeout?: number;
  /** Looks names up; absent: as this machine does. */
  readonly resolve?: Resolver;
}

/**
 * Gives all addresses of a name.
 *
 * @example
 * ```ts
 * const resolve: Resolver = (host, answer) => answer(null, [{ address: '93.184.215.14', family: 4 }]);
 * ```
 */
export type Resolver = (
  host: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** Milliseconds, and bytes of an answer's body that are read so that the connection can be used again. */
const TIMEOUT = 10_000;
const LARGEST_REST = 16_384;
const IDLE_SOCKETS = 16;

/** A receiver that wants to be left alone for longer is asked again after this many seconds. */
const LONGEST_PAUSE = 3_600;

class ForbiddenAddress extends Error {}

const byMachine: Resolver = (host, answer) => resolveName(host, { all: true }, answer);

/**
 * Opens the way out. A name is looked up once for a connection, every address that it has must be one that may be sent
 * to, and the connection goes to one of exactly these: a name that means something else a moment later leads nowhere.
 */
export function openOutbound({
  privateNetworks = false,
  timeout = TIMEOUT,
  resolve = byMachine,
}: OutboundSettings = {}): Outbound {
  const ending = new AbortController();
  const isAllowed = (address: string): boolean => privateNetworks || isPublicAddress(address);
  const lookup = guardedLookup(resolve, isAllowed);
  const options = { keepAlive: true, maxFreeSockets: IDLE_SOCKETS, lookup };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };

  return {
    post(post) {
      const host = post.url.hostname.replace(/^\[(.+)\]$/, '$1');
      // An address needs no looking up, so nobody would look at it below.
      if (isIP(host) !== 0 && !isAllowed(host)) return errAsync(forbidden(host));
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeout)]);
      return fromPromise(send(post, agents, { signal, lookup }), failureOf);
    },
    close() {
      ending.abort();
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function guardedLookup(resolve: Resolver, isAllowed: (address: string) => boolean): LookupFunction {
  return (host: string, options: LookupOptions, answer: Parameters<LookupFunction>[2]): void => {
    resolve(host, (error, addresses) => {
      if (error !== null) return answer(error, []);
      const [first] = addresses;
      const stranger = addresses.find(({ address }) => !isAllowed(address));
      if (stranger !== undefined) return answer(new ForbiddenAddress(stranger.address), []);
      if (first === undefined) return answer(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
      if (options.all === true) answer(null, [...addresses]);
      else answer(null, first.address, first.family);
    });
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function send(post: Post, agents: Agents, options: Pick<RequestOptions, 'signal' | 'lookup'>): Promise<Posted> {
  const { url, headers, body } = post;
  const { promise, resolve, reject } = Promise.withResolvers<Posted>();
  const isSecure = url.protocol === 'https:';
  const outgoing = (isSecure ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    agent: isSecure ? agents.https : agents.http,
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    ...options,
  });
  outgoing.on('error', (error: NodeJS.ErrnoException) => {
    // The receiver ended a connection that was idle just when it was to be used again: that says nothing about it.
    const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
    if (isStale) resolve(send(post, agents, options));
    else reject(error);
  });
  outgoing.on('response', (incoming: IncomingMessage) => {
    const retryAfter = secondsOf(incoming.headers['retry-after']);
    drain(incoming);
    resolve({ status: incoming.statusCode ?? 0, ...(retryAfter === undefined ? {} : { retryAfter }) });
  });
  outgoing.end(body);
  return promise;
}

/** Reads what is left of a short answer; a long one ends with its connection. */
function drain(incoming: IncomingMessage): void {
  let read = 0;
  incoming.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > LARGEST_REST) incoming.destroy();
  });
  // What becomes of it after the status is nobody's concern.
  incoming.on('error', () => {});
}

/** The seconds that a `Retry-After` asks for: a number, or a date. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_PAUSE);
}

function forbidden(address: string): PostFailure {
  return {
    kind: 'address-forbidden',
    reason: `the URL leads to ${address}, which is no address of the public internet`,
  };
}

/** Says what went wrong without the URL, which may hold secrets. */
function failureOf(error: unknown): PostFailure {
  if (error instanceof ForbiddenAddress) return forbidden(error.message);
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || causedByTimeout(error)) {
    return { kind: 'unreachable', reason: 'the receiver did not answer in time' };
  }
  return { kind: 'unreachable', reason: `the receiver can't be reached (${code ?? name ?? 'unknown reason'})` };
}

/** Node wraps why it gave a request up. */
function causedByTimeout(error: unknown): boolean {
  return error instanceof Error && (error.cause as Error | undefined)?.name === 'TimeoutError';
}
