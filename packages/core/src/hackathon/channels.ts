import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { AccountRepository } from '../identity/ports.ts';
import type { AccountId, Actor } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { ChannelDecision, ChannelPolicy } from '../push/index.ts';

/**
 * The presence channel of organizers.
 *
 * @example
 * ```ts
 * await push.authorizeChannel(organizer, ORGANIZERS_CHANNEL);
 * ```
 */
export const ORGANIZERS_CHANNEL = 'presence-organizers';

const MENTOR_CHANNEL = 'private-mentor-';
const FORBIDDEN: ChannelDecision = { kind: 'forbidden' };

/**
 * The private channel of a mentor.
 *
 * @example
 * ```ts
 * mentorChannel(7); // 'private-mentor-7'
 * ```
 */
export function mentorChannel(account: AccountId): string {
  return `${MENTOR_CHANNEL}${account}`;
}

/**
 * Who may enter the channels of a hackathon: a mentor's private one that mentor, the organizers' presence channel who
 * may organize it, under their display name.
 *
 * @param accounts - Resolved when somebody wants to enter the organizers' channel.
 *
 * @example
 * ```ts
 * const policy = hackathonChannelPolicy(() => accounts);
 * await policy(actor, 'private-mentor-7'); // Ok({ kind: 'allowed' }) if the actor's account is number 7
 * ```
 */
export function hackathonChannelPolicy(accounts: () => AccountRepository): ChannelPolicy {
  return (actor, channel) => {
    if (channel === ORGANIZERS_CHANNEL) return organizer(accounts(), actor);
    if (!channel.startsWith(MENTOR_CHANNEL)) return undefined;
    const isOwn = actor !== undefined && channel === mentorChannel(actor.accountId);
    return okAsync(isOwn ? { kind: 'allowed' } : FORBIDDEN);
  };
}

function organizer(accounts: AccountRepository, actor: Actor | undefined): ResultAsync<ChannelDecision, Unavailable> {
  if (actor?.permissions.includes('organize:hackathon') !== true) return okAsync(FORBIDDEN);
  return accounts
    .findById(actor.accountId)
    .map(({ id, displayName }): ChannelDecision => ({
      kind: 'allowed',
      member: { userId: String(id), info: JSON.stringify({ name: displayName }) },
    }))
    .orElse((error) => (error.kind === 'account-not-found' ? okAsync(FORBIDDEN) : errAsync(error)));
}
