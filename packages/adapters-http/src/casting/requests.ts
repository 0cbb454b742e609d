import type { Bearer, Identity } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer, ReadyAnswer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { refusal } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import { isJson, type JsonBody } from '../http/guard.ts';
import { BAD_REQUEST, HEADER_MISSING, NOT_BEARER, TOKEN_MISSING, UNPROCESSABLE } from './answers.ts';
import { RECOGNISE_ERRORS } from './errors.ts';

/** No actor, no movie and no casting has it. */
const NOBODYS_ID = 0;

/** Answers a request of whoever has a good token. What it permits is for the use cases to look at. */
export type BearerHandler = (exchange: Exchange, bearer: Bearer) => Answer | Promise<Answer>;

/** Lets through whoever has a good access token, of ours or of the external issuer. */
export function withBearer({ recognise }: Pick<Identity, 'recognise'>, handle: BearerHandler): Handler {
  return async (exchange) => {
    const token = tokenOf(exchange.header('authorization'));
    if (token.isErr()) return token.error;
    const bearer = await recognise(token.value);
    return bearer.isOk() ? handle(exchange, bearer.value) : refusal(exchange, bearer.error, RECOGNISE_ERRORS);
  };
}

/** The token in an `Authorization` header. Whatever follows `Bearer` is taken for one, and looked at as such. */
export function tokenOf(header: string | undefined): Result<string, ReadyAnswer> {
  const [scheme = '', ...token] = header?.trim().split(/[ \t]+/u) ?? [];
  if (scheme === '') return err(HEADER_MISSING);
  if (scheme.toLowerCase() !== 'bearer') return err(NOT_BEARER);
  return token.length === 0 ? err(TOKEN_MISSING) : ok(token.join(' '));
}

/** A number out of a path. One that is too large to be anybody's is turned into one that is nobody's. */
export function idOf(exchange: Exchange, name: string): number {
  const id = Number(exchange.param(name));
  return Number.isSafeInteger(id) ? id : NOBODYS_ID;
}

/** What a body of some form is read to: its fields by the core's names, with any values. */
type Fields<Name extends string> = Readonly<Partial<Record<Name, unknown>>>;

/** A body whose fields go to a use case as they came. */
export interface FieldsBody<Name extends string> extends JsonBody {
  /** Absent fields, in the core's names, are those of a body that is none. */
  readFields(exchange: Exchange): Promise<Result<Fields<Name>, Answer>>;
}

/**
 * Prepares to read a body whose form is for the use case to judge: whether the token permits anything, and whether
 * there is what the path names, comes before it. A body that is no JSON is one without fields; both are answered alike.
 *
 * @param schema - For the documentation.
 * @param names - What the fields are called in JSON, by what the core calls them.
 */
export function fieldsBody<Name extends string>(
  schema: TSchema,
  names: Readonly<Record<Name, string>>,
): FieldsBody<Name> {
  const fields = Object.entries<string>(names);
  const read = async (exchange: Exchange): Promise<Result<Fields<Name>, Answer>> => {
    const body = await bodyOf(exchange);
    return body.map((value) => {
      const given = fields.flatMap(([field, name]) =>
        Object.hasOwn(value, name) ? [[field, value[name]] as const] : [],
      );
      return Object.fromEntries(given) as Fields<Name>;
    });
  };
  return { schema, refusals: [BAD_REQUEST, UNPROCESSABLE], read, readFields: read };
}

async function bodyOf(exchange: Exchange): Promise<Result<Readonly<Record<string, unknown>>, Answer>> {
  if (!isJson(exchange.header('content-type'))) return ok({});
  const body = await exchange.text();
  if ('failure' in body) return body.failure === 'body-too-large' ? err(exchange.failure(body.failure)) : ok({});
  try {
    const value: unknown = JSON.parse(body.text);
    return ok(typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
  } catch {
    return ok({});
  }
}
