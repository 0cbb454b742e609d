import { ACTION_KINDS, type ActionKind, type Channel } from './channel.ts';
import { isWithin, nextWithin } from './hours.ts';
import type { Instagram, Trouble } from './instagram.ts';
import { paceWait, type Pace, type PaceRules } from './limits.ts';
import type { InstagramSettings } from './settings.ts';

/**
 * Whether an account acts now, and if not, why not and until when.
 *
 * @example
 * ```ts
 * const standing: Standing = { kind: 'out-of-hours', until: new Date('2026-11-23T07:00:00Z') };
 * ```
 */
export type Standing =
  /** Something can be done at once. */
  | { readonly kind: 'acting' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'suspected' }
  /** No channel is started. */
  | { readonly kind: 'no-channel' }
  /** Every channel at work has acted upon all people of its source. */
  | { readonly kind: 'drained' }
  /** Something went wrong. */
  | { readonly kind: 'troubled'; readonly until: Date; readonly trouble: Trouble }
  | { readonly kind: 'out-of-hours'; readonly until: Date }
  | {
      readonly kind: 'limit-reached';
      readonly limit: ActionKind | 'total';
      /** Absent: never, the limit is 0. */
      readonly until?: Date;
    }
  /** The next action would follow too soon after the last one. */
  | { readonly kind: 'waiting'; readonly until: Date };

/** The rules of an account's pace. */
export function rulesOf(
  { speed, trusted }: Pick<Instagram, 'speed' | 'trusted'>,
  { limits, window }: InstagramSettings,
): PaceRules {
  return { speed, limits: trusted ? limits.trusted : limits.untrusted, window };
}

/** Whether there is, or may be, somebody to act upon for a channel. */
export function isAtWork({ state, exhausted, targetsCount }: Channel): boolean {
  return state !== 'stop' && (!exhausted || targetsCount > 0);
}

/**
 * Tells where an account stands.
 *
 * @example
 * ```ts
 * standingOf(instagram, channels, pace, INSTAGRAM_DEFAULTS, clock.now()); // { kind: 'acting' }
 * ```
 */
export function standingOf(
  instagram: Instagram,
  channels: readonly Channel[],
  pace: Pace,
  settings: InstagramSettings,
  now: Date,
): Standing {
  if (instagram.state === 'stop') return { kind: 'stopped' };
  if (instagram.state === 'suspected') return { kind: 'suspected' };
  if (channels.every(({ state }) => state === 'stop')) return { kind: 'no-channel' };
  const working = channels.filter((channel) => isAtWork(channel));
  if (working.length === 0) return { kind: 'drained' };
  const { trouble, hours } = instagram;
  if (trouble !== null && trouble.until > now) return { kind: 'troubled', until: trouble.until, trouble };
  if (!isWithin(hours, now)) return { kind: 'out-of-hours', until: nextWithin(hours, now) };

  const rules = rulesOf(instagram, settings);
  let soonest: Standing | undefined;
  for (const kind of ACTION_KINDS.filter((kind) => working.some(({ action }) => action === kind))) {
    const wait = paceWait(kind, pace, rules, now);
    if (wait === undefined) return { kind: 'acting' };
    if (soonest === undefined || isSooner(wait, soonest)) soonest = wait;
  }
  return soonest ?? { kind: 'acting' };
}

function isSooner(one: { readonly until?: Date }, other: Standing): boolean {
  if (one.until === undefined) return false;
  return !('until' in other) || other.until === undefined || one.until < other.until;
}

/**
 * The first moment from now on at which something can be done for the account, as far as is known now; `undefined`:
 * only a change by its owner can bring one about.
 */
export function actsAt(standing: Standing, { hours }: Pick<Instagram, 'hours'>, now: Date): Date | undefined {
  switch (standing.kind) {
    case 'stopped':
    case 'suspected':
    case 'no-channel':
    case 'drained':
      return undefined;
    case 'acting':
      return now;
    case 'troubled':
    case 'out-of-hours':
    case 'limit-reached':
    case 'waiting':
      return standing.until === undefined ? undefined : nextWithin(hours, standing.until);
  }
}
