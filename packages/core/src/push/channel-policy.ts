import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Member } from './ports.ts';

/**
 * Decides who may enter the private and presence channels whose names it knows: `undefined` for a name that it does
 * not. A presence channel is entered as a member, of a private one nothing but that one may enter is known.
 *
 * @example
 * ```ts
 * const policy: ChannelPolicy = (actor, channel) =>
 *   channel === `private-account-${actor?.accountId}` ? okAsync({ kind: 'allowed' }) : undefined;
 * ```
 */
export type ChannelPolicy = (
  actor: Actor | undefined,
  channel: string,
) => ResultAsync<ChannelDecision, Unavailable> | undefined;

/**
 * Whether one may enter a channel, and as whom.
 *
 * @example
 * ```ts
 * const decision: ChannelDecision = { kind: 'allowed', member: { userId: '7', info: '{"name":"Ann"}' } };
 * ```
 */
export type ChannelDecision =
  | {
      readonly kind: 'allowed';
      /** As whom; always there for a presence channel, never for another. */
      readonly member?: Member;
    }
  | { readonly kind: 'forbidden' };
