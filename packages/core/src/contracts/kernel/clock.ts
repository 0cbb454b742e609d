import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

/**
 * What a clock declares.
 *
 * @example
 * ```ts
 * const standsStill: ClockCapabilities = { runs: false };
 * ```
 */
export interface ClockCapabilities {
  /** Shows the time of day. Otherwise it stands still, wherever it stands, until it is told to move. */
  readonly runs: boolean;
}

/**
 * What every `Clock` must do. Resolves `PORTS.clock`.
 *
 * @example
 * ```ts
 * clockContract({ describe, test, beforeAll, afterAll }, open, { runs: true });
 * ```
 */
export function clockContract(runner: TestRunner, open: Harness, { runs }: ClockCapabilities): void {
  const { describe, test } = runner;
  describe('contract of Clock', () => {
    const { ports } = openSubject(runner, open);

    test('shows a moment to the millisecond', async () => {
      assert.ok(Number.isInteger(ports.clock.now().getTime()));
    });

    test('is not moved by who changes the date that it gave', async () => {
      const before = ports.clock.now();
      ports.clock.now().setFullYear(1999);
      assert.ok(Math.abs(ports.clock.now().getTime() - before.getTime()) < 60_000);
    });

    if (runs) {
      test('shows the time of day', async () => {
        const earliest = Date.now();
        const shown = ports.clock.now().getTime();
        assert.ok(shown >= earliest && shown <= Date.now(), `${shown} is not the present`);
      });

      test('moves on', async () => {
        const before = ports.clock.now().getTime();
        await setTimeout(20);
        assert.ok(ports.clock.now().getTime() > before);
      });
    } else {
      test('stands still', async () => {
        const before = ports.clock.now().getTime();
        await setTimeout(20);
        assert.equal(ports.clock.now().getTime(), before);
      });
    }
  });
}
