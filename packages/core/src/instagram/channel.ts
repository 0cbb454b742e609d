/**
 * What is done to the people of a channel.
 *
 * @example
 * ```ts
 * const kinds: readonly ActionKind[] = ACTION_KINDS;
 * ```
 */
export type ActionKind = 'like' | 'comment' | 'follow' | 'unfollow';

/**
 * All kinds of actions.
 *
 * @example
 * ```ts
 * ACTION_KINDS.includes('like'); // true
 * ```
 */
export const ACTION_KINDS: readonly ActionKind[] = ['like', 'comment', 'follow', 'unfollow'];

/**
 * Something for each kind of action.
 *
 * @example
 * ```ts
 * const speed: PerAction<number> = { like: 10, comment: 10, follow: 10, unfollow: 10 };
 * ```
 */
export type PerAction<T> = { readonly [Kind in ActionKind]: T };

/**
 * Where the people of a channel come from.
 *
 * @example
 * ```ts
 * const all: readonly ChannelTarget[] = CHANNEL_TARGETS;
 * ```
 */
export type ChannelTarget = 'followers' | 'subscriptions' | 'hashtag' | 'likes' | 'comments';

/**
 * All sources of people: followers and subscriptions of the account `value`, authors of posts under the hashtag
 * `value`, people who liked, or commented on, posts of the account `value`.
 *
 * @example
 * ```ts
 * CHANNEL_TARGETS.includes('hashtag'); // true
 * ```
 */
export const CHANNEL_TARGETS: readonly ChannelTarget[] = ['followers', 'subscriptions', 'hashtag', 'likes', 'comments'];

/**
 * Whether a channel is worked for: `start`; `stop`; `empty`, its source has no more people, and those who wait in its
 * queue are still acted upon.
 *
 * @example
 * ```ts
 * const isAtWork = ({ state, targetsCount }: Channel) => state === 'start' || (state === 'empty' && targetsCount > 0);
 * ```
 */
export type ChannelState = 'start' | 'stop' | 'empty';

/**
 * One source of people, paired with one action.
 *
 * @example
 * ```ts
 * const conversion = ({ leadsCount, followersCount }: Channel) => followersCount / leadsCount;
 * ```
 */
export interface Channel {
  readonly id: number;
  readonly instagramId: number;
  readonly action: ActionKind;
  readonly target: ChannelTarget;
  /** A user name, or a hashtag without `#`. */
  readonly value: string;
  /** One of them is written where the action is `comment`. */
  readonly comments: readonly string[];
  readonly state: ChannelState;
  /** How many people were reached. */
  readonly leadsCount: number;
  /** How many people wait in the queue. */
  readonly targetsCount: number;
  /** How many of the leads follow the account. */
  readonly followersCount: number;
  /** Where in the source the next page begins; `null`: at the beginning. */
  readonly cursor: string | null;
  /** The source has been read to its end. */
  readonly exhausted: boolean;
  /** When something was last tried for the channel; `null`: never. Of several channels the one that waited longest is next. */
  readonly servedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * A channel that has no number yet.
 *
 * @example
 * ```ts
 * const wanted: NewChannel = { action: 'like', target: 'followers', value: 'natgeo', comments: [], createdAt, updatedAt };
 * ```
 */
export type NewChannel = Pick<Channel, 'action' | 'target' | 'value' | 'comments' | 'createdAt' | 'updatedAt'>;

/**
 * Names a channel of one of an owner's accounts.
 *
 * @example
 * ```ts
 * const ref: ChannelRef = { instagram: { owner: actor.accountId, id: 20 }, id: 10 };
 * ```
 */
export interface ChannelRef {
  readonly instagram: { readonly owner: number; readonly id: number };
  readonly id: number;
}

/**
 * What is to be different about a channel; what is absent stays. With another target or value it begins anew: with an
 * empty queue, at the source's beginning, and `start` where it was `empty`.
 *
 * @example
 * ```ts
 * const changes: ChannelChanges = { value: 'natgeo' };
 * ```
 */
export type ChannelChanges = Partial<Pick<Channel, 'action' | 'target' | 'value' | 'comments'>>;
