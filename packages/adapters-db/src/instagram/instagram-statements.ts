import type { InstagramInfo, InstagramState, PerAction, Trouble } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';

/** An account of the network as the statements give it. */
export interface StoredInstagram {
  readonly id: number;
  readonly owner_id: number;
  readonly username: string;
  readonly password_key_id: string;
  readonly password_sealed: string;
  readonly info: InstagramInfo;
  readonly state: InstagramState;
  readonly trusted: boolean;
  readonly hours_min: number;
  readonly hours_max: number;
  readonly speed: PerAction<number>;
  /** Its moments are texts. */
  readonly trouble: (Omit<Trouble, 'at' | 'until'> & { readonly at: string; readonly until: string }) | null;
  readonly refreshed_at: Date;
  readonly scan_number: number | null;
  readonly scan_cursor: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = `id, owner_id, username, password_key_id, password_sealed, info, state, trusted, hours_min, hours_max, speed,
  trouble, refreshed_at, scan_number, scan_cursor, created_at, updated_at`;

/**
 * Values: owner, username, its key, name of the password's key, password, info, trusted, hours, speed, created, updated.
 * Gives no row where the owner is no account.
 */
export const ADD_INSTAGRAM: Statement<StoredInstagram> = statement(
  'instagram_add',
  `INSERT INTO instagram (owner_id, username, username_key, password_key_id, password_sealed, info, state, trusted,
     hours_min, hours_max, speed, refreshed_at, due_at, created_at, updated_at)
   SELECT id, $2, $3, $4, $5, $6::jsonb, 'start', $7::boolean, $8::smallint, $9::smallint, $10::jsonb,
     $11::timestamptz, $11::timestamptz, $11::timestamptz, $12::timestamptz
   FROM account WHERE id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: owner, id. */
export const FIND_INSTAGRAM: Statement<StoredInstagram> = statement(
  'instagram_find',
  `SELECT ${COLUMNS} FROM instagram WHERE id = $2 AND owner_id = $1`,
);

/** Values: owner. */
export const LIST_INSTAGRAMS: Statement<StoredInstagram> = statement(
  'instagram_list',
  `SELECT ${COLUMNS} FROM instagram WHERE owner_id = $1 ORDER BY id`,
);

/**
 * Values: owner, id, moment. Takes the account from whoever runs it, and holds it until the transaction ends: nothing
 * is recorded for it meanwhile. The first statement of whatever its owner changes, so that the next one sees all that
 * was recorded before.
 */
export const HOLD_INSTAGRAM: Statement<{ readonly id: number; readonly state: InstagramState }> = statement(
  'instagram_hold',
  `UPDATE instagram SET fence = fence + 1, due_at = $3::timestamptz WHERE id = $2 AND owner_id = $1
   RETURNING id, state`,
);

/**
 * Values: owner, id, username, its key, name of the password's key, password, info, trusted, hours, speed, updated;
 * `null` leaves what is there.
 */
export const CHANGE_INSTAGRAM: Statement<StoredInstagram> = statement(
  'instagram_change',
  `UPDATE instagram
   SET username = coalesce($3, username), username_key = coalesce($4, username_key),
     password_key_id = coalesce($5, password_key_id), password_sealed = coalesce($6, password_sealed),
     info = coalesce($7::jsonb, info), trusted = coalesce($8::boolean, trusted),
     hours_min = coalesce($9::smallint, hours_min), hours_max = coalesce($10::smallint, hours_max),
     speed = coalesce($11::jsonb, speed), fence = fence + 1, due_at = $12::timestamptz, updated_at = $12::timestamptz
   WHERE id = $2 AND owner_id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: owner, id, moment. */
export const START_INSTAGRAM: Statement<StoredInstagram> = statement(
  'instagram_start',
  `UPDATE instagram
   SET state = 'start', trouble = NULL, fence = fence + 1, due_at = $3::timestamptz, updated_at = $3::timestamptz
   WHERE id = $2 AND owner_id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: id, state, moment, trouble or `null`. The account is held already. Its channels are stopped with it. */
export const STOP_INSTAGRAM: Statement<StoredInstagram> = statement(
  'instagram_stop',
  `WITH channels AS (
     UPDATE instagram_channel SET state = 'stop', updated_at = $3::timestamptz
     WHERE instagram_id = $1 AND state <> 'stop'
   )
   UPDATE instagram SET state = $2, updated_at = $3::timestamptz, trouble = coalesce($4::jsonb, trouble)
   WHERE id = $1
   RETURNING ${COLUMNS}`,
);

/** Values: owner, id. */
export const REMOVE_INSTAGRAM: Statement<{ readonly id: number }> = statement(
  'instagram_remove',
  'DELETE FROM instagram WHERE id = $2 AND owner_id = $1 RETURNING id',
);

/** Values: account, channel or `null`. */
export const BUSY_UNTIL: Statement<{ readonly busy_until: Date | null }> = statement(
  'instagram_busy_until',
  `SELECT max(busy_until) AS busy_until FROM instagram_journal
   WHERE instagram_id = $1 AND outcome = 'unknown' AND ($2::bigint IS NULL OR channel_id = $2::bigint)`,
);

/** Values: name of a key, the number to go on after, limit. */
export const PASSWORDS_NOT_UNDER: Statement<Pick<StoredInstagram, 'id' | 'password_key_id' | 'password_sealed'>> =
  statement(
    'instagram_passwords_not_under',
    `SELECT id, password_key_id, password_sealed FROM instagram
   WHERE password_key_id <> $1 AND id > $2::bigint ORDER BY id LIMIT $3::bigint`,
  );

/** Values: name of a key. */
export const COUNT_PASSWORDS_NOT_UNDER: Statement<{ readonly count: number }> = statement(
  'instagram_count_passwords_not_under',
  'SELECT count(*)::int AS count FROM instagram WHERE password_key_id <> $1',
);

/** Values: account, name of the key and password that are there, those that are to be. */
export const REPLACE_PASSWORD: Statement<{ readonly id: number }> = statement(
  'instagram_replace_password',
  `UPDATE instagram SET password_key_id = $4, password_sealed = $5
   WHERE id = $1 AND password_key_id = $2 AND password_sealed = $3
   RETURNING id`,
);

/**
 * Values: now, the end of the leases, how many. Gives a row for each account that was taken, and one without where none
 * was; each with the moment at which the next one is due of those that are not due now. The rows are locked as they are
 * found, and looked at again under the lock: nobody else takes one meanwhile.
 */
export const TAKE_INSTAGRAMS: Statement<
  { readonly next_due_at: Date | null } & ((StoredInstagram & { readonly fence: number }) | { readonly id: null })
> = statement(
  'instagram_take',
  `WITH due AS (
     SELECT id FROM instagram WHERE state = 'start' AND due_at <= $1::timestamptz
     ORDER BY due_at LIMIT $3::bigint
     FOR NO KEY UPDATE SKIP LOCKED
   ), taken AS (
     UPDATE instagram AS i SET fence = i.fence + 1, due_at = $2::timestamptz
     FROM due WHERE i.id = due.id
     RETURNING i.*
   )
   SELECT next.due_at AS next_due_at, ${COLUMNS.replaceAll(/\w+/gu, 'taken.$&')}, taken.fence
   FROM (
     SELECT min(due_at) AS due_at FROM instagram WHERE state = 'start' AND due_at > $1::timestamptz
   ) AS next
   LEFT JOIN taken ON true`,
);

/** What a lease is told by: values account, fence. */
const LEASED = `id = $1 AND fence = $2::bigint AND state = 'start'`;

/** Holds the account whose lease it is, as the first part of a statement. */
export const HELD: string = `held AS (SELECT id FROM instagram WHERE ${LEASED} FOR NO KEY UPDATE)`;

/** Values: account, fence, moment. */
export const RENEW_LEASE: Statement<{ readonly id: number }> = statement(
  'instagram_lease_renew',
  `UPDATE instagram SET due_at = $3::timestamptz WHERE ${LEASED} RETURNING id`,
);

/** Values: account, fence, when it is due, trouble or `null`. */
export const RELEASE_LEASE: Statement<{ readonly id: number }> = statement(
  'instagram_lease_release',
  `UPDATE instagram SET fence = fence + 1, due_at = $3::timestamptz, trouble = $4::jsonb WHERE ${LEASED} RETURNING id`,
);

/** Values: account, fence. Ends the lease, and holds the account until the transaction ends. */
export const END_LEASE: Statement<{ readonly id: number }> = statement(
  'instagram_lease_end',
  `UPDATE instagram SET fence = fence + 1 WHERE ${LEASED} RETURNING id`,
);

/** Values: account, fence, info, number and cursor of the scan, moment of the refresh; `null` leaves info and moment. */
export const REFRESH_INSTAGRAM: Statement<{ readonly id: number }> = statement(
  'instagram_refresh',
  `UPDATE instagram
   SET info = coalesce($3::jsonb, info), scan_number = $4::bigint, scan_cursor = $5,
     refreshed_at = coalesce($6::timestamptz, refreshed_at)
   WHERE ${LEASED}
   RETURNING id`,
);

/**
 * Values: account. Waits for whoever records for the same user name: the
 * two have one pace. The name can't change meanwhile without ending the lease.
 */
export const LOCK_PACE: Statement<{ readonly username_key: string }> = statement(
  'instagram_pace_lock',
  `SELECT username_key, pg_advisory_xact_lock(hashtextextended('instagram_pace ' || username_key, 0))
   FROM instagram WHERE id = $1`,
);

/** Values: account, fence, until when an action may be on its way; the lease lasts until then at least. */
export const HOLD_LEASED: Statement<{ readonly username_key: string }> = statement(
  'instagram_hold_leased',
  `UPDATE instagram SET due_at = greatest(due_at, $3::timestamptz) WHERE ${LEASED} RETURNING username_key`,
);
