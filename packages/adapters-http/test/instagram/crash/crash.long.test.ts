import { describe, expect, test } from 'vitest';
import { postgresIsThere } from '../../support/postgres.ts';
import { crash, summaryOf, type CrashWish } from './crash.ts';

/** How long a server may take, beyond the lease, to notice on a machine that is busy with other tests. */
const SLACK = 10_000;

/** For whoever reads what the test has shown. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe.skipIf(!postgresIsThere)('two servers on one PostgreSQL that are killed again and again', () => {
  test('do nothing twice and no more than they may, and take over from each other', async () => {
    const wish: CrashWish = { accounts: 50, seconds: 60, progress: say };
    const report = await crash(wish);
    say(summaryOf(report, wish));
    const { verdict } = report;
    expect(verdict.twice).toEqual([]);
    expect(verdict.beyondLimits).toEqual([]);
    expect(verdict.tooSoon).toEqual([]);
    expect(report.unrecorded).toEqual([]);
    // a test in which nothing was done would show nothing
    expect(verdict.accounts).toBe(wish.accounts);
    expect(verdict.actions).toBeGreaterThan(wish.accounts * 2);
    expect(report.takenOverAfter).toBeLessThan(report.lease + SLACK);
  }, 900_000);
});
