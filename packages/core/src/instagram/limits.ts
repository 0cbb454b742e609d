import { ACTION_KINDS, type ActionKind, type PerAction } from './channel.ts';

/**
 * How many actions an account may carry out in any 24 hours: of each kind, and altogether.
 *
 * @example
 * ```ts
 * const limits: DailyLimits = { like: 450, comment: 250, follow: 300, unfollow: 300, total: 500 };
 * ```
 */
export type DailyLimits = PerAction<number> & { readonly total: number };

/**
 * How many milliseconds must lie between two actions of one kind.
 *
 * @param speed - Actions an hour; under 1 counts as 1.
 *
 * @example
 * ```ts
 * gapOf(10); // 360000: six minutes
 * ```
 */
export function gapOf(speed: number): number {
  return Math.ceil(3_600_000 / Math.max(1, speed));
}

/**
 * What an account's last actions say about the next ones.
 *
 * @example
 * ```ts
 * const idle: Pace = { last: {}, filled: {} };
 * ```
 */
export interface Pace {
  /** When the last action of the kind was recorded; absent: none is known. */
  readonly last: Partial<PerAction<Date>>;
  /**
   * Where a limit of that many actions has been reached, the moment of the oldest that must leave the window before one
   * more fits in. Absent: one more fits in.
   */
  readonly filled: Partial<Record<ActionKind | 'total', Date>>;
}

/**
 * Why an action has to wait.
 *
 * @example
 * ```ts
 * const wait: PaceWait = { kind: 'limit-reached', limit: 'total', until };
 * ```
 */
export type PaceWait =
  | {
      readonly kind: 'limit-reached';
      readonly limit: ActionKind | 'total';
      /** Absent: never, the limit is 0. */
      readonly until?: Date;
    }
  | { readonly kind: 'waiting'; readonly until: Date };

/**
 * What paces an account: its speeds, its limits, and how long a window is.
 *
 * @example
 * ```ts
 * const rules: PaceRules = { speed: instagram.speed, limits: settings.limits.untrusted, window: 86_400_000 };
 * ```
 */
export interface PaceRules {
  readonly speed: PerAction<number>;
  readonly limits: DailyLimits;
  /** Milliseconds; a day. */
  readonly window: number;
}

/**
 * Whether an action of a kind has to wait, and why: of several reasons the one that lasts longest.
 *
 * @example
 * ```ts
 * const wait = paceWait('like', pace, { speed: instagram.speed, limits, window: 86_400_000 }, clock.now());
 * ```
 */
export function paceWait(kind: ActionKind, pace: Pace, rules: PaceRules, now: Date): PaceWait | undefined {
  const waits: PaceWait[] = [];
  for (const limit of [kind, 'total'] as const) {
    if (rules.limits[limit] < 1) return { kind: 'limit-reached', limit };
    const oldest = pace.filled[limit];
    if (oldest !== undefined) waits.push({ kind: 'limit-reached', limit, until: leaves(oldest, rules.window) });
  }
  const last = pace.last[kind];
  if (last !== undefined) {
    waits.push({ kind: 'waiting', until: new Date(last.getTime() + gapOf(rules.speed[kind])) });
  }
  let longest: PaceWait | undefined;
  for (const wait of waits) {
    if (wait.until === undefined || wait.until <= now) continue;
    if (longest?.until === undefined || wait.until > longest.until) longest = wait;
  }
  return longest;
}

/**
 * When an action no longer shares a window with one that is carried out then: a day and the shortest time after it, so
 * that it is in the same day whether or not one counts the end of the day with it.
 *
 * @example
 * ```ts
 * leaves(new Date('2026-11-22T08:00:00Z'), 86_400_000); // 2026-11-23T08:00:00.001Z
 * ```
 */
export function leaves(moment: Date, window: number): Date {
  return new Date(moment.getTime() + window + 1);
}

/**
 * Tells the pace from the moments of an account's actions.
 *
 * @param moments - Of each kind in the order of time; those that have left the window may be there or not.
 *
 * @example
 * ```ts
 * paceOf({ like: [moment], comment: [], follow: [], unfollow: [] }, limits, 86_400_000, clock.now());
 * ```
 */
export function paceOf(moments: PerAction<readonly number[]>, limits: DailyLimits, window: number, now: Date): Pace {
  const last: Partial<Record<ActionKind, Date>> = {};
  const filled: Partial<Record<ActionKind | 'total', Date>> = {};
  const from = now.getTime() - window;
  const within: number[] = [];
  for (const kind of ACTION_KINDS) {
    const all = moments[kind];
    const newest = all.at(-1);
    if (newest !== undefined) last[kind] = new Date(newest);
    const oldest = all.at(-limits[kind]);
    if (limits[kind] > 0 && oldest !== undefined && oldest >= from) filled[kind] = new Date(oldest);
    for (let index = all.length - 1; index >= 0 && (all[index] ?? from) >= from; index -= 1)
      within.push(all[index] ?? 0);
  }
  if (limits.total > 0 && within.length >= limits.total) {
    const oldest = within.toSorted((one, other) => one - other).at(-limits.total);
    if (oldest !== undefined) filled.total = new Date(oldest);
  }
  return { last, filled };
}
