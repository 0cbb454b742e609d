import type { Actor, Identity } from '@quintet/core';
import type { Answer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { tokenIn } from '../http/bearer.ts';
import { refusal } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import { TOKEN_MALFORMED, TOKEN_MISSING } from './answers.ts';
import { AUTHENTICATE_ERRORS } from './errors.ts';

const SCHEMES = ['bearer'];

/** No instagram and no channel has it. */
const NOBODYS_ID = 0;

/** Answers a request of whoever is signed in. */
export type SignedInHandler = (exchange: Exchange, actor: Actor) => Answer | Promise<Answer>;

/** Lets through whoever has a good access token. */
export function signedIn(identity: Pick<Identity, 'authenticate'>, handle: SignedInHandler): Handler {
  return async (exchange) => {
    const header = tokenIn(exchange.header('authorization'), SCHEMES);
    if (header.kind === 'missing') return TOKEN_MISSING;
    if (header.kind === 'malformed') return TOKEN_MALFORMED;
    const actor = await identity.authenticate(header.token);
    return actor.isOk() ? handle(exchange, actor.value) : refusal(exchange, actor.error, AUTHENTICATE_ERRORS);
  };
}

/** A number out of a path. What is none, or too large to be anybody's, is turned into one that is nobody's. */
export function idOf(exchange: Exchange, name: 'instagramId' | 'channelId'): number {
  const text = exchange.param(name);
  const id = /^\d+$/u.test(text) ? Number(text) : NOBODYS_ID;
  return Number.isSafeInteger(id) ? id : NOBODYS_ID;
}
