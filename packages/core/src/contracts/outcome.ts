import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Result, ResultAsync } from 'neverthrow';

type Outcome<T, E> = PromiseLike<Result<T, E>>;

/** The value that a call ends in; an error fails the test. */
export async function valueOf<T, E>(outcome: Outcome<T, E>): Promise<T> {
  const result = await outcome;
  return result.isOk() ? result.value : assert.fail(`expected a value, not ${inspect(result.error)}`);
}

/** The error that a call ends in; a value fails the test. */
export async function errorOf<T, E>(outcome: Outcome<T, E>): Promise<E> {
  const result = await outcome;
  return result.isErr() ? result.error : assert.fail(`expected an error, not ${inspect(result.value)}`);
}

/** Makes sure that a call ends in an error of this kind. */
export async function refused<T, E extends { readonly kind: string }>(
  outcome: Outcome<T, E>,
  kind: E['kind'],
): Promise<void> {
  assert.equal((await errorOf(outcome)).kind, kind);
}

/** How many attempts are made at once where a write is guarded. */
export const RACERS = 20;

/** Makes attempts at once, and waits for all. */
export function race<T, E>(
  attempt: (racer: number) => ResultAsync<T, E>,
  racers: number = RACERS,
): Promise<Result<T, E>[]> {
  return Promise.all(Array.from({ length: racers }, (_, racer) => attempt(racer)));
}

/** Counts how attempts ended: `ok`, or an error's kind. */
export function tally<T, E extends { readonly kind: string }>(
  results: readonly Result<T, E>[],
): Partial<Record<E['kind'] | 'ok', number>> {
  const counts: Partial<Record<string, number>> = {};
  for (const result of results) {
    const end = result.isOk() ? 'ok' : result.error.kind;
    counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

/** The values of the attempts that ended in one. */
export function valuesOf<T, E>(results: readonly Result<T, E>[]): readonly T[] {
  return results.flatMap((result) => (result.isOk() ? [result.value] : []));
}

/** Whether something has settled within some milliseconds. */
export async function settlesWithin(
  outcome: PromiseLike<unknown> | ResultAsync<unknown, unknown>,
  milliseconds: number,
): Promise<boolean> {
  const settled = Promise.resolve(outcome).then(
    () => true,
    () => true,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false));
  return Promise.race([settled, late]);
}

/** Waits until something holds; it fails the test when that takes too long. */
export async function eventually(holds: () => boolean, what: string, milliseconds = 5000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `${what}: not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
