import type { TSchema } from 'typebox';
import type { ReadyAnswer } from './answer.ts';
import type { Endpoint } from './api.ts';
import type { DocumentedBody } from './guard.ts';

/** A variable part of a request's path or query. */
export interface Parameter {
  readonly in: 'path' | 'query';
  readonly name: string;
  readonly description: string;
  readonly schema: TSchema;
  /** What the home page proposes; absent: nothing. */
  readonly example?: unknown;
}

/** What a request that succeeds is answered. */
interface SuccessfulAnswer {
  readonly status: number;
  readonly description: string;
  /** Absent: it has no body, or one that is not JSON. */
  readonly schema?: TSchema;
  readonly example?: unknown;
  /** Schemas by content types that can be had instead of JSON. */
  readonly alternatives?: Readonly<Record<string, TSchema>>;
}

/** An endpoint and all that its documentation says of it: what is mounted out of a table of these is documented. */
export interface Route extends Endpoint {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** Whether the request needs an access token. */
  readonly secured: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: DocumentedBody;
  readonly success: SuccessfulAnswer;
  /** Every answer to a request that fails; those that all requests may get are added by the document. */
  readonly refusals: readonly ReadyAnswer[];
}
