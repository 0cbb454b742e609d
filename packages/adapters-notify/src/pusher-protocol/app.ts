/**
 * What Pusher calls an app: by what clients and servers name it, and the secret that servers sign with.
 *
 * @example
 * ```ts
 * const app: PusherApp = { id: 'quintet', key: 'quintet', secret: process.env.PUSHER_SECRET };
 * ```
 */
export interface PusherApp {
  readonly id: string;
  /** Clients connect with it; no secret. */
  readonly key: string;
  readonly secret: string;
}

/**
 * Limits of the embedded Pusher server; {@link PUSHER_LIMITS} where none are given.
 *
 * @example
 * ```ts
 * const limits: Partial<PusherLimits> = { activityTimeout: 30 };
 * ```
 */
export interface PusherLimits {
  /** Seconds that a client may be silent before it is asked whether it is there. */
  readonly activityTimeout: number;
  /** Seconds that it has for the answer. */
  readonly pongTimeout: number;
  /** Connections of one server. */
  readonly connections: number;
  /** Channels that one connection may be subscribed to. */
  readonly channels: number;
  /** Bytes of what a client sends at once; more ends its connection. */
  readonly frame: number;
  /** Bytes that wait for one client to be read; more, and it is taken for one that has stopped reading. */
  readonly buffer: number;
  /** Bytes of an event's data that come from a client or through the HTTP API. */
  readonly data: number;
  /** Events that a client may send a second. */
  readonly clientEvents: number;
}

/**
 * The limits of the hosted service where it has such; buffers are bounded so that a thousand readers that stop reading
 * are no danger to the rest.
 *
 * @example
 * ```ts
 * const limits: PusherLimits = { ...PUSHER_LIMITS, connections: 1_000 };
 * ```
 */
export const PUSHER_LIMITS: PusherLimits = {
  activityTimeout: 120,
  pongTimeout: 30,
  connections: 50_000,
  channels: 250,
  frame: 65_536,
  buffer: 1_048_576,
  data: 10_240,
  clientEvents: 10,
};
