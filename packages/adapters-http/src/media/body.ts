import { ok, err, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer, ReadyAnswer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { JsonBody } from '../http/guard.ts';
import { NOT_JSON } from './answers.ts';

/** A request's body that is told what is wrong with it field by field, in an order of its own. */
export interface CheckedBody<T> extends JsonBody {
  read(exchange: Exchange): Promise<Result<T, Answer>>;
}

/** A JSON value that is an object: what its fields are nobody knows yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** What makes a {@link CheckedBody}. */
export interface CheckedBodyOptions<T> {
  /** What the checks let through, for the documentation; a test makes sure that it is. */
  readonly schema: TSchema;
  /** Every answer that the checks may give. */
  readonly refusals: readonly ReadyAnswer[];
  /** Looks at the JSON value. */
  readonly check: (value: unknown) => Result<T, ReadyAnswer>;
}

/** Prepares to read a body as JSON, whatever content type it is said to be of. */
export function checkedBody<T>({ schema, refusals, check }: CheckedBodyOptions<T>): CheckedBody<T> {
  return {
    schema,
    refusals: [NOT_JSON, ...refusals],
    async read(exchange) {
      const body = await exchange.text();
      if ('failure' in body) {
        return err(body.failure === 'body-too-large' ? exchange.failure(body.failure) : NOT_JSON);
      }
      return parseJson(body.text).andThen(check);
    },
  };
}

/** Reads a text as JSON. */
function parseJson(text: string): Result<unknown, ReadyAnswer> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(NOT_JSON);
  }
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
