import { ACTION_KINDS, type DailyLimits } from '@quintet/core';
import type { Form } from './form.ts';

/**
 * Daily limits that differ from the API's own, for accounts that are trusted and for those that are not.
 *
 * @example
 * ```ts
 * const limits: InstagramLimits = { untrusted: { like: 100, total: 200 } };
 * ```
 */
export interface InstagramLimits {
  readonly untrusted?: Partial<DailyLimits>;
  readonly trusted?: Partial<DailyLimits>;
}

/**
 * Times of the engine that differ from its own. All are in seconds.
 *
 * @example
 * ```ts
 * const times: InstagramTimes = { lease: 60, action: 20 };
 * ```
 */
export interface InstagramTimes {
  /** How long the window of the daily limits is. */
  readonly window?: number;
  /** How long an account is left to a server that does not write any more. */
  readonly lease?: number;
  /** How long an action may take. */
  readonly action?: number;
  /** How often an account's info is refreshed and its followers are compared. */
  readonly refresh?: number;
  /** How long an account is left alone after a failure. */
  readonly retry?: number;
  /** How long it is left alone at most. */
  readonly longestRetry?: number;
}

const LARGEST_LIMIT = 1_000_000;
const LIMIT_NAMES: ReadonlySet<string> = new Set([...ACTION_KINDS, 'total']);

/** Limits by what they are of, for accounts that are trusted and for those that are not. */
export const instagramLimits: Form<InstagramLimits> = {
  allowed:
    'an object in JSON such as {"untrusted":{"like":100},"trusted":{"total":900}}: of like, comment, follow, unfollow ' +
    `and total, whole numbers from 0 to ${LARGEST_LIMIT}`,
  parse(text) {
    const value = recordIn(text);
    const isLimits = (limits: unknown): boolean =>
      isRecord(limits) &&
      Object.entries(limits).every(
        ([name, limit]) => LIMIT_NAMES.has(name) && Number.isInteger(limit) && isBetween(limit, 0, LARGEST_LIMIT),
      );
    const fits =
      value !== undefined &&
      Object.entries(value).every(
        ([trust, limits]) => (trust === 'untrusted' || trust === 'trusted') && isLimits(limits),
      );
    return fits ? value : undefined;
  },
};

const TIME_NAMES: readonly string[] = ['window', 'lease', 'action', 'refresh', 'retry', 'longestRetry'];
const SHORTEST_TIME = 0.05;
const LONGEST_TIME = 86_400;

/** What the engine's own times are, in seconds, as far as one bounds another. */
const LEASE = 30;
const ACTION = 15;

/** Times by what they are of. */
export const instagramTimes: Form<InstagramTimes> = {
  allowed:
    `an object in JSON such as {"lease":60,"action":20}: of ${TIME_NAMES.join(', ')}, seconds from ${SHORTEST_TIME} to ` +
    `${LONGEST_TIME}, action shorter than lease`,
  parse(text) {
    const value = recordIn(text);
    const fits =
      value !== undefined &&
      Object.entries(value).every(
        ([name, time]) => TIME_NAMES.includes(name) && isBetween(time, SHORTEST_TIME, LONGEST_TIME),
      );
    if (!fits) return undefined;
    const times = value as InstagramTimes;
    return (times.action ?? ACTION) < (times.lease ?? LEASE) ? times : undefined;
  },
};

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBetween(value: unknown, least: number, largest: number): boolean {
  return typeof value === 'number' && value >= least && value <= largest;
}
