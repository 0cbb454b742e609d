import type { Ports } from '../ports.ts';
import type { ChannelPolicy } from './channel-policy.ts';

/**
 * What push needs from outside.
 *
 * @example
 * ```ts
 * const ports: PushPorts = { clock, random, objectIds, messageLog, bus, deliveries, transports };
 * ```
 */
export type PushPorts = Pick<
  Ports,
  'clock' | 'random' | 'objectIds' | 'messageLog' | 'bus' | 'deliveries' | 'transports'
>;

/**
 * What may be set about push.
 *
 * @example
 * ```ts
 * const quintet = createQuintet(resolve, { push: { giveUpAfter: 600, policies: [myPolicy] } });
 * ```
 */
export interface PushSettings {
  /** For how long readers may be away and still get what they missed, in seconds. */
  readonly retention: number;
  /** For how long a message is tried that can't be delivered, in seconds; then it becomes a dead letter. */
  readonly giveUpAfter: number;
  /** Who may enter which private and presence channels; the first that knows a channel decides. */
  readonly policies: readonly ChannelPolicy[];
  /** Told of what went wrong behind the scenes and is tried again; must not throw. */
  readonly report: (trouble: PushTrouble) => void;
}

/**
 * Something that went wrong and is tried again, such as a bus that is away.
 *
 * @example
 * ```ts
 * const report = ({ doing, cause }: PushTrouble) => console.warn(`push: ${doing} failed`, cause);
 * ```
 */
export interface PushTrouble {
  /** What was being done, in a few words: `numbering messages`. */
  readonly doing: string;
  readonly cause: unknown;
}

/**
 * Messages are kept for a day, and tried for an hour.
 *
 * @example
 * ```ts
 * createPush(ports, { ...PUSH_DEFAULTS, retention: 3600 });
 * ```
 */
export const PUSH_DEFAULTS: PushSettings = { retention: 86_400, giveUpAfter: 3600, policies: [], report: () => {} };
