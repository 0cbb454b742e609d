import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { errAsync, okAsync } from 'neverthrow';
import type { Ports } from '../../ports.ts';
import { eventually, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

/**
 * What timers declare.
 *
 * @example
 * ```ts
 * const everyTwoSeconds: TimersCapabilities = { shared: true, within: 5000 };
 * ```
 */
export interface TimersCapabilities extends StorageCapabilities {
  /** How soon after its time a timer goes off, and after a failure again, in milliseconds. */
  readonly within: number;
}

/** What went off, and when, in milliseconds. */
interface WentOff {
  readonly key: string;
  readonly at: number;
}

/**
 * What all `Timers` must do. Resolves `PORTS.timers`, and `PORTS.unitOfWork` on the same storage. Needs a clock that
 * runs.
 *
 * @example
 * ```ts
 * timersContract({ describe, test, beforeAll, afterAll }, open, { shared: false, within: 1000 });
 * ```
 */
export function timersContract(runner: TestRunner, open: Harness, capabilities: TimersCapabilities): void {
  const { describe, test } = runner;
  const { within } = capabilities;
  describe('contract of Timers', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const future = (milliseconds: number): Date => new Date(Date.now() + milliseconds);

    test('go off with their key, for their kind alone, at their time and not before', async () => {
      const [one, other] = [handled(ports), handled(ports)];
      const keys = ['58b2357f7a2f2e2e723e130e', 'ü → 東京', 'x'.repeat(200)];
      const at = future(300);
      for (const key of keys) await valueOf(ports.timers.set({ kind: one.kind, key, at }));
      await valueOf(ports.timers.set({ kind: other.kind, key: 'other', at: new Date(0) }));
      await eventually(() => keys.every((key) => one.keys().includes(key)), 'all go off', 300 + within);
      assert.ok(
        one.wentOff.every((timer) => timer.at >= at.getTime()),
        'one went off too early',
      );
      await eventually(() => other.wentOff.length > 0, 'one whose time was long ago goes off', within);
      assert.deepEqual([...new Set(other.keys())], ['other']);
      assert.ok(!one.keys().includes('other'));
    });

    test('that are set in a transaction go off when it is committed, and never when it is not', async () => {
      const { kind, keys, wentOff } = handled(ports);
      const at = new Date(Date.now() - 1000);
      await ports.unitOfWork.run((transaction) =>
        ports.timers.set({ kind, key: 'dropped', at }, transaction).andThen(() => errAsync('no')),
      );
      await valueOf(ports.unitOfWork.run((transaction) => ports.timers.set({ kind, key: 'kept', at }, transaction)));
      await eventually(() => wentOff.length > 0, 'the one that was committed goes off', within);
      await setTimeout(50);
      assert.deepEqual([...new Set(keys())], ['kept']);
    });

    test('whose handler fails go off again', async () => {
      const kind = `contract/${randomUUID()}`;
      let calls = 0;
      ports.timers.handle(kind, () => {
        calls += 1;
        return calls < 2 ? errAsync('not yet') : okAsync(undefined);
      });
      await valueOf(ports.timers.set({ kind, key: 'x', at: new Date() }));
      await eventually(() => calls >= 2, 'it goes off again', 2 * within);
    });

    test('have one handler for each kind in a process', async () => {
      const { kind } = handled(ports);
      assert.throws(() => ports.timers.handle(kind, () => okAsync(undefined)));
    });

    testSharedStorage(runner, opened, capabilities, {
      'one that is set on one server goes off on another': async (here, there) => {
        const { kind, keys } = handled(there);
        await valueOf(here.timers.set({ kind, key: 'from here', at: future(100) }));
        await eventually(() => keys().includes('from here'), 'it goes off', 100 + within);
      },
      'one that was set before anybody saw to it goes off later': async (here, there) => {
        const kind = `contract/${randomUUID()}`;
        await valueOf(here.timers.set({ kind, key: 'early', at: new Date() }));
        await setTimeout(100);
        const { keys } = handled(there, kind);
        await eventually(() => keys().includes('early'), 'it goes off', within);
      },
    });
  });
}

/** Sees to a kind of timers, and keeps what went off. */
function handled(
  { timers }: Ports,
  kind = `contract/${randomUUID()}`,
): { readonly kind: string; readonly wentOff: readonly WentOff[]; readonly keys: () => readonly string[] } {
  const wentOff: WentOff[] = [];
  timers.handle(kind, (key) => {
    wentOff.push({ key, at: Date.now() });
    return okAsync(undefined);
  });
  return { kind, wentOff, keys: () => wentOff.map(({ key }) => key) };
}
