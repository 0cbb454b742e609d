import assert from 'node:assert/strict';
import { settableClock } from '../../memory/clock.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

const SAMPLES = 5000;

/**
 * What every `ObjectIds` must do. Resolves `PORTS.objectIds`.
 *
 * @example
 * ```ts
 * objectIdsContract({ describe, test, beforeAll, afterAll }, open);
 * ```
 */
export function objectIdsContract(runner: TestRunner, open: Harness): void {
  const { describe, test } = runner;
  describe('contract of ObjectIds', () => {
    const clock = settableClock(new Date('2026-11-22T08:00:00.500Z'));
    const { ports } = openSubject(runner, open, clock);
    const other = openSubject(runner, open, clock);
    const sample = (): readonly string[] => Array.from({ length: SAMPLES }, () => ports.objectIds.next());

    test('gives 24 lower-case hex digits', async () => {
      for (const id of sample()) assert.match(id, /^[\da-f]{24}$/);
    });

    test('begins with the seconds of the clock', async () => {
      clock.advance(60_000);
      assert.equal(Number.parseInt(ports.objectIds.next().slice(0, 8), 16), Math.floor(clock.now().getTime() / 1000));
    });

    test('gives each a higher one than before, also when the clock goes on or back', async () => {
      const ids = [...sample()];
      clock.advance(1000);
      ids.push(...sample());
      clock.advance(-3_600_000);
      ids.push(...sample());
      clock.advance(3_600_000);
      assert.ok(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? '')));
    });

    test('gives none that another process gives', async () => {
      const theirs = new Set(Array.from({ length: SAMPLES }, () => other.ports.objectIds.next()));
      assert.ok(sample().every((id) => !theirs.has(id)));
    });
  });
}
