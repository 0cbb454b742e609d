import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until something is so, but no longer than it is told to. Waiting keeps no process alive.
 *
 * @param milliseconds - The longest time.
 * @param look - Milliseconds between two looks.
 */
export async function until(milliseconds: number, isSo: () => boolean, look: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!isSo() && performance.now() < end) await delay(look, undefined, { ref: false });
}
