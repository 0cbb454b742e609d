import type { Announcement, AnnouncementNotFound, AnnouncementRepository } from '@quintet/core';
import { err, ok, okAsync, type Result } from 'neverthrow';
import { SeenVersions } from '../database/seen-versions.ts';
import { moment, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_ANNOUNCEMENT,
  ANNOUNCEMENT_VERSIONS,
  FIND_ANNOUNCEMENT,
  HOLD_ANNOUNCEMENT,
  LIST_ANNOUNCEMENTS,
  REMOVE_ANNOUNCEMENT,
  SAVE_ANNOUNCEMENT,
  type StoredAnnouncement,
} from './announcement-statements.ts';

const NOT_FOUND: AnnouncementNotFound = { kind: 'announcement-not-found' };

/** Announcements in the database. */
export function databaseAnnouncements(store: Store): AnnouncementRepository {
  const seen = new SeenVersions<Announcement>();
  return {
    add: (announcement, transaction) =>
      store.write(ADD_ANNOUNCEMENT, valuesOf(announcement), transaction).map(() => undefined),

    find: (id, transaction) =>
      transaction === undefined
        ? store.read(FIND_ANNOUNCEMENT, [id]).andThen(found)
        : store.write(HOLD_ANNOUNCEMENT, [id], transaction).andThen(found),

    // Announcements are read by everybody, and seldom changed.
    list: ({ after, through }) => {
      const window = [after === undefined ? null : moment(after), through === undefined ? null : moment(through)];
      return store.read(ANNOUNCEMENT_VERSIONS, window).andThen((present) => {
        const known = present.flatMap((row) => seen.find(row) ?? []);
        if (known.length === present.length) return okAsync(known);
        return store.read(LIST_ANNOUNCEMENTS, window).map((rows) =>
          rows.map((row) => {
            const announcement = announcementOf(row);
            seen.add(row, announcement);
            return announcement;
          }),
        );
      });
    },

    save: (announcement, transaction) =>
      store
        .write(SAVE_ANNOUNCEMENT, valuesOf(announcement), transaction)
        .andThen(({ length }) => (length === 0 ? err(NOT_FOUND) : ok(undefined))),

    remove: (id, transaction) => store.write(REMOVE_ANNOUNCEMENT, [id], transaction).andThen(found),
  };
}

function valuesOf({ id, message, time, publishedAt }: Announcement): readonly Value[] {
  return [id, message, moment(time), publishedAt === undefined ? null : moment(publishedAt)];
}

function found([row]: readonly StoredAnnouncement[]): Result<Announcement, AnnouncementNotFound> {
  return row === undefined ? err(NOT_FOUND) : ok(announcementOf(row));
}

function announcementOf({ id, message, time, published_at: publishedAt }: StoredAnnouncement): Announcement {
  return { id, message, time, ...(publishedAt === null ? {} : { publishedAt }) };
}
