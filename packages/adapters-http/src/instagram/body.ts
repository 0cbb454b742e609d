import { err, ok, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer, ReadyAnswer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { JsonBody } from '../http/guard.ts';

/** A JSON value that is an object: what its fields are nobody knows yet. */
type Fields = Readonly<Record<string, unknown>>;

/** A request's body whose form is for a use case to judge. */
export interface FieldsBody extends JsonBody {
  read(exchange: Exchange): Promise<Result<Fields, Answer>>;
}

/**
 * Prepares to read a body as a JSON object, whatever content type it is said to be of: the clients in use say several.
 *
 * @param schema - For the documentation.
 * @param refuse - The answer to what is none, for a reason that a client can show.
 */
export function fieldsBody(schema: TSchema, refuse: (reason: string) => ReadyAnswer): FieldsBody {
  return {
    schema,
    refusals: [refuse(NO_JSON), refuse(NO_OBJECT)],
    async read(exchange) {
      const body = await exchange.text();
      if ('failure' in body) {
        return err(body.failure === 'body-too-large' ? exchange.failure(body.failure) : refuse(NO_JSON));
      }
      const value = parseJson(body.text);
      if (value === undefined) return err(refuse(NO_JSON));
      return isObject(value) ? ok(value) : err(refuse(NO_OBJECT));
    },
  };
}

const NO_JSON = 'the body is not JSON';
const NO_OBJECT = 'the body is not a JSON object';

/** `undefined` is what no JSON is. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a JSON value is an object. */
function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
