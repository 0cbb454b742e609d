import { json, type ReadyAnswer } from './answer.ts';
import type { HttpFailure } from './voice.ts';

/** An answer in an API's form to a request that failed. */
type Failed = (status: number, message: string) => ReadyAnswer;

/**
 * The answers to requests that no handler answers: what an API has words of its own for, and the rest in the words of
 * all of them.
 *
 * @param failed - Puts words into the API's form.
 */
export function failuresBy(
  failed: Failed,
  own: Readonly<Record<'not-found' | 'method-not-allowed' | 'malformed-request', ReadyAnswer>>,
): Readonly<Record<HttpFailure, ReadyAnswer>> {
  return {
    ...own,
    'body-too-large': failed(413, 'Request body too large'),
    'headers-too-large': failed(431, 'Request header fields too large'),
    'request-timeout': failed(408, 'Request timeout'),
    unavailable: failed(503, 'Service unavailable, try again later'),
    internal: failed(500, 'Internal server error'),
  };
}

/** What whoever failed to log in too often is told. */
export const TOO_MANY_FAILED_LOGINS = 'Too many failed logins, try again later';

/** Prepares the answer to whoever failed to log in too often. */
export function tooManyFailedLoginsBy(failed: Failed): (limited: { readonly retryAfter: number }) => ReadyAnswer {
  const answer = failed(429, TOO_MANY_FAILED_LOGINS);
  return ({ retryAfter }) => ({ ...answer, headers: retryIn(retryAfter) });
}

/** When it is worth trying again, in seconds, as a header. */
export function retryIn(seconds: number): Readonly<Record<string, string>> {
  return { 'Retry-After': String(seconds) };
}

/** The answers on paths that belong to no API. */
export const PLAIN_FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = failuresBy(plain, {
  'not-found': plain(404, 'Not found'),
  'method-not-allowed': plain(405, 'Method not allowed'),
  'malformed-request': plain(400, 'Bad request'),
});

function plain(status: number, message: string): ReadyAnswer {
  return json(status, { message });
}
