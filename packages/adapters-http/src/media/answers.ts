import type { LoginLimited } from '@quintet/core';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';
import { failuresBy, tooManyFailedLoginsBy } from '../http/failures.ts';

/** An answer in the envelope to a request that failed. */
export function failed(status: number, message: string): ReadyAnswer {
  return json(status, { success: false, message });
}

export const TOKEN_MISSING: ReadyAnswer = failed(401, 'no authorization header');
export const TOKEN_MALFORMED: ReadyAnswer = failed(422, 'authorization header malformed');
export const TOKEN_EXPIRED: ReadyAnswer = failed(401, 'signature expired');
export const TOKEN_INVALID: ReadyAnswer = failed(401, 'invalid token');
export const TOKEN_REVOKED: ReadyAnswer = failed(401, 'auth token blacklisted');

/** The answers to a request whose token is not good. */
export const TOKEN_REFUSALS: readonly ReadyAnswer[] = [
  TOKEN_MISSING,
  TOKEN_MALFORMED,
  TOKEN_REVOKED,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
];

export const USERNAME_MISSING: ReadyAnswer = failed(422, "missing parameter 'username'");
export const USERNAME_MALFORMED: ReadyAnswer = failed(422, 'username parameter must be 1 to 255 characters');
export const PASSWORD_MISSING: ReadyAnswer = failed(422, "missing parameter 'password'");
export const PASSWORD_MALFORMED: ReadyAnswer = failed(422, 'password parameter must be type string');
export const PASSWORD_TOO_LARGE: ReadyAnswer = failed(422, 'password parameter must be at most 1024 bytes');
export const USER_UNKNOWN: ReadyAnswer = failed(422, "user doesn't exist");
export const ANOTHER_USER: ReadyAnswer = failed(401, 'not logged in as this user');

export const ID_MISSING: ReadyAnswer = failed(422, "missing parameter 'id'");
export const ID_MALFORMED: ReadyAnswer = failed(422, 'id parameter must be type integer');

export const NOT_JSON: ReadyAnswer = failed(422, 'request body must be JSON');
export const NOT_AN_OBJECT: ReadyAnswer = failed(422, 'request body must be a JSON object');
export const NEITHER_OBJECT_NOR_LIST: ReadyAnswer = failed(
  422,
  'request body must be a JSON object or an array of JSON objects',
);

export const STATE_PARAMETER_UNKNOWN: ReadyAnswer = failed(
  422,
  "consumed-state url parameter must be 'not-started', 'started', or 'finished'",
);
export const CONSUMED_PARAMETER_UNKNOWN: ReadyAnswer = failed(422, "consumed url parameter must be 'yes' or 'no'");
export const MEDIUM_PARAMETER_UNKNOWN: ReadyAnswer = failed(
  422,
  "medium url parameter must be 'film', 'audio', 'literature', or 'other'",
);
export const FORMAT_PARAMETER_UNKNOWN: ReadyAnswer = failed(422, "format url parameter must be 'csv' or 'json'");
export const DRY_RUN_PARAMETER_UNKNOWN: ReadyAnswer = failed(422, "dry-run url parameter must be 'yes' or 'no'");
export const IDS_PARAMETER_UNKNOWN: ReadyAnswer = failed(422, "ids url parameter must be 'yes' or 'no'");
export const NOT_UTF_8: ReadyAnswer = failed(422, 'request body must be text in UTF-8');
export const CHANGED_MEANWHILE: ReadyAnswer = failed(409, 'the media were changed meanwhile, try again');

/** The answer to whoever failed to log in too often. */
export const tooManyFailedLogins: (limited: Pick<LoginLimited, 'retryAfter'>) => ReadyAnswer =
  tooManyFailedLoginsBy(failed);

/** The answers to requests that no handler answers. */
export const FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = failuresBy(
  (status, message) => failed(status, message.toLowerCase()),
  {
    'not-found': failed(404, 'not found'),
    'method-not-allowed': failed(405, 'method not allowed'),
    'malformed-request': failed(400, 'bad request'),
  },
);
