import { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Channel } from '../channel.ts';
import type { ChannelDay } from '../journal.ts';
import type { InstagramNotFound } from '../ports.ts';
import type { InstagramPorts, InstagramSettings } from '../settings.ts';
import { rulesOf, standingOf, type Standing } from '../standing.ts';
import { instagramRef, type InstagramById } from './instagrams.ts';

/**
 * What came of an account's channels, and where it stands.
 *
 * @example
 * ```ts
 * const tell = ({ standing }: InstagramStats) => (standing.kind === 'acting' ? 'It acts.' : standing.kind);
 * ```
 */
export interface InstagramStats {
  /** Why the account is not acting now. */
  readonly standing: Standing;
  readonly channels: readonly Channel[];
  /** Days on which a channel did something, in order of channel and day. */
  readonly days: readonly ChannelDay[];
}

/**
 * Tells what each channel of an account did on each day, and why the account is not acting now.
 *
 * @example
 * ```ts
 * await instagram.instagramStats(actor, { instagramId: 20, from: new Date('2026-11-01') });
 * ```
 */
export type GetInstagramStats = (
  actor: Actor,
  input: InstagramById & {
    /** From the day of this moment on; absent: from the first on. */
    readonly from?: Date;
  },
) => ResultAsync<InstagramStats, InstagramNotFound | Unavailable>;

export function instagramStats(
  { clock, instagrams, channels, journal }: InstagramPorts,
  settings: InstagramSettings,
): GetInstagramStats {
  return (actor, input) => {
    const ref = instagramRef(actor, input);
    return instagrams.find(ref).andThen((instagram) => {
      const now = clock.now();
      const { limits, window } = rulesOf(instagram, settings);
      return ResultAsync.combine([
        channels.list(ref),
        journal.pace(instagram.username, { limits, window, now }),
        journal.days(instagram.id, input.from ?? new Date(0)),
      ]).map(([channels, pace, days]) => ({
        standing: standingOf(instagram, channels, pace, settings, now),
        channels,
        days,
      }));
    });
  };
}
