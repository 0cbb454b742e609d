import { ok, type ResultAsync } from 'neverthrow';
import type { Clock } from '../kernel/clock.ts';
import type { Timer, Timers } from '../kernel/timers.ts';
import type { MemoryDatabase } from './database.ts';

/**
 * Timers in memory, for tests also by hand.
 *
 * @example
 * ```ts
 * const timers: MemoryTimers = memoryTimers(database, clock);
 * clock.advance(1_800_000);
 * await timers.runDue();
 * ```
 */
export interface MemoryTimers extends Timers {
  /** Lets all timers go off whose time has come by the clock, and waits for their handlers; tells how many went off. */
  runDue(): Promise<number>;
}

type Handler = (key: string) => ResultAsync<void, unknown>;

/** Milliseconds. */
const RETRY_DELAY = 200;
const SHORTEST_WAIT = 5;
const LONGEST_WAIT = 60_000;

/**
 * Timers in memory, by a clock. They go off by themselves; where the clock is one that a test moves, the test calls
 * {@link MemoryTimers.runDue} after it.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * createQuintet(memoryAdapters({ unitOfWork: database, timers: memoryTimers(database, systemClock) }));
 * ```
 */
export function memoryTimers(database: MemoryDatabase, clock: Clock): MemoryTimers {
  const queue = database.committed.timers;
  const handlers = new Map<string, Handler>();
  let alarm: NodeJS.Timeout | undefined;

  const dueIn = ({ at }: Timer): number => at.getTime() - clock.now().getTime();

  /** Sets the alarm for the next timer that somebody sees to. */
  const setAlarm = (): void => {
    clearTimeout(alarm);
    const waits = queue.entries.filter(({ kind }) => handlers.has(kind)).map(dueIn);
    if (waits.length === 0) return;
    const wait = Math.min(
      Math.max(
        waits.reduce((one, other) => Math.min(one, other)),
        SHORTEST_WAIT,
      ),
      LONGEST_WAIT,
    );
    alarm = setTimeout(() => void runDue().finally(setAlarm), wait).unref();
  };

  const goOff = async (timer: Timer, handler: Handler): Promise<void> => {
    const failed = await handler(timer.key).match(
      () => false,
      () => true,
    );
    if (failed) queue.append([{ ...timer, at: new Date(clock.now().getTime() + RETRY_DELAY) }]);
  };

  const runDue = async (): Promise<number> => {
    const going: Promise<void>[] = [];
    for (const timer of Array.from(queue.entries)) {
      const handler = handlers.get(timer.kind);
      if (handler === undefined || dueIn(timer) > 0) continue;
      queue.entries.splice(queue.entries.indexOf(timer), 1);
      going.push(goOff(timer, handler));
    }
    await Promise.all(going);
    return going.length;
  };

  queue.onAppended(setAlarm);
  return {
    set: (timer, transaction) =>
      database.write(transaction, (tables) => {
        tables.timers.append([{ ...timer, at: new Date(timer.at) }]);
        return ok(undefined);
      }),
    handle(kind, handler) {
      if (handlers.has(kind)) throw new Error(`Somebody sees to timers of the kind ${kind} already.`);
      handlers.set(kind, handler);
      setAlarm();
    },
    runDue,
  };
}
