/** Has something done after some milliseconds; what it gives back calls it off. */
export type Schedule = (action: () => void, milliseconds: number) => () => void;

/** By the runtime's own timers, which keep no process alive. */
export const byTimeout: Schedule = (action, milliseconds) => {
  const timer: unknown = setTimeout(action, milliseconds);
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref();
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
};
