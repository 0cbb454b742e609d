import type { DeadLetter, Destination } from '../../push/delivery-ports.ts';
import type { Message } from '../../push/message.ts';

/** A destination, and the position from which on it gets messages of channels that it has no cursor for. */
export interface StoredDestination {
  readonly destination: Destination;
  readonly since: number;
}

/** How far a destination has got in a channel. */
export interface Cursor {
  readonly destinationId: string;
  readonly channel: string;
  position: number;
  attempts: number;
  failingSince: Date | undefined;
  /** The next attempt, in milliseconds. */
  nextAttempt: number;
  owner: string | undefined;
  /** The lease's end, in milliseconds. */
  leaseUntil: number;
}

/** What push stores beside the messages that wait for a position. */
export class CommittedPush {
  /** In order of positions, without a gap. */
  readonly log: Message[] = [];
  /** The latest position that was given. */
  latest = 0;
  readonly destinations: Map<string, StoredDestination> = new Map();
  /** By destination, then by channel. */
  readonly cursors: Map<string, Map<string, Cursor>> = new Map();
  readonly deadLetters: Map<number, DeadLetter> = new Map();
  lastDeadLetter = 0;

  /** The lowest position that is kept. */
  get oldest(): number {
    return this.log[0]?.position ?? this.latest + 1;
  }

  /** Messages with higher positions. */
  after(position: number): readonly Message[] {
    return this.log.slice(Math.max(position + 1 - this.oldest, 0));
  }
}
