import assert from 'node:assert/strict';
import { errAsync } from 'neverthrow';
import type { Ports } from '../../ports.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { LATER, MOMENT, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { newAnnouncement, secondsAfter, unusedId } from './samples.ts';

/**
 * What every `AnnouncementRepository` must do. Resolves `PORTS.announcements`, and `PORTS.unitOfWork` on the same
 * storage.
 *
 * @example
 * ```ts
 * announcementsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function announcementsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of AnnouncementRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test('keeps announcements, published or not', async () => {
      for (const message of TEXTS) {
        for (const announcement of [newAnnouncement({ message }), newAnnouncement({ message, publishedAt: LATER })]) {
          await valueOf(ports.announcements.add(announcement));
          assert.deepEqual(await valueOf(ports.announcements.find(announcement.id)), announcement);
        }
      }
      await refused(ports.announcements.find(unusedId()), 'announcement-not-found');
    });

    test('lists the latest first, strictly after one moment, up to another and with it', async () => {
      // A time of its own, in which no other test announces anything.
      const start = new Date(Date.UTC(2040, 0, 1) + Math.floor(Math.random() * 1e9) * 1000);
      const at = (seconds: number): Date => secondsAfter(start, seconds);
      const twins = [newAnnouncement({ time: at(2) }), newAnnouncement({ time: at(2) })].toSorted((one, other) =>
        one.id < other.id ? 1 : -1,
      );
      const [first, last] = [newAnnouncement({ time: at(1) }), newAnnouncement({ time: at(3) })];
      for (const announcement of [...twins.toReversed(), last, first]) {
        await valueOf(ports.announcements.add(announcement));
      }
      const expected = [last, ...twins, first];
      const listed = await valueOf(ports.announcements.list({ after: at(0), through: at(3) }));
      assert.deepEqual(listed, expected);
      assert.deepEqual(await valueOf(ports.announcements.list({ after: at(1), through: at(2) })), twins);
      assert.deepEqual(await valueOf(ports.announcements.list({ after: at(3), through: at(3) })), []);
      const all = (await valueOf(ports.announcements.list({}))).filter(({ id }) =>
        expected.some((announcement) => announcement.id === id),
      );
      assert.deepEqual(all, expected);
    });

    test('saves what is there, and nothing else', async () => {
      const announcement = newAnnouncement({ publishedAt: MOMENT });
      await valueOf(ports.announcements.add(announcement));
      const changed = { id: announcement.id, message: 'Dinner is served', time: LATER };
      await valueOf(ports.announcements.save(changed));
      assert.deepEqual(await valueOf(ports.announcements.find(announcement.id)), changed);
      await refused(ports.announcements.save(newAnnouncement()), 'announcement-not-found');
    });

    test('removes an announcement once, and gives what it was', async () => {
      const announcement = newAnnouncement({ publishedAt: LATER });
      await valueOf(ports.announcements.add(announcement));
      const results = await race(() => ports.announcements.remove(announcement.id));
      assert.deepEqual(tally(results), { ok: 1, 'announcement-not-found': RACERS - 1 });
      assert.deepEqual(results.find((result) => result.isOk())?._unsafeUnwrap(), announcement);
    });

    test('holds an announcement that a transaction has found: of many who publish it one does', async () => {
      const announcement = newAnnouncement();
      await valueOf(ports.announcements.add(announcement));
      const results = await race(() =>
        ports.unitOfWork.run((transaction) =>
          ports.announcements
            .find(announcement.id, transaction)
            .andThen((found) =>
              found.publishedAt === undefined
                ? ports.announcements.save({ ...found, publishedAt: LATER }, transaction)
                : errAsync({ kind: 'published' as const }),
            ),
        ),
      );
      assert.deepEqual(tally(results), { ok: 1, published: RACERS - 1 });
    });

    test('keeps nothing of a transaction that is rolled back', async () => {
      const announcement = newAnnouncement();
      await ports.unitOfWork.run((transaction) =>
        ports.announcements.add(announcement, transaction).andThen(() => errAsync('no')),
      );
      await refused(ports.announcements.find(announcement.id), 'announcement-not-found');
    });

    testSharedStorage(runner, opened, capabilities, {
      'an announcement is there for every server at once': async (here: Ports, there: Ports) => {
        const announcement = newAnnouncement();
        await valueOf(here.announcements.add(announcement));
        assert.deepEqual(await valueOf(there.announcements.find(announcement.id)), announcement);
      },
    });
  });
}
