import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { channelKind, parseChannelName, type ChannelMalformed } from '../channel.ts';
import type { ChannelDecision } from '../channel-policy.ts';
import type { PushSettings } from '../settings.ts';

/**
 * Who acts may not enter the channel.
 *
 * @example
 * ```ts
 * await push.authorizeChannel(undefined, 'private-mentor-7'); // Err({ kind: 'channel-forbidden' })
 * ```
 */
export interface ChannelForbidden {
  readonly kind: 'channel-forbidden';
}

/**
 * Whether one may enter a channel, and as whom. A public one everybody may, as nobody in particular; a private or
 * presence channel that no policy knows, nobody.
 *
 * @example
 * ```ts
 * const { member } = (await push.authorizeChannel(actor, 'presence-organizers'))._unsafeUnwrap();
 * ```
 */
export type AuthorizeChannel = (
  actor: Actor | undefined,
  channel: unknown,
) => ResultAsync<ChannelDecision & { readonly kind: 'allowed' }, ChannelForbidden | ChannelMalformed | Unavailable>;

const FORBIDDEN: ChannelForbidden = { kind: 'channel-forbidden' };

export function authorizeChannel({ policies }: Pick<PushSettings, 'policies'>): AuthorizeChannel {
  const decide = (actor: Actor | undefined, channel: string): ReturnType<AuthorizeChannel> => {
    const kind = channelKind(channel);
    if (kind === 'public') return okAsync({ kind: 'allowed' });
    for (const policy of policies) {
      const decision = policy(actor, channel);
      if (decision === undefined) continue;
      return decision.andThen((decided) => {
        if (decided.kind === 'forbidden') return errAsync(FORBIDDEN);
        const { member } = decided;
        if (kind === 'private') return okAsync({ kind: 'allowed' } as const);
        // Nobody is present without being somebody.
        return member === undefined ? errAsync(FORBIDDEN) : okAsync({ kind: 'allowed', member } as const);
      });
    }
    return errAsync(FORBIDDEN);
  };
  return (actor, channel) => parseChannelName(channel).asyncAndThen((name) => decide(actor, name));
}
