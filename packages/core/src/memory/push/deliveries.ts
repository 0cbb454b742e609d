import { ok } from 'neverthrow';
import { isWanted } from '../../push/channel.ts';
import type { Deliveries, Delivery, DeliveryOutcome, Destination } from '../../push/delivery-ports.ts';
import type { Message } from '../../push/message.ts';
import { settled, type MemoryDatabase } from '../database.ts';
import type { CommittedPush, Cursor } from './tables.ts';

/**
 * Destinations in memory, and how far each has got.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const deliveries = memoryDeliveries(database);
 * ```
 */
export function memoryDeliveries(database: MemoryDatabase): Deliveries {
  const { push } = database.committed;
  return {
    put: (destination) =>
      database.write(undefined, () => {
        put(push, structuredClone(destination));
        return ok(undefined);
      }),

    remove: (destinationId) =>
      database.write(undefined, () => {
        push.cursors.delete(destinationId);
        for (const [id, letter] of push.deadLetters) {
          if (letter.destinationId === destinationId) push.deadLetters.delete(id);
        }
        return ok(push.destinations.delete(destinationId));
      }),

    find: (destinationId) => settled(ok(push.destinations.get(destinationId)?.destination)),

    list: ({ transport, accountId }) =>
      settled(
        ok(
          [...push.destinations.values()]
            .map(({ destination }) => destination)
            .filter((destination) => destination.transport === transport && destination.accountId === accountId)
            .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
        ),
      ),

    claim: ({ owner, transports, now, leaseUntil, limit, messages }) =>
      database.write(undefined, () => {
        const due = waiting(push, transports)
          .filter(({ cursor }) => dueAt(cursor) <= now.getTime())
          .toSorted((one, other) => one.cursor.nextAttempt - other.cursor.nextAttempt)
          .slice(0, limit);
        const claims: Delivery[] = [];
        for (const { destination, cursor, ahead } of due) {
          cursor.owner = owner;
          cursor.leaseUntil = leaseUntil.getTime();
          const { channel, attempts, failingSince } = cursor;
          claims.push({
            destination,
            channel,
            messages: ahead.slice(0, messages),
            attempts,
            ...(failingSince === undefined ? {} : { failingSince }),
            owner,
          });
        }
        return ok(claims);
      }),

    settle: (delivery, outcome) => database.write(undefined, () => ok(settle(push, delivery, outcome))),

    any: (transports) =>
      settled(
        ok([...push.destinations.values()].some(({ destination }) => transports.includes(destination.transport))),
      ),

    nextDue: (transports) => {
      const times = waiting(push, transports).map(({ cursor }) => dueAt(cursor));
      return settled(ok(times.length === 0 ? undefined : new Date(Math.min(...times))));
    },

    deadLetters: ({ limit, before = Infinity }) =>
      settled(
        ok(
          [...push.deadLetters.values()]
            .filter(({ id }) => id < before)
            .toSorted((one, other) => other.id - one.id)
            .slice(0, limit),
        ),
      ),

    findDeadLetter: (id) => settled(ok(push.deadLetters.get(id))),

    removeDeadLetter: (id) => database.write(undefined, () => ok(push.deadLetters.delete(id))),
  };
}

/** How far those have got who want a channel. */
export function cursorsOf(push: CommittedPush, channel: string): readonly number[] {
  return [...push.destinations.values()]
    .filter(({ destination }) => isWanted(destination.channels, channel))
    .map(({ destination, since }) => push.cursors.get(destination.id)?.get(channel)?.position ?? since);
}

function put(push: CommittedPush, destination: Destination): void {
  const known = push.destinations.get(destination.id);
  const cursors = push.cursors.get(destination.id) ?? new Map<string, Cursor>();
  for (const channel of cursors.keys()) if (!isWanted(destination.channels, channel)) cursors.delete(channel);
  // What was wanted before goes on where it was; what is new begins now.
  if (known !== undefined) {
    for (const { channel } of push.after(known.since)) {
      const goesOn = isWanted(known.destination.channels, channel) && isWanted(destination.channels, channel);
      if (goesOn && !cursors.has(channel)) cursors.set(channel, newCursor(destination.id, channel, known.since));
    }
  }
  push.cursors.set(destination.id, cursors);
  push.destinations.set(destination.id, { destination, since: push.latest });
}

function newCursor(destinationId: string, channel: string, position: number): Cursor {
  return {
    destinationId,
    channel,
    position,
    attempts: 0,
    failingSince: undefined,
    nextAttempt: 0,
    owner: undefined,
    leaseUntil: 0,
  };
}

interface Waiting {
  readonly destination: Destination;
  readonly cursor: Cursor;
  readonly ahead: readonly Message[];
}

/** Channels of destinations that have messages beyond where they got to. */
function waiting(push: CommittedPush, transports: readonly string[]): readonly Waiting[] {
  const found: Waiting[] = [];
  for (const { destination, since } of push.destinations.values()) {
    if (!transports.includes(destination.transport)) continue;
    const cursors = push.cursors.get(destination.id) ?? new Map<string, Cursor>();
    const ahead = new Map<string, Message[]>();
    for (const message of push.log) {
      const { channel, position } = message;
      if (!isWanted(destination.channels, channel) || position <= (cursors.get(channel)?.position ?? since)) continue;
      ahead.set(channel, [...(ahead.get(channel) ?? []), message]);
    }
    for (const [channel, messages] of ahead) {
      const cursor = cursors.get(channel) ?? newCursor(destination.id, channel, since);
      cursors.set(channel, cursor);
      found.push({ destination, cursor, ahead: messages });
    }
  }
  return found;
}

/** From when on it may be claimed, in milliseconds. */
function dueAt({ nextAttempt, owner, leaseUntil }: Cursor): number {
  return owner === undefined ? nextAttempt : Math.max(nextAttempt, leaseUntil);
}

function settle(push: CommittedPush, delivery: Delivery, outcome: DeliveryOutcome): boolean {
  const { destination, channel, owner, attempts, messages } = delivery;
  const cursor = push.cursors.get(destination.id)?.get(channel);
  if (cursor?.owner !== owner) return false;
  cursor.owner = undefined;
  cursor.position = outcome.through ?? cursor.position;
  cursor.failingSince = outcome.kind === 'delivered' ? undefined : outcome.failingSince;
  cursor.attempts = 0;
  cursor.nextAttempt = 0;
  if (outcome.kind === 'delivered') return true;
  if (outcome.kind === 'retry') {
    cursor.attempts = outcome.through === undefined ? attempts + 1 : 1;
    cursor.nextAttempt = outcome.at.getTime();
    return true;
  }
  const first = messages.findIndex(({ position }) => position > cursor.position);
  for (const [index, message] of messages.slice(first, first + outcome.count).entries()) {
    push.lastDeadLetter += 1;
    const tried = index === 0 && outcome.through === undefined ? attempts + 1 : 1;
    push.deadLetters.set(push.lastDeadLetter, {
      id: push.lastDeadLetter,
      destinationId: destination.id,
      message,
      attempts: tried,
      reason: outcome.reason,
      givenUpAt: outcome.at,
    });
    cursor.position = message.position;
  }
  return true;
}
