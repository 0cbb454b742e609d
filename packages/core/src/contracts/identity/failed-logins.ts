import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { LoginKey, LoginLimit } from '../../identity/ports.ts';
import type { Ports } from '../../ports.ts';
import { errorOf, race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

type Limits = readonly (readonly [LoginKey, LoginLimit])[];

/**
 * What every `FailedLogins` must do. Resolves `PORTS.failedLogins`.
 *
 * @example
 * ```ts
 * failedLoginsContract({ describe, test, beforeAll, afterAll }, open, { shared: true });
 * ```
 */
export function failedLoginsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of FailedLogins', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const limit = { failures: 3, window: 60 };
    const start = Date.now();
    /** The moment so many seconds after the start. */
    const at = (seconds: number): Date => new Date(start + seconds * 1000);

    const check = (limits: Limits, seconds: number) => ports.failedLogins.check(limits, at(seconds));
    const record = (limits: Limits, seconds: number) => ports.failedLogins.record(limits, at(seconds));
    const recordAll = async (limits: Limits, ...moments: readonly number[]): Promise<void> => {
      for (const seconds of moments) await valueOf(record(limits, seconds));
    };

    describe('check', () => {
      test('lets pass who has not failed, and whoever is not counted', async () => {
        await valueOf(check([[aKey(), limit]], 0));
        await valueOf(check([], 0));
      });

      test('refuses from the last failure on that the limit allows', async () => {
        const limits: Limits = [[aKey(), limit]];
        await recordAll(limits, 0, 1);
        await valueOf(check(limits, 2));
        await recordAll(limits, 2);
        await refused(check(limits, 2), 'login-limited');
      });

      test('counts nothing', async () => {
        const limits: Limits = [[aKey(), limit]];
        await recordAll(limits, 0, 1);
        for (let times = 0; times < 5; times += 1) await valueOf(check(limits, 2));
      });

      test('counts each key by itself', async () => {
        const [key, other] = [aKey(), aKey()];
        await recordAll([[key, limit]], 0, 0, 0);
        await valueOf(check([[other, limit]], 0));
        await valueOf(check([[`${key}x`, limit]], 0));
        await valueOf(check([[key.toUpperCase(), limit]], 0));
      });

      test('refuses when any of the keys has reached its limit', async () => {
        const [key, other] = [aKey(), aKey()];
        await recordAll([[key, limit]], 0, 0, 0);
        await refused(
          check(
            [
              [key, limit],
              [other, limit],
            ],
            0,
          ),
          'login-limited',
        );
        await refused(
          check(
            [
              [other, limit],
              [key, limit],
            ],
            0,
          ),
          'login-limited',
        );
      });

      test('tells in whole seconds when the oldest failure leaves the window', async () => {
        const limits: Limits = [[aKey(), limit]];
        await recordAll(limits, 0, 10, 20);
        const wait = async (seconds: number): Promise<number> => {
          const error = await errorOf(check(limits, seconds));
          return error.kind === 'login-limited' ? error.retryAfter : assert.fail(error.kind);
        };
        assert.deepEqual([await wait(20), await wait(20.5), await wait(59), await wait(59.999)], [40, 40, 1, 1]);
      });

      test('tells of several keys the longest wait', async () => {
        const [early, late] = [aKey(), aKey()];
        await recordAll([[early, limit]], 0, 0, 0);
        await recordAll([[late, limit]], 30, 30, 30);
        for (const keys of [
          [early, late],
          [late, early],
        ]) {
          const error = await errorOf(
            check(
              keys.map((key) => [key, limit] as const),
              30,
            ),
          );
          assert.deepEqual(error, { kind: 'login-limited', retryAfter: 60 });
        }
      });

      test('lets pass again once the wait is over: the window slides', async () => {
        const limits: Limits = [[aKey(), limit]];
        await recordAll(limits, 0, 10, 20);
        await refused(check(limits, 59.999), 'login-limited');
        await valueOf(check(limits, 60));
        await recordAll(limits, 60);
        await refused(check(limits, 69.999), 'login-limited');
        await valueOf(check(limits, 70));
        await valueOf(check(limits, 10_000));
      });

      test('never allows more than the limit in any window', async () => {
        const limits: Limits = [[aKey(), limit]];
        const allowed: number[] = [];
        for (let seconds = 0; seconds < 300; seconds += 7) {
          if ((await record(limits, seconds)).isOk()) allowed.push(seconds);
        }
        assert.deepEqual(allowed, [0, 7, 14, 63, 70, 77, 126, 133, 140, 189, 196, 203, 252, 259, 266]);
      });

      test('holds the limit that is asked for, not the one that was', async () => {
        const key = aKey();
        await recordAll([[key, { failures: 10, window: 60 }]], 0, 10, 20, 30);
        await valueOf(check([[key, { failures: 5, window: 60 }]], 30));
        await valueOf(check([[key, { failures: 2, window: 5 }]], 30));
        const error = await errorOf(check([[key, { failures: 2, window: 60 }]], 30));
        assert.deepEqual(error, { kind: 'login-limited', retryAfter: 50 });
      });

      test('takes keys of any text', async () => {
        for (const key of [
          `'; --${aKey()}`,
          `%${aKey()}`,
          `👩‍🚀${aKey()}${'é'.repeat(300)}`,
          `address:2001:db8::1%${aKey()}`,
        ]) {
          await recordAll([[key, limit]], 0, 0, 0);
          await refused(check([[key, limit]], 0), 'login-limited');
        }
      });
    });

    describe('record', () => {
      test('counts for every key', async () => {
        const limits: Limits = [
          [aKey(), limit],
          [aKey(), limit],
        ];
        await recordAll(limits, 0, 0, 0);
        for (const one of limits) await refused(check([one], 0), 'login-limited');
        await valueOf(record([], 0));
      });

      test('counts failures of the same moment, and such as come late', async () => {
        const limits: Limits = [[aKey(), limit]];
        await recordAll(limits, 5, 5, 4);
        await refused(record(limits, 5), 'login-limited');
        assert.deepEqual(await errorOf(check(limits, 5)), { kind: 'login-limited', retryAfter: 59 });
      });

      test('that is refused counts nothing for any key', async () => {
        const [full, other] = [aKey(), aKey()];
        await recordAll([[full, limit]], 0, 0, 0);
        for (let times = 0; times < 5; times += 1) {
          await refused(
            record(
              [
                [other, limit],
                [full, limit],
              ],
              30,
            ),
            'login-limited',
          );
          await refused(
            record(
              [
                [full, limit],
                [other, limit],
              ],
              30,
            ),
            'login-limited',
          );
        }
        await recordAll([[other, limit]], 30, 30, 30);
        await valueOf(check([[full, limit]], 60));
      });

      test(`of ${RACERS} at once, lets as many succeed as the limit allows`, async () => {
        const limits: Limits = [[aKey(), { failures: 7, window: 60 }]];
        const results = await race(() => record(limits, 0));
        assert.deepEqual(tally(results), { ok: 7, 'login-limited': RACERS - 7 });
        await refused(check(limits, 0), 'login-limited');
      });

      test(`of ${RACERS} at once for several keys, counts for all keys or for none`, async () => {
        const address = aKey();
        const accounts = [aKey(), aKey()];
        const strict = { failures: 4, window: 60 };
        const loose = { failures: 100, window: 60 };
        // Both orders of keys at once: an adapter that locks them as they come would wait for itself.
        const results = await race((racer) => {
          const keys: Limits = [
            [accounts[racer % 2] ?? '', loose],
            [address, strict],
          ];
          return record(racer % 3 === 0 ? keys : keys.toReversed(), 0);
        });
        assert.deepEqual(tally(results), { ok: 4, 'login-limited': RACERS - 4 });
        const counted = await Promise.all(accounts.map((key) => countOf(ports, key, at(0))));
        assert.equal(
          counted.reduce((sum, count) => sum + count, 0),
          4,
        );
      });
    });

    describe('purge', () => {
      test('forgets keys whose last failure was before the moment, and no others', async () => {
        const [old, active] = [aKey(), aKey()];
        const wide = { failures: 3, window: 1_000_000 };
        // Long before what anybody else who uses the storage may have recorded.
        const long = -500_000;
        await recordAll([[old, wide]], long, long, long);
        await recordAll([[active, wide]], long, long, long + 2);
        await valueOf(ports.failedLogins.purge(at(long)));
        await refused(check([[old, wide]], 0), 'login-limited');

        const forgotten = await valueOf(ports.failedLogins.purge(at(long + 1)));
        assert.ok(forgotten >= 1, `${forgotten} forgotten`);
        await valueOf(check([[old, wide]], 0));
        await refused(check([[active, wide]], 0), 'login-limited');
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'every server counts what failed on any': async (here, there) => {
        const limits: Limits = [[aKey(), limit]];
        await valueOf(here.failedLogins.record(limits, at(0)));
        await valueOf(there.failedLogins.record(limits, at(0)));
        await valueOf(here.failedLogins.check(limits, at(0)));
        await valueOf(here.failedLogins.record(limits, at(0)));
        await refused(here.failedLogins.check(limits, at(0)), 'login-limited');
        await refused(there.failedLogins.check(limits, at(0)), 'login-limited');
        await refused(there.failedLogins.record(limits, at(0)), 'login-limited');
      },
      'servers together let no more succeed than the limit allows': async (here, there) => {
        const limits: Limits = [[aKey(), { failures: 7, window: 60 }]];
        const results = await race((racer) => (racer % 2 === 0 ? here : there).failedLogins.record(limits, at(0)));
        assert.deepEqual(tally(results), { ok: 7, 'login-limited': RACERS - 7 });
      },
    });
  });
}

function aKey(): LoginKey {
  return `account:${randomUUID()}@example.com`;
}

/** How many failures a key has, found out by the lowest limit that lets pass. */
async function countOf({ failedLogins }: Ports, key: LoginKey, now: Date): Promise<number> {
  let failures = 1;
  while ((await failedLogins.check([[key, { failures, window: 60 }]], now)).isErr()) failures += 1;
  return failures - 1;
}
