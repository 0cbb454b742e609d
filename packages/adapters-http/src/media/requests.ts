import {
  parseMediaId,
  parseMediaWish,
  type Actor,
  type Credentials,
  type MediaWish,
  type Quintet,
  type UncheckedMediaWish,
} from '@quintet/core';
import { err, ok, Result } from 'neverthrow';
import type { Answer, ReadyAnswer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { tokenIn } from '../http/bearer.ts';
import { answersIn, refusal } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import {
  ID_MALFORMED,
  ID_MISSING,
  NEITHER_OBJECT_NOR_LIST,
  NOT_AN_OBJECT,
  PASSWORD_MALFORMED,
  PASSWORD_MISSING,
  TOKEN_MALFORMED,
  TOKEN_MISSING,
  USERNAME_MALFORMED,
  USERNAME_MISSING,
} from './answers.ts';
import { checkedBody, isObject, type CheckedBody, type Fields } from './body.ts';
import { AUTHENTICATE_ERRORS, PUT_ERRORS, USER_ERRORS } from './errors.ts';
import { CREDENTIALS, ELEMENT_ID, ELEMENT_PUTS } from './schemas.ts';

const SCHEMES = ['jwt', 'bearer'];

/** Answers a request of whoever is signed in. */
export type SignedInHandler = (exchange: Exchange, actor: Actor) => Answer | Promise<Answer>;

/** Lets through whoever has a good access token. */
export function signedIn({ identity }: Pick<Quintet, 'identity'>, handle: SignedInHandler): Handler {
  return async (exchange) => {
    const header = tokenIn(exchange.header('authorization'), SCHEMES);
    if (header.kind === 'missing') return TOKEN_MISSING;
    if (header.kind === 'malformed') return TOKEN_MALFORMED;
    const actor = await identity.authenticate(header.token);
    return actor.isOk() ? handle(exchange, actor.value) : refusal(exchange, actor.error, AUTHENTICATE_ERRORS);
  };
}

/** Lets through whoever has a good access token and is the user whom the path names. */
export function asUserOfPath(quintet: Pick<Quintet, 'identity' | 'media'>, handle: SignedInHandler): Handler {
  return signedIn(quintet, async (exchange, actor) => {
    const confirmed = await quintet.media.confirmUser(actor, exchange.param('username'));
    return confirmed.isOk() ? handle(exchange, actor) : refusal(exchange, confirmed.error, USER_ERRORS);
  });
}

/** A username and a password. */
export const SIGN_IN: CheckedBody<Pick<Credentials, 'username' | 'password'>> = checkedBody({
  schema: CREDENTIALS,
  refusals: [NOT_AN_OBJECT, USERNAME_MISSING, PASSWORD_MISSING, USERNAME_MALFORMED, PASSWORD_MALFORMED],
  check(value) {
    if (!isObject(value)) return err(NOT_AN_OBJECT);
    const { username, password } = value;
    if (username === undefined) return err(USERNAME_MISSING);
    if (password === undefined || password === '') return err(PASSWORD_MISSING);
    if (typeof username !== 'string') return err(USERNAME_MALFORMED);
    if (typeof password !== 'string' || !password.isWellFormed()) return err(PASSWORD_MALFORMED);
    return ok({ username, password });
  },
});

/** An element to make or to change; or any number of them. */
export const PUTS: CheckedBody<MediaWish | readonly MediaWish[]> = checkedBody<MediaWish | readonly MediaWish[]>({
  schema: ELEMENT_PUTS,
  refusals: [NEITHER_OBJECT_NOR_LIST, ...answersIn(PUT_ERRORS, { kind: 'media-not-found' })],
  check(value) {
    if (isObject(value)) return wishOf(value);
    if (!Array.isArray(value)) return err(NEITHER_OBJECT_NOR_LIST);
    const elements: readonly unknown[] = value;
    return Result.combine(
      elements.map((element) => (isObject(element) ? wishOf(element) : err(NEITHER_OBJECT_NOR_LIST))),
    );
  },
});

/** The element to delete; its other fields, if it has any, don't matter. */
export const REMOVAL: CheckedBody<{ readonly id: number }> = checkedBody({
  schema: ELEMENT_ID,
  refusals: [NOT_AN_OBJECT, ID_MISSING, ID_MALFORMED],
  check(value) {
    if (!isObject(value)) return err(NOT_AN_OBJECT);
    const { id } = value;
    if (id === undefined) return err(ID_MISSING);
    return parseMediaId(id)
      .map((id) => ({ id }))
      .mapErr(() => ID_MALFORMED);
  },
});

/** The fields of an element, as they are named in JSON, to the names of the core. */
function elementFields(value: Fields): UncheckedMediaWish {
  const { id, name, medium, consumed_state: consumedState, description, order } = value;
  return { id, name, medium, consumedState, description, order };
}

function wishOf(value: Fields): Result<MediaWish, ReadyAnswer> {
  return parseMediaWish(elementFields(value)).mapErr(({ kind }) => PUT_ERRORS[kind] as ReadyAnswer);
}
