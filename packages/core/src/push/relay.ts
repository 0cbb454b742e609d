import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';

/**
 * Delivers messages to destinations outside of the servers, through the transports that there are. Every server may
 * have one running: a lease keeps two of them from the same messages.
 *
 * @example
 * ```ts
 * push.relay.start();
 * // ...
 * await push.relay.stop();
 * ```
 */
export interface Relay {
  /** Delivers whatever is due, now and from now on, until it is stopped. Asks nobody while there is no destination. */
  start(): void;
  /** Takes on nothing more, and waits a while for what is under way. */
  stop(): Promise<void>;
  /** One step: takes on what is due, delivers it, and notes what became of it. Tells how many deliveries it took on. */
  deliverDue(): ResultAsync<number, Unavailable>;
}
