import assert from 'node:assert/strict';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

const SAMPLES = 4096;

/**
 * What every `RandomSource` must do. Resolves `PORTS.random`.
 *
 * @example
 * ```ts
 * randomContract({ describe, test, beforeAll, afterAll }, open);
 * ```
 */
export function randomContract(runner: TestRunner, open: Harness): void {
  const { describe, test } = runner;
  describe('contract of RandomSource', () => {
    const { ports } = openSubject(runner, open);
    const sample = (): string[] => Array.from({ length: SAMPLES }, () => ports.random.identifier());

    test('gives text that needs no escape in a URL', async () => {
      for (const identifier of sample()) assert.match(identifier, /^[\w-]+$/);
    });

    test('gives no identifier twice', async () => {
      assert.equal(new Set([...sample(), ...sample()]).size, 2 * SAMPLES);
    });

    // An estimate from outside: a position where k characters are seen holds log2(k) bits at most. It tells a counter,
    // a time stamp or too short an identifier; whether the source is cryptographic, no test can tell.
    test('gives at least 128 bits that vary', async () => {
      const seen: Set<string>[] = [];
      for (const identifier of sample()) {
        for (const [position, character] of Array.from(identifier).entries()) {
          (seen[position] ??= new Set()).add(character);
        }
      }
      const bits = seen.reduce((sum, characters) => sum + Math.log2(characters.size), 0);
      assert.ok(bits > 127.999, `only ${bits} bits vary`);
    });
  });
}
