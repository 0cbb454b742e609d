import type { LoginLimited } from '@quintet/core';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';
import { failuresBy, tooManyFailedLoginsBy } from '../http/failures.ts';

/** An answer in the envelope to a request that failed. */
export function failed(status: number, message: string): ReadyAnswer {
  return json(status, { status: 'failed', message });
}

export const CREDENTIALS_MALFORMED = 'Missing or wrong email format or password is less than four characters';

export const TOKEN_MISSING: ReadyAnswer = failed(401, 'Token is missing');
export const TOKEN_MISSING_AT_LOGOUT: ReadyAnswer = failed(403, 'Provide an authorization header');
export const TOKEN_MALFORMED: ReadyAnswer = failed(403, 'Provide a valid auth token');
export const TOKEN_EXPIRED: ReadyAnswer = failed(401, 'Signature expired, Please sign in again');
export const TOKEN_INVALID: ReadyAnswer = failed(401, 'Invalid token. Please sign in again');
export const TOKEN_REVOKED: ReadyAnswer = failed(401, 'Token was Blacklisted, Please login In');

/** The answers to a request whose token is not good. */
export const TOKEN_REFUSALS: readonly ReadyAnswer[] = [
  TOKEN_MISSING,
  TOKEN_MALFORMED,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
  TOKEN_REVOKED,
];

export const BAD_REQUEST: ReadyAnswer = failed(400, 'Bad Request');
export const BAD_REQUEST_ON_ITEMS: ReadyAnswer = failed(400, 'Bad request');

export const BUCKET_ID_MALFORMED: ReadyAnswer = failed(400, 'Please provide a valid Bucket Id');
export const BUCKET_ID_MALFORMED_ON_ITEMS: ReadyAnswer = failed(401, 'Provide a valid Bucket Id');
export const ITEM_ID_MALFORMED: ReadyAnswer = failed(202, 'Provide a valid item Id');

export const BUCKET_NOT_FOUND: ReadyAnswer = failed(404, 'Bucket not found');
export const ITEM_NOT_FOUND: ReadyAnswer = failed(404, 'Item not found');
export const ITEM_ATTRIBUTES_MISSING: ReadyAnswer = failed(401, 'No name or value attribute found');

/** @param bucketId - As it was sent. */
export function noBucketOfUser(status: 202 | 404, bucketId: string): ReadyAnswer {
  return failed(status, `User has no Bucket with Id ${bucketId}`);
}

/** The answer to whoever failed to log in too often. */
export const tooManyFailedLogins: (limited: Pick<LoginLimited, 'retryAfter'>) => ReadyAnswer =
  tooManyFailedLoginsBy(failed);

/** The answers to requests that no handler answers. */
export const FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = failuresBy(failed, {
  'not-found': failed(404, 'Endpoint not found'),
  'method-not-allowed': failed(405, 'The method is not allowed for the requested URL'),
  'malformed-request': BAD_REQUEST,
});
