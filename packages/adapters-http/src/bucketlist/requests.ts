import type { Actor, Identity } from '@quintet/core';
import type { ReadyAnswer, Answer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { tokenIn } from '../http/bearer.ts';
import { refusal } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import { TOKEN_MALFORMED, TOKEN_MISSING } from './answers.ts';
import { AUTHENTICATE_ERRORS } from './errors.ts';

const SCHEMES = ['bearer'];
const INTEGER = /^-?\d+$/u;

/** Answers a request of whoever is signed in. */
export type SignedInHandler = (exchange: Exchange, actor: Actor) => Answer | Promise<Answer>;

/**
 * Lets through whoever has a good access token.
 *
 * @param missing - The answer to a request without one.
 */
export function signedIn(
  { authenticate }: Pick<Identity, 'authenticate'>,
  handle: SignedInHandler,
  missing: ReadyAnswer = TOKEN_MISSING,
): Handler {
  return async (exchange) => {
    const header = tokenIn(exchange.header('authorization'), SCHEMES);
    if (header.kind === 'missing') return missing;
    if (header.kind === 'malformed') return TOKEN_MALFORMED;
    const actor = await authenticate(header.token);
    return actor.isOk() ? handle(exchange, actor.value) : refusal(exchange, actor.error, AUTHENTICATE_ERRORS);
  };
}

/**
 * A number out of a path. One that is too large to be exact is nobody's, as the use cases know.
 *
 * @returns `undefined` when it is no integer.
 */
export function idOf(text: string): number | undefined {
  return INTEGER.test(text) ? Number(text) : undefined;
}
