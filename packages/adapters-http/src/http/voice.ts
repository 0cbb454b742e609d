import type { ReadyAnswer } from './answer.ts';

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

/** As much of an API as answers what no handler does. */
export interface Voice {
  /** Where the API is mounted: `/bucketlist`. Without a closing slash; empty when it is mounted at `/`. */
  readonly basePath: string;
  /** The answer, in the API's form, to a request that no handler answers. */
  failure(failure: HttpFailure): ReadyAnswer;
}
