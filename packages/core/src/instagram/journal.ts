import type { ActionKind } from './channel.ts';
import type { Trouble } from './instagram.ts';

/**
 * How an action ended. `unknown`: it was recorded, and nobody learned how it ended; it counts as sent, and is never
 * sent again.
 *
 * @example
 * ```ts
 * const isLead = (outcome: ActionOutcome) => outcome === 'done';
 * ```
 */
export type ActionOutcome = 'unknown' | 'done' | 'failed';

/**
 * Why somebody was taken out of a queue without an action: `private`; `few-posts`; `followed`, by the account, or
 * `not-followed` where it is to unfollow; `no-post` of the last year; `self`, the account itself; `gone`, the network
 * can't tell anything about them.
 *
 * @example
 * ```ts
 * const reason: SkipReason = 'private';
 * ```
 */
export type SkipReason = 'private' | 'few-posts' | 'followed' | 'not-followed' | 'no-post' | 'self' | 'gone';

/**
 * An action as the journal has it.
 *
 * @example
 * ```ts
 * const isOver = ({ outcome }: JournalAction) => outcome !== 'unknown';
 * ```
 */
export interface JournalAction {
  readonly kind: 'action';
  readonly action: ActionKind;
  readonly target: string;
  /** The idempotency key that the action carries. */
  readonly key: string;
  readonly outcome: ActionOutcome;
  /** Why it failed; `late`: too much time had passed, and it was not sent. */
  readonly failure: Trouble['failure'] | 'late' | null;
}

/**
 * One thing that happened, for one channel. What a channel counts can be told from its entries alone:
 * see {@link replay}.
 *
 * @example
 * ```ts
 * const isAction = (entry: JournalEntry) => entry.kind === 'action';
 * ```
 */
export type JournalEntry = {
  readonly id: number;
  readonly channelId: number;
  readonly at: Date;
} & (
  | JournalAction
  /** So many people were put into the queue. */
  | { readonly kind: 'filled'; readonly amount: number }
  /** All people, so many, were taken out of the queue: the channel began anew. */
  | { readonly kind: 'cleared'; readonly amount: number }
  | { readonly kind: 'skipped'; readonly target: string; readonly reason: SkipReason }
  /** So many of the leads follow the account. */
  | { readonly kind: 'counted'; readonly amount: number }
);

/**
 * What a channel counts, as its journal has it.
 *
 * @example
 * ```ts
 * const { leads, targets, followers }: Replayed = replay(entries);
 * ```
 */
export interface Replayed {
  readonly leads: number;
  readonly targets: number;
  readonly followers: number;
}

/**
 * Tells from a channel's entries, in their order, what it counts.
 *
 * @example
 * ```ts
 * replay([]); // { leads: 0, targets: 0, followers: 0 }
 * ```
 */
export function replay(entries: Iterable<JournalEntry>): Replayed {
  let [leads, targets, followers] = [0, 0, 0];
  for (const entry of entries) {
    switch (entry.kind) {
      case 'filled':
        targets += entry.amount;
        break;
      case 'cleared':
        targets -= entry.amount;
        break;
      case 'skipped':
        targets -= 1;
        break;
      case 'action':
        targets -= 1;
        if (entry.outcome === 'done') leads += 1;
        break;
      case 'counted':
        followers = entry.amount;
        break;
    }
  }
  return { leads, targets, followers };
}

/**
 * What a channel did on one day, in UTC, and what came of it.
 *
 * @example
 * ```ts
 * const tell = ({ day, done, conversion }: ChannelDay) => `${day}: ${done} done, ${conversion * 100} % came back`;
 * ```
 */
export interface ChannelDay {
  readonly channelId: number;
  /** Such as `2026-11-22`. */
  readonly day: string;
  /** Actions that were recorded, and so count as sent. */
  readonly attempted: number;
  readonly done: number;
  readonly failed: number;
  /** People who were reached on the day. */
  readonly leads: number;
  /** How many of these have followed the account since. */
  readonly followersGained: number;
  /** Followers gained of one lead, from 0 to 1; 0 where there is no lead. */
  readonly conversion: number;
}
