import type { RowVersion } from '../database/seen-versions.ts';
import { statement, type Statement } from '../database/statement.ts';

/** An announcement as the statements give it. */
export interface StoredAnnouncement {
  readonly id: string;
  readonly message: string;
  readonly time: Date;
  readonly published_at: Date | null;
}

const COLUMNS = 'id, message, "time", published_at';

/** Values: id, message, time, published. */
export const ADD_ANNOUNCEMENT: Statement<object> = statement(
  'announcement_add',
  'INSERT INTO announcement (id, message, "time", published_at) VALUES ($1, $2, $3::timestamptz, $4::timestamptz)',
);

/** Values: id. */
export const FIND_ANNOUNCEMENT: Statement<StoredAnnouncement> = statement(
  'announcement_find',
  `SELECT ${COLUMNS} FROM announcement WHERE id = $1`,
);

/** Values: id. Nobody else changes it before the end of the transaction. */
export const HOLD_ANNOUNCEMENT: Statement<StoredAnnouncement> = statement(
  'announcement_hold',
  `${FIND_ANNOUNCEMENT.text} FOR UPDATE`,
);

/** The transaction that wrote a row last: it tells whether the row is the one that was read before. */
const VERSION = 'xmin::text AS version';

const WINDOW = `FROM announcement
   WHERE "time" > coalesce($1::timestamptz, '-infinity') AND "time" <= coalesce($2::timestamptz, 'infinity')
   ORDER BY "time" DESC, id DESC`;

/** Values: after, through. */
export const LIST_ANNOUNCEMENTS: Statement<StoredAnnouncement & RowVersion> = statement(
  'announcement_list',
  `SELECT ${COLUMNS}, ${VERSION} ${WINDOW}`,
);

/** Values: after, through. Which there are, and in which version: what else they say is read once. */
export const ANNOUNCEMENT_VERSIONS: Statement<RowVersion> = statement(
  'announcement_versions',
  `SELECT id, ${VERSION} ${WINDOW}`,
);

/** Values: id, message, time, published. */
export const SAVE_ANNOUNCEMENT: Statement<object> = statement(
  'announcement_save',
  `UPDATE announcement SET message = $2, "time" = $3::timestamptz, published_at = $4::timestamptz
   WHERE id = $1 RETURNING id`,
);

/** Values: id. */
export const REMOVE_ANNOUNCEMENT: Statement<StoredAnnouncement> = statement(
  'announcement_remove',
  `DELETE FROM announcement WHERE id = $1 RETURNING ${COLUMNS}`,
);
