import type { ResultAsync } from 'neverthrow';
import type { Unavailable } from './failure.ts';
import type { Transaction } from './unit-of-work.ts';

/**
 * Something that is to be seen to at a time.
 *
 * @example
 * ```ts
 * const timer: Timer = { kind: 'hackathon/ticket-expiry', key: ticket.id, at: ticket.expiresAt };
 * ```
 */
export interface Timer {
  /** Which handler it is for: `<domain>/<what>`. */
  readonly kind: string;
  /** What it is about; handed to the handler. */
  readonly key: string;
  readonly at: Date;
}

/**
 * Timers that outlive the process that set them. A timer may go off more than once, on several servers, or when what it
 * is about has long changed: a handler looks at the state before it changes anything.
 *
 * @example
 * ```ts
 * timers.handle('hackathon/ticket-expiry', (key) => expireTicket(key));
 * await timers.set({ kind: 'hackathon/ticket-expiry', key: ticket.id, at: ticket.expiresAt }, transaction);
 * ```
 */
export interface Timers {
  /** Sets a timer, as a part of the transaction. It goes off at its time or soon after, never before, at least once. */
  set(timer: Timer, transaction?: Transaction): ResultAsync<void, Unavailable>;
  /** Says who sees to a kind of timer in this process: once for each kind. A handler that fails is called again later. */
  handle(kind: string, handler: (key: string) => ResultAsync<void, unknown>): void;
}
