import type { LoginLimited } from '@quintet/core';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';

/** What the API calls what goes wrong in its domain, by code. */
export const MESSAGES = {
  1010: 'Request to instagram failed',
  1020: 'Instagram login failed',
  1030: 'Error parse instagram response',
  1040: 'Error fetch followers list',
  1050: 'Instagram account is suspected',
  2010: 'Instagram not found',
  2020: 'Instagram collection not found',
  2030: 'Instagram not created',
  2040: 'Instagram not updated',
  2050: 'Instagram not deleted',
  2060: 'Undefined action type',
  2070: 'Instagram login failed',
  2080: 'Instagram info fetching failed',
  2090: 'Instagram account is inactive',
  3010: 'User not found',
  3030: 'User not created',
  4010: 'Undefined action type',
  4020: 'Error during channel action execution',
  4030: 'Undefined target type',
  4040: 'Error during channel queue filling',
  4050: 'Channel not found',
  4060: 'Channel collection not found',
  4070: 'Channel not created',
  4080: 'Channel not updated',
  4090: 'Channel not deleted',
  4100: 'Empty action',
  9999: 'Unknown error',
} as const;

/** A code of the API's domain. */
export type Code = keyof typeof MESSAGES;

/** What went wrong, in the API's form. */
export interface ErrorJson {
  readonly code: Code;
  readonly message: string;
  /** What is wrong with the request, where that is to be told. */
  readonly payload: string;
}

export function errorOf(code: Code, payload = ''): ErrorJson {
  return { code, message: MESSAGES[code], payload };
}

/** The answer to what went wrong in the API's domain. */
export function refused(code: Code, payload = ''): ReadyAnswer {
  return json(400, errorOf(code, payload));
}

/** The answer, in the API's form, to what went wrong on the way to it. */
function failed(status: number, message: string): ReadyAnswer {
  return json(status, { code: status, message, payload: '' });
}

/** The answer to whoever could not be recognised. */
function unauthorized(message: string): ReadyAnswer {
  return {
    ...json(401, { code: 401, message }),
    headers: { 'WWW-Authenticate': 'JWT realm="quintet"' },
  };
}

export const CREDENTIALS_MISSING: ReadyAnswer = failed(400, 'Missing Username or Password');
export const CREDENTIALS_WRONG: ReadyAnswer = unauthorized('Incorrect Username / Password');
export const TOKEN_MISSING: ReadyAnswer = unauthorized('auth header empty');
export const TOKEN_MALFORMED: ReadyAnswer = unauthorized('invalid auth header');
export const TOKEN_EXPIRED: ReadyAnswer = unauthorized('Token is expired');
export const TOKEN_REVOKED: ReadyAnswer = unauthorized('Token is revoked');
export const TOKEN_INVALID: ReadyAnswer = unauthorized('signature is invalid');

/** The answers to a request whose token is not good. */
export const TOKEN_REFUSALS: readonly ReadyAnswer[] = [
  TOKEN_MISSING,
  TOKEN_MALFORMED,
  TOKEN_EXPIRED,
  TOKEN_REVOKED,
  TOKEN_INVALID,
];

/** The answer to whoever failed to log in too often. */
export function tooManyFailedLogins({ retryAfter }: Pick<LoginLimited, 'retryAfter'>): ReadyAnswer {
  return {
    ...failed(429, 'Too many failed logins, try again later'),
    headers: { 'Retry-After': String(retryAfter) },
  };
}

/** The answers to requests that no handler answers. */
export const FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = {
  'not-found': failed(404, 'Not found'),
  'method-not-allowed': failed(405, 'Method not allowed'),
  'malformed-request': failed(400, 'Bad request'),
  'body-too-large': failed(413, 'Request body too large'),
  'headers-too-large': failed(431, 'Request header fields too large'),
  'request-timeout': failed(408, 'Request timeout'),
  unavailable: failed(503, 'Service unavailable, try again later'),
  // the one code that the API has for what nobody thought of
  internal: refused(9999),
};

/** The answer to what could not be looked at or done, because what it needs is away. */
export function away(code: Code): ReadyAnswer {
  return json(503, errorOf(code, 'Service unavailable, try again later'));
}
