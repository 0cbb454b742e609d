import { Ajv2020 } from 'ajv/dist/2020.js';
import { err, ok, type Result } from 'neverthrow';
import type { Static, TSchema } from 'typebox';
import type { Answer, ReadyAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';

// formats are for the reader of the document; whether an email is one is for the use case to say
const FORMATS = { email: true, password: true, 'date-time': true, uri: true } as const;

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: FORMATS });

/** What the documentation says of a request's body. */
export interface DocumentedBody<Schema extends TSchema = TSchema> {
  readonly schema: Schema;
  /** Absent: `application/json`. */
  readonly contentType?: string;
  /** Schemas by content types that are read beside it. */
  readonly alternatives?: Readonly<Record<string, TSchema>>;
  /** Every answer to a body that is not let through. */
  readonly refusals: readonly ReadyAnswer[];
}

/** How a request's body is read, checked and documented. */
export interface JsonBody<Schema extends TSchema = TSchema> extends DocumentedBody<Schema> {
  /** The body in the schema's form, or the answer to one that isn't. */
  read(exchange: Exchange): Promise<Result<Static<Schema>, Answer>>;
}

/** What makes a {@link JsonBody}. */
export interface JsonBodyOptions<Schema extends TSchema> {
  readonly schema: Schema;
  /** The answer to a content type other than JSON. */
  readonly notJson: ReadyAnswer;
  /** The answer to a body that is no JSON. */
  readonly malformed: ReadyAnswer;
  /** The answer to JSON in another form than the schema's. */
  readonly refuse: (value: unknown) => ReadyAnswer;
}

/**
 * Prepares, once, to read a body of a certain form. The content type is looked at first, then the JSON, then its
 * form. JSON other than an object is taken for an object without properties.
 */
export function jsonBody<Schema extends TSchema>(options: JsonBodyOptions<Schema>): JsonBody<Schema> {
  const { schema, notJson, malformed, refuse } = options;
  const matches = ajv.compile<Static<Schema>>(schema);
  return {
    schema,
    refusals: [notJson, malformed, refuse({}), refuse(null)],
    async read(exchange) {
      if (!isJson(exchange.header('content-type'))) return err(notJson);
      const body = await exchange.text();
      if ('failure' in body) return err(body.failure === 'body-too-large' ? exchange.failure(body.failure) : malformed);
      const parsed = parseJson(body.text);
      if (parsed.isErr()) return err(malformed);
      const value = isObject(parsed.value) ? parsed.value : {};
      return matches(value) ? ok(value) : err(refuse(parsed.value));
    },
  };
}

const JSON_TYPE = /^\s*application\/json\s*(?:;|$)/iu;

/** Whether a content type is JSON's, whatever its parameters. */
export function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && (contentType === 'application/json' || JSON_TYPE.test(contentType));
}

function parseJson(text: string): Result<unknown, undefined> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(undefined);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
