import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';
import type { DailyLimits } from './limits.ts';

/**
 * What the use cases of Instagram accounts need from outside.
 *
 * @example
 * ```ts
 * const instagram = createInstagram({ ...ports, identity }, INSTAGRAM_DEFAULTS);
 * ```
 */
export type InstagramPorts = Pick<
  Ports,
  'clock' | 'delay' | 'accounts' | 'instagrams' | 'channels' | 'journal' | 'passwordCipher' | 'gateway'
> & {
  readonly identity: Identity;
};

/**
 * What the engine needs from outside.
 *
 * @example
 * ```ts
 * const engine = createInstagramEngine(ports, INSTAGRAM_DEFAULTS);
 * ```
 */
export type InstagramEnginePorts = Pick<
  Ports,
  | 'clock'
  | 'delay'
  | 'random'
  | 'randomNumbers'
  | 'leases'
  | 'journal'
  | 'targets'
  | 'leads'
  | 'passwordCipher'
  | 'gateway'
>;

/**
 * What may be set about Instagram accounts. All times are in milliseconds.
 *
 * @example
 * ```ts
 * const settings: InstagramSettings = { ...INSTAGRAM_DEFAULTS, lease: 10_000 };
 * ```
 */
export interface InstagramSettings {
  /** How many actions an account may carry out within {@link InstagramSettings.window}. */
  readonly limits: { readonly untrusted: DailyLimits; readonly trusted: DailyLimits };
  /** How long the window of the limits is: a day. */
  readonly window: number;
  /** How long an account is left to a server that does not write any more. */
  readonly lease: number;
  /** How long an action may take; a stop waits for that long at most. Shorter than the lease. */
  readonly actionTimeout: number;
  /** How often the info is refreshed and the followers are compared. */
  readonly refreshEvery: number;
  /** How long an account is left alone after the first failure; twice as long after each further one. */
  readonly firstRetry: number;
  /** How long it is left alone at most. */
  readonly longestRetry: number;
  /** How many people are fetched at a time. */
  readonly pageSize: number;
  /** People with fewer posts are left out. */
  readonly fewestPosts: number;
  /** Older posts are neither liked nor commented on, nor looked at for people. */
  readonly oldestPost: number;
  /** How many accounts a server runs at once. */
  readonly concurrency: number;
}

/**
 * The limits and times of the contract.
 *
 * @example
 * ```ts
 * INSTAGRAM_DEFAULTS.limits.untrusted.total; // 500
 * ```
 */
export const INSTAGRAM_DEFAULTS: InstagramSettings = {
  limits: {
    untrusted: { like: 450, comment: 250, follow: 300, unfollow: 300, total: 500 },
    trusted: { like: 1000, comment: 300, follow: 1000, unfollow: 1000, total: 2000 },
  },
  window: 86_400_000,
  lease: 30_000,
  actionTimeout: 15_000,
  refreshEvery: 900_000,
  firstRetry: 30_000,
  longestRetry: 900_000,
  pageSize: 1000,
  fewestPosts: 10,
  oldestPost: 365 * 86_400_000,
  concurrency: 8,
};
