import { json, type ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';
import { failuresBy } from '../http/failures.ts';

/** An answer in the envelope to a request that failed. */
function failed(status: number, message: string): ReadyAnswer {
  return json(status, { success: false, error: status, message });
}

export const HEADER_MISSING: ReadyAnswer = failed(401, 'Authorization header is expected');
export const NOT_BEARER: ReadyAnswer = failed(401, 'Authorization header must start with Bearer');
export const TOKEN_MISSING: ReadyAnswer = failed(401, 'Token not found');
export const TOKEN_EXPIRED: ReadyAnswer = failed(401, 'Token expired.');
export const TOKEN_REVOKED: ReadyAnswer = failed(401, 'Unauthorized');
export const WRONG_CLAIMS: ReadyAnswer = failed(401, 'Incorrect claims. Please, check the audience and issuer.');
export const KEY_UNNAMED: ReadyAnswer = failed(401, 'Authorization malformed.');
export const KEY_UNKNOWN: ReadyAnswer = failed(400, 'Unable to find the appropriate key.');
export const TOKEN_UNPARSABLE: ReadyAnswer = failed(400, 'Unable to parse authentication token.');
export const PERMISSIONS_MISSING: ReadyAnswer = failed(400, 'Permissions not included in JWT');
export const PERMISSION_LACKING: ReadyAnswer = failed(401, "User don't have sufficient permission");

export const BAD_REQUEST: ReadyAnswer = failed(400, 'Bad Request');
export const NOT_FOUND: ReadyAnswer = failed(404, 'Resource Not Found');
export const UNPROCESSABLE: ReadyAnswer = failed(422, 'Unprocessable resource');

/** What whoever has no good token, or one that permits too little, may be answered. */
export const TOKEN_REFUSALS: readonly ReadyAnswer[] = [
  HEADER_MISSING,
  NOT_BEARER,
  TOKEN_MISSING,
  TOKEN_EXPIRED,
  TOKEN_REVOKED,
  WRONG_CLAIMS,
  KEY_UNNAMED,
  KEY_UNKNOWN,
  TOKEN_UNPARSABLE,
  PERMISSIONS_MISSING,
  PERMISSION_LACKING,
];

/** The answers to requests that no handler answers. */
export const FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = failuresBy(failed, {
  'not-found': NOT_FOUND,
  'method-not-allowed': failed(405, 'Method Not Allowed'),
  'malformed-request': BAD_REQUEST,
});
