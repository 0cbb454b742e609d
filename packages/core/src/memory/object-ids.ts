import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { ObjectIds } from '../kernel/object-id.ts';

/** How many identifiers one second has. */
const COUNTERS = 2 ** 24;

/**
 * Identifiers in the form of BSON's ObjectId. When the clock goes back, or more are made within a second than it has
 * numbers, the seconds in them run ahead of the clock rather than back.
 *
 * @example
 * ```ts
 * const ids = memoryObjectIds(systemClock);
 * ids.next() < ids.next(); // true
 * ```
 */
export function memoryObjectIds(clock: Clock): ObjectIds {
  const process = randomBytes(5).toString('hex');
  let seconds = 0;
  let counter = 0;
  return {
    next() {
      const now = Math.floor(clock.now().getTime() / 1000);
      counter += 1;
      if (now > seconds || counter >= COUNTERS) {
        seconds = Math.max(now, seconds + 1);
        // The lower half, so that there is room to count.
        counter = randomInt(COUNTERS / 2);
      }
      return hex(seconds, 8) + process + hex(counter, 6);
    },
  };
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
