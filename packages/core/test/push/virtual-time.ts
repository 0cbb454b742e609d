import { setImmediate } from 'node:timers/promises';
import { settableClock, type SettableClock } from '../../src/memory/index.ts';
import type { Schedule } from '../../src/push/schedule.ts';

/** Time that passes when a test says so. */
export interface VirtualTime {
  readonly clock: SettableClock;
  readonly schedule: Schedule;
  /** Lets time pass; whatever is to be done meanwhile is done in its order. */
  pass(milliseconds: number): Promise<void>;
}

export function virtualTime(): VirtualTime {
  const clock = settableClock(new Date('2026-11-22T08:00:00.000Z'));
  const actions = new Map<number, { readonly at: number; readonly action: () => void }>();
  let count = 0;
  return {
    clock,
    schedule: (action, milliseconds) => {
      count += 1;
      const number = count;
      actions.set(number, { at: clock.now().getTime() + milliseconds, action });
      return () => void actions.delete(number);
    },
    async pass(milliseconds) {
      const end = clock.now().getTime() + milliseconds;
      for (;;) {
        await calm();
        const [next] = [...actions].toSorted(([, one], [, other]) => one.at - other.at);
        if (next === undefined || next[1].at > end) break;
        actions.delete(next[0]);
        clock.set(new Date(Math.max(next[1].at, clock.now().getTime())));
        next[1].action();
      }
      clock.set(new Date(end));
    },
  };
}

/** Waits until everything in memory is done that waits for nothing else. */
export async function calm(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await setImmediate();
}
