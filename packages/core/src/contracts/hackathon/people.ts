import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { errAsync } from 'neverthrow';
import type { Ports } from '../../ports.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, NO_IDS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { secondsAfter } from './samples.ts';

/**
 * What every `PeopleRepository` must do. Resolves `PORTS.people`, and `PORTS.accounts` on the same storage.
 *
 * @example
 * ```ts
 * peopleContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function peopleContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of PeopleRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test(`lets one of ${RACERS} at once check somebody in, and out`, async () => {
      const { id } = await addAccount(ports);
      const checkedIn = await race(() => ports.people.checkIn(id, MOMENT));
      assert.deepEqual(tally(checkedIn), { ok: 1, 'already-checked-in': RACERS - 1 });
      const checkedOut = await race(() => ports.people.checkOut(id));
      assert.deepEqual(tally(checkedOut), { ok: 1, 'not-checked-in': RACERS - 1 });
      await valueOf(ports.people.checkIn(id, LATER));
    });

    test('knows nobody without an account', async () => {
      for (const id of NO_IDS) {
        await refused(ports.people.checkIn(id, MOMENT), 'account-not-found');
        await refused(ports.people.checkOut(id), 'not-checked-in');
      }
    });

    test('lists accounts by username in the order of the code points, and who is there', async () => {
      const tag = randomUUID();
      const names = ['é', 'B', 'a', '💃', '\uFFFD', 'c'];
      for (const name of names) {
        const account = await addAccount(ports, { username: `${tag}${name}`, displayName: name, roles: ['organizer'] });
        if (name === 'c') await valueOf(ports.people.checkIn(account.id, LATER));
      }
      const page = (number: number, search: string) => valueOf(ports.people.page({ page: number, limit: 4, search }));
      const [first, second] = [await page(1, tag), await page(2, tag.toUpperCase())];
      assert.deepEqual(
        [...first.entries, ...second.entries].map(({ username }) => username.slice(tag.length)),
        ['a', 'B', 'c', 'é', '\uFFFD', '💃'],
      );
      assert.deepEqual([first.total, second.total], [6, 6]);
      const { accountId, ...person } = first.entries[2] ?? assert.fail();
      assert.ok(accountId > 0);
      assert.deepEqual(person, {
        username: `${tag}c`,
        displayName: 'c',
        roles: ['organizer'],
        checkedInAt: LATER,
      });
      assert.ok(!('checkedInAt' in (first.entries[0] ?? assert.fail())));
      assert.deepEqual(await page(9, tag), { entries: [], total: 6 });
      assert.ok((await valueOf(ports.people.page({ page: 1, limit: 1 }))).total >= 6);
    });

    test('finds a text in the display name, in any case of plain letters', async () => {
      const tag = randomUUID();
      const account = await addAccount(ports, { displayName: `100%_ANN ${tag}` });
      const search = async (text: string): Promise<readonly number[]> =>
        (await valueOf(ports.people.page({ page: 1, limit: 10, search: text }))).entries.map(
          ({ accountId }) => accountId,
        );
      assert.deepEqual(await search(`_ann ${tag.toUpperCase()}`), [account.id]);
      assert.deepEqual(await search(`x_ann ${tag}`), []);
    });

    testSharedStorage(runner, opened, capabilities, {
      'somebody is checked in on every server at once': async (here: Ports, there: Ports) => {
        const { id } = await addAccount(here);
        await valueOf(here.people.checkIn(id, MOMENT));
        await refused(there.people.checkIn(id, MOMENT), 'already-checked-in');
      },
    });
  });
}

/**
 * What every `TimesStore` must do. Resolves `PORTS.times`, and `PORTS.unitOfWork` on the same storage.
 *
 * @example
 * ```ts
 * timesContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function timesContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of TimesStore', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const times = (start: Date) => ({
      eventStart: start,
      hackingStart: secondsAfter(start, 1),
      hackingEnd: secondsAfter(start, 2),
      eventEnd: secondsAfter(start, 3),
    });

    test('knows nothing until times are set, then what was set last', async () => {
      assert.equal(await valueOf(ports.times.get()), undefined);
      for (const start of [MOMENT, LATER]) {
        await valueOf(ports.times.set(times(start)));
        assert.deepEqual(await valueOf(ports.times.get()), times(start));
      }
    });

    test('keeps nothing of a transaction that is rolled back', async () => {
      await valueOf(ports.times.set(times(LATER)));
      await ports.unitOfWork.run((transaction) =>
        ports.times.set(times(MOMENT), transaction).andThen(() => errAsync('no')),
      );
      assert.deepEqual(await valueOf(ports.times.get()), times(LATER));
    });

    testSharedStorage(runner, opened, capabilities, {
      'times that are set are so on every server': async (here: Ports, there: Ports) => {
        await valueOf(here.times.set(times(MOMENT)));
        assert.deepEqual(await valueOf(there.times.get()), times(MOMENT));
      },
    });
  });
}
