import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';
import { testHistoryAndStats } from './history.ts';
import { testMediaLists } from './lists.ts';
import { testMediaPuts } from './puts.ts';
import { testMediaRaces } from './races.ts';

/**
 * What every `MediaRepository` must do. Resolves `PORTS.media`, and `PORTS.accounts` and `PORTS.unitOfWork` on the same
 * storage for the elements' owners and for transactions.
 *
 * @example
 * ```ts
 * mediaContract({ describe, test, beforeAll, afterAll }, open, { shared: true });
 * ```
 */
export function mediaContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  runner.describe('contract of MediaRepository', () => {
    const opened = openSubject(runner, open);
    testMediaPuts(runner, opened);
    testMediaLists(runner, opened);
    testHistoryAndStats(runner, opened);
    testMediaRaces(runner, opened, capabilities);
  });
}
