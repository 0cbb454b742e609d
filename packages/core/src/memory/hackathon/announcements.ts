import { ok } from 'neverthrow';
import type { AnnouncementNotFound, AnnouncementRepository } from '../../hackathon/ports.ts';
import { compareTexts } from '../casting/rows.ts';
import { found, settled, type MemoryDatabase } from '../database.ts';

const NOT_FOUND: AnnouncementNotFound = { kind: 'announcement-not-found' };

/**
 * Announcements in memory.
 *
 * @example
 * ```ts
 * const announcements = memoryAnnouncements(new MemoryDatabase());
 * ```
 */
export function memoryAnnouncements(database: MemoryDatabase): AnnouncementRepository {
  return {
    add: (announcement, transaction) =>
      database.write(transaction, ({ hackathon }) => {
        hackathon.announcements.put(announcement);
        return ok(undefined);
      }),

    find: (id, transaction) => settled(found(database.tables(transaction).hackathon.announcements.get(id), NOT_FOUND)),

    list: ({ after, through }) =>
      settled(
        ok(
          database.committed.hackathon.announcements
            .values()
            .filter(({ time }) => (after === undefined || time > after) && (through === undefined || time <= through))
            .toSorted((one, other) => other.time.getTime() - one.time.getTime() || compareTexts(other.id, one.id)),
        ),
      ),

    save: (announcement, transaction) =>
      database.write(transaction, ({ hackathon: { announcements } }) =>
        found(announcements.get(announcement.id), NOT_FOUND).map(() => announcements.put(announcement)),
      ),

    remove: (id, transaction) =>
      database.write(transaction, ({ hackathon: { announcements } }) =>
        found(announcements.get(id), NOT_FOUND).map((announcement) => {
          announcements.delete(id);
          return announcement;
        }),
      ),
  };
}
