import type { AccountId } from '../kernel/actor.ts';

/**
 * Somebody's wish for a mentor. Its life: open, then claimed (in progress) or expired, then closed; its owner and the
 * mentor who claimed it can open it again from any of these.
 *
 * @example
 * ```ts
 * const isWaiting = (ticket: Ticket, now: Date) => ticketState(ticket, now) === 'open';
 * ```
 */
export interface Ticket {
  /** 24 hex digits, in order of creation. */
  readonly id: string;
  readonly description: string;
  readonly location: string;
  /** May be empty. */
  readonly contact: string;
  readonly owner: AccountId;
  readonly createdAt: Date;
  /** When it was created or last opened again. */
  readonly openedAt: Date;
  /** It expires then, unless it is claimed before. */
  readonly expiresAt: Date;
  /** Whose ticket it was when its expiry was told; absent: it is not, or was opened again. */
  readonly expiredAt?: Date;
  readonly claimedBy?: AccountId;
  readonly claimedAt?: Date;
  readonly closedAt?: Date;
  /** Rises by one with every change: a change is based on the version it read. */
  readonly version: number;
}
