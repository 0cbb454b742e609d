import { okAsync } from 'neverthrow';
import type { Bus, BusListener } from '../../push/ports.ts';

/**
 * A bus within the process: for a server that is the only one, and, shared by several cores, for tests.
 *
 * @example
 * ```ts
 * const bus = localBus();
 * const [one, other] = [createQuintet(memoryAdapters({ bus })), createQuintet(memoryAdapters({ bus }))];
 * ```
 */
export function localBus(): Bus {
  const listeners = new Set<BusListener>();
  return {
    publish(event) {
      for (const listener of Array.from(listeners)) listener.receive(event);
      return okAsync(undefined);
    },
    subscribe(listener) {
      // One of its own, so that the same listener may subscribe twice.
      const own: BusListener = {
        receive: (event) => listener.receive(event),
        interrupted: () => listener.interrupted(),
      };
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
