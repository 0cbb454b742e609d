import {
  isUnavailable,
  type Actor,
  type ChannelById,
  type Identity,
  type InstagramById,
  type Unavailable,
} from '@quintet/core';
import type { Result } from 'neverthrow';
import type { Answer } from '../http/answer.ts';
import type { Handler } from '../http/api.ts';
import { tokenIn } from '../http/bearer.ts';
import { refusal, type ErrorTable } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import { away, TOKEN_MALFORMED, TOKEN_MISSING, type Code } from './answers.ts';
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

/**
 * The answer to what a use case came to.
 *
 * @param code - What could not be done where the storage is away.
 */
export function answerOr<T, E extends { readonly kind: string }>(
  code: Code,
  exchange: Exchange,
  result: Result<T, E | Unavailable>,
  present: (value: T) => Answer,
  table: ErrorTable<NoInfer<E>>,
): Answer {
  if (result.isOk()) return present(result.value);
  const { error } = result;
  if (!isUnavailable(error)) return refusal(exchange, error, table);
  return { ...exchange.unavailable(error), body: away(code).body };
}

/** The instagram that the path names. */
export function instagramOf(exchange: Exchange): InstagramById {
  return { instagramId: idIn(exchange.param('instagramId')) };
}

/** The channel that the path names. */
export function channelOf(exchange: Exchange): ChannelById {
  return { ...instagramOf(exchange), channelId: idIn(exchange.param('channelId')) };
}

/** A number out of a path. What is none, or too large to be anybody's, is turned into one that is nobody's. */
function idIn(text: string): number {
  const id = /^\d+$/u.test(text) ? Number(text) : NOBODYS_ID;
  return Number.isSafeInteger(id) ? id : NOBODYS_ID;
}
