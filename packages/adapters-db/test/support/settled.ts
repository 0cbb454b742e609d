import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Result } from 'neverthrow';

/** The value that a call ends in; an error fails the test. */
export async function valueOf<T, E>(outcome: PromiseLike<Result<T, E>>): Promise<T> {
  const result = await outcome;
  return result.isOk() ? result.value : assert.fail(`expected a value, not ${JSON.stringify(result.error)}`);
}

/** How a call ended: `ok`, or an error's kind. */
export async function endOf<T, E extends { readonly kind: string }>(
  outcome: PromiseLike<Result<T, E>>,
): Promise<E['kind'] | 'ok'> {
  return (await outcome).match(
    () => 'ok' as const,
    ({ kind }) => kind,
  );
}

/** Waits until something is so, and fails when it is not in time. */
export async function eventually(what: () => Promise<boolean> | boolean, milliseconds = 5000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await what())) {
    assert.ok(performance.now() < deadline, `not so after ${milliseconds} ms`);
    await delay(20);
  }
}
