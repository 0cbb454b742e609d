import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import type { ActionKind, Channel } from './channel.ts';
import type { FollowerScan, Instagram, InstagramInfo, Trouble } from './instagram.ts';
import type { ActionOutcome, ChannelDay, JournalAction, JournalEntry, SkipReason } from './journal.ts';
import type { DailyLimits, Pace, PaceRules } from './limits.ts';

/**
 * The right to run an account: nobody else has it until it ends. It ends when its time is over, when the account's
 * owner changes something, and when it is given back. Every write of the engine hands it on, and is refused when it
 * has ended: a server that lost it, and does not know yet, can't change anything.
 *
 * @example
 * ```ts
 * await journal.record(lease, order); // Err({ kind: 'lease-lost' }) when somebody else runs the account by now
 * ```
 */
export interface Lease {
  readonly instagramId: number;
  /** Rises whenever the right to run the account is given or taken. */
  readonly fence: number;
}

/**
 * Somebody else runs the account by now, or nobody may.
 *
 * @example
 * ```ts
 * (await leases.release(lease, { dueAt, trouble: null })).mapErr(({ kind }) => kind); // Err('lease-lost')
 * ```
 */
export interface LeaseLost {
  readonly kind: 'lease-lost';
}

/**
 * An account that is to be run, and the right to do so.
 *
 * @example
 * ```ts
 * const { lease, instagram, channels }: LeasedInstagram = taken[0];
 * ```
 */
export interface LeasedInstagram {
  readonly lease: Lease;
  readonly instagram: Instagram;
  /** All its channels, in order of their numbers. */
  readonly channels: readonly Channel[];
}

/**
 * Leases on accounts, for all servers that share the storage. A started account is due from a moment on; taking it makes
 * it due again when the lease ends, so that those of a server that died are found by the others.
 *
 * @example
 * ```ts
 * const { taken, nextDueAt } = (await leases.take({ now, until, limit: 8 }))._unsafeUnwrap();
 * ```
 */
export interface InstagramLeases {
  /**
   * Takes accounts that are due, those that have been so for longest first; and tells when the next one of those that
   * are not due will be. Of any number of servers one gets each.
   */
  take(request: { readonly now: Date; readonly until: Date; readonly limit: number }): ResultAsync<
    {
      readonly taken: readonly LeasedInstagram[];
      /** Absent: no other account is started. */
      readonly nextDueAt: Date | undefined;
    },
    Unavailable
  >;

  /** Extends a lease. */
  renew(lease: Lease, until: Date): ResultAsync<void, LeaseLost | Unavailable>;

  /** Gives a lease back, and says when the account is due again, and what went wrong. */
  release(
    lease: Lease,
    state: { readonly dueAt: Date; readonly trouble: Trouble | null },
  ): ResultAsync<void, LeaseLost | Unavailable>;

  /** Says that the network suspects the account: it is stopped, and so are its channels. Ends the lease. */
  suspect(lease: Lease, trouble: Trouble): ResultAsync<void, LeaseLost | Unavailable>;

  /** Stores what the network tells of the account, and how far its followers have been read. */
  refresh(
    lease: Lease,
    state: {
      readonly info?: InstagramInfo;
      readonly scan: FollowerScan | null;
      /** All followers have been read: at that moment. */
      readonly refreshedAt?: Date;
    },
  ): ResultAsync<void, LeaseLost | Unavailable>;
}

/**
 * Somebody who was acted upon for the channel before, or does not wait in its queue any more.
 *
 * @example
 * ```ts
 * const refused: TargetTaken = { kind: 'target-taken' };
 * ```
 */
export interface TargetTaken {
  readonly kind: 'target-taken';
}

/**
 * One more action now would break a limit, or follow too soon after the last one.
 *
 * @example
 * ```ts
 * const refused: PaceExceeded = { kind: 'pace-exceeded' };
 * ```
 */
export interface PaceExceeded {
  readonly kind: 'pace-exceeded';
}

/**
 * The channel is not at work any more.
 *
 * @example
 * ```ts
 * const refused: ChannelInactive = { kind: 'channel-inactive' };
 * ```
 */
export interface ChannelInactive {
  readonly kind: 'channel-inactive';
}

/**
 * An action that is about to be sent.
 *
 * @example
 * ```ts
 * const action: NewAction = { channelId: 10, action: 'like', target: 'ben', key, at, busyUntil, rules };
 * ```
 */
export interface NewAction {
  readonly channelId: number;
  readonly action: ActionKind;
  readonly target: string;
  readonly key: string;
  readonly at: Date;
  /** Until when it may be on its way; the lease is extended to it at least. */
  readonly busyUntil: Date;
  /** What the account's pace may not exceed. */
  readonly rules: PaceRules;
}

/**
 * The record of all actions, made before they are sent; and of everything else that changes what a channel counts.
 *
 * @example
 * ```ts
 * const { id } = (await journal.record(lease, action))._unsafeUnwrap();
 * await journal.finish(lease, { id, outcome: 'done', failure: null, at: clock.now() });
 * ```
 */
export interface ActionJournal {
  /**
   * What the account's last actions say about the next ones. Accounts of the same user name (see `personKey`) have one
   * pace, also when one of them was removed and stored anew: the network sees one account.
   */
  pace(
    username: string,
    request: { readonly limits: DailyLimits; readonly window: number; readonly now: Date },
  ): ResultAsync<Pace, Unavailable>;

  /**
   * Records an action with the outcome `unknown`, and takes its target out of the channel's queue; or refuses, and
   * changes nothing. The account is started and leased, the channel is at work, the target waits in its queue and was
   * never acted upon for it, and the pace is not exceeded: all of that is looked at in the one change, so that no race
   * of servers gets past it.
   */
  record(
    lease: Lease,
    action: NewAction,
  ): ResultAsync<{ readonly id: number }, LeaseLost | ChannelInactive | TargetTaken | PaceExceeded | Unavailable>;

  /**
   * Writes down how an action ended. That needs no lease: it happened, whoever runs the account by now. An outcome that
   * is known stays as it is; a channel that was removed meanwhile has no journal. For the account's pace an action
   * takes place when it has ended, and, as long as that is not known, when it may be on its way at the latest: so no
   * two are closer to each other for the network than they are for the journal.
   */
  finish(result: {
    readonly id: number;
    readonly outcome: Exclude<ActionOutcome, 'unknown'>;
    readonly failure: JournalAction['failure'];
    /** When it had ended. */
    readonly at: Date;
  }): ResultAsync<void, Unavailable>;

  /** The account's entries from a number on, in order of numbers, which is that in which they happened. */
  stretch(
    instagramId: number,
    request: { readonly after: number; readonly limit: number },
  ): ResultAsync<readonly JournalEntry[], Unavailable>;

  /** What each channel of the account did on each day, from the day of this moment on, in order of channel and day. */
  days(instagramId: number, from: Date): ResultAsync<readonly ChannelDay[], Unavailable>;
}

/**
 * The people that wait to be acted upon for a channel, in the order in which they were found.
 *
 * @example
 * ```ts
 * const waiting = (await targets.first(channel.id, 10))._unsafeUnwrap();
 * ```
 */
export interface TargetQueue {
  first(channelId: number, limit: number): ResultAsync<readonly string[], Unavailable>;

  /**
   * Puts people at the end of the queue, but for those who wait there or were acted upon for the channel before, and
   * notes how far its source has been read. With `exhausted` a started channel becomes `empty`.
   *
   * @returns The channel as it is then.
   */
  fill(
    lease: Lease,
    page: {
      readonly channelId: number;
      readonly people: readonly string[];
      readonly cursor: string | null;
      readonly exhausted: boolean;
      readonly at: Date;
    },
  ): ResultAsync<Channel, LeaseLost | ChannelInactive | Unavailable>;

  /** Takes people out of the queue without an action. Who does not wait there is left out. */
  skip(
    lease: Lease,
    skipped: {
      readonly channelId: number;
      readonly targets: readonly { readonly target: string; readonly reason: SkipReason }[];
      readonly at: Date;
    },
  ): ResultAsync<void, LeaseLost | Unavailable>;
}

/**
 * The people who were reached, and which of them follow the account.
 *
 * @example
 * ```ts
 * await leads.mark(lease, { scan: 12, followers: page.entries.map(({ username }) => username), at: clock.now() });
 * await leads.count(lease, { scan: 12, at: clock.now() });
 * ```
 */
export interface Leads {
  /** Notes which leads of the account, of any channel, are among these followers. */
  mark(
    lease: Lease,
    page: { readonly scan: number; readonly followers: readonly string[]; readonly at: Date },
  ): ResultAsync<void, LeaseLost | Unavailable>;

  /** Counts for each channel the leads that the scan has met. A count that has changed is in the journal. */
  count(
    lease: Lease,
    request: { readonly scan: number; readonly at: Date },
  ): ResultAsync<void, LeaseLost | Unavailable>;
}
