import type { Actor, Quintet } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer, ReadyAnswer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { tokenIn } from '../http/bearer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { JsonBody } from '../http/guard.ts';
import { INVALID_BODY, NOT_AN_ORGANIZER, NOT_LOGGED_IN } from './answers.ts';

/** Answers a request of whoever is signed in. */
export type SignedInHandler = (exchange: Exchange, actor: Actor) => Answer | Promise<Answer>;

/** Answers a request of anybody, who may be signed in. */
export type ReaderHandler = (exchange: Exchange, actor: Actor | undefined) => Answer | Promise<Answer>;

type Doorkeeper = Pick<Quintet, 'identity'>;

const OWN_HEADER = 'x-menlohacks-authorization';

/** The token that a request carries: in a header of its own, or in the usual one. */
function tokenOf(exchange: Exchange): string | undefined {
  const own = exchange.header(OWN_HEADER)?.trim();
  if (own !== undefined && own !== '') return own;
  const usual = tokenIn(exchange.header('authorization'), ['bearer']);
  return usual.kind === 'token' ? usual.token : undefined;
}

/**
 * Lets through whoever has a good access token.
 *
 * @param otherwise - What everybody else is answered.
 */
export function signedIn(
  { identity }: Doorkeeper,
  handle: SignedInHandler,
  otherwise: ReadyAnswer = NOT_LOGGED_IN,
): Handler {
  return async (exchange) => {
    const token = tokenOf(exchange);
    if (token === undefined) return otherwise;
    const actor = await identity.authenticate(token);
    if (actor.isOk()) return handle(exchange, actor.value);
    return actor.error.kind === 'unavailable' ? exchange.unavailable(actor.error) : otherwise;
  };
}

/** Lets everybody through. Whoever has no good token is nobody in particular. */
export function asReader(quintet: Doorkeeper, handle: ReaderHandler): Handler {
  const { identity } = quintet;
  return async (exchange) => {
    const token = tokenOf(exchange);
    if (token === undefined) return handle(exchange, undefined);
    const actor = await identity.authenticate(token);
    if (actor.isOk()) return handle(exchange, actor.value);
    return actor.error.kind === 'unavailable' ? exchange.unavailable(actor.error) : handle(exchange, undefined);
  };
}

/** Lets organizers through, before anything else of the request is looked at. */
export function asOrganizer(quintet: Doorkeeper, handle: SignedInHandler): Handler {
  return signedIn(quintet, (exchange, actor) =>
    actor.permissions.includes('organize:hackathon') ? handle(exchange, actor) : NOT_AN_ORGANIZER,
  );
}

/** A JSON value that is an object: what its fields are is for the use case to look at. */
export type Fields = Readonly<Record<string, unknown>>;

/** A body whose fields go to a use case, by the core's names. */
export interface FieldsBody<Name extends string> extends JsonBody {
  read(exchange: Exchange): Promise<Result<Readonly<Partial<Record<Name, unknown>>>, Answer>>;
}

/**
 * Prepares to read a JSON object, whatever content type it is said to be of.
 *
 * @param schema - For the documentation.
 * @param names - What the fields are called in JSON, by what the core calls them.
 */
export function fieldsBody<Name extends string>(
  schema: TSchema,
  names: Readonly<Record<Name, string>>,
): FieldsBody<Name> {
  return {
    schema,
    refusals: [INVALID_BODY],
    read: async (exchange) => (await readObject(exchange)).map((fields) => renamed(fields, names)),
  };
}

/** The fields that a JSON object has, by the core's names. */
export function renamed<Name extends string>(
  fields: Fields,
  names: Readonly<Record<Name, string>>,
): Readonly<Partial<Record<Name, unknown>>> {
  const given = Object.entries<string>(names).flatMap(([field, name]) =>
    Object.hasOwn(fields, name) ? [[field, fields[name]] as const] : [],
  );
  return Object.fromEntries(given) as Partial<Record<Name, unknown>>;
}

/** A request's body, which must be a JSON object. */
export async function readObject(exchange: Exchange): Promise<Result<Fields, Answer>> {
  const body = await exchange.text();
  if ('failure' in body) {
    return err(body.failure === 'body-too-large' ? exchange.failure(body.failure) : INVALID_BODY);
  }
  try {
    const value: unknown = JSON.parse(body.text);
    return isObject(value) ? ok(value) : err(INVALID_BODY);
  } catch {
    return err(INVALID_BODY);
  }
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
