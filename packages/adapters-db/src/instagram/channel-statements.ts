import type { ActionKind, ChannelState, ChannelTarget } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';
import { HELD } from './instagram-statements.ts';

/** A channel as the statements give it. */
export interface StoredChannel {
  readonly id: number;
  readonly instagram_id: number;
  readonly action: ActionKind;
  readonly target: ChannelTarget;
  readonly value: string;
  readonly comments: readonly string[];
  readonly state: ChannelState;
  readonly leads_count: number;
  readonly targets_count: number;
  readonly followers_count: number;
  readonly cursor: string | null;
  readonly exhausted: boolean;
  readonly served_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A channel, or nothing where the account is there and the channel is not. No row at all: there is no such account. */
export type ChannelRowOfInstagram = StoredChannel | { readonly [Column in keyof StoredChannel]: null };

const COLUMNS = [
  'id',
  'instagram_id',
  'action',
  'target',
  'value',
  'comments',
  'state',
  'leads_count',
  'targets_count',
  'followers_count',
  'cursor',
  'exhausted',
  'served_at',
  'created_at',
  'updated_at',
];

/** The columns of a table that goes by this name in the statement. */
function columnsOf(table: string): string {
  return COLUMNS.map((column) => `${table}.${column}`).join(', ');
}

/** Values: account, action, target, value, comments, created, updated. The account is held already. */
export const ADD_CHANNEL: Statement<StoredChannel> = statement(
  'instagram_channel_add',
  `INSERT INTO instagram_channel AS c
     (instagram_id, action, target, value, comments, state, created_at, updated_at)
   VALUES ($1, $2, $3, $4, $5::text[], 'stop', $6::timestamptz, $7::timestamptz)
   RETURNING ${columnsOf('c')}`,
);

/** Values: owner, account, id. */
export const FIND_CHANNEL: Statement<ChannelRowOfInstagram> = statement(
  'instagram_channel_find',
  `SELECT ${columnsOf('c')}
   FROM instagram AS i LEFT JOIN instagram_channel AS c ON c.id = $3 AND c.instagram_id = i.id
   WHERE i.id = $2 AND i.owner_id = $1`,
);

/** Values: owner, account. A row without a channel where the account has none. */
export const LIST_CHANNELS: Statement<ChannelRowOfInstagram> = statement(
  'instagram_channel_list',
  `SELECT ${columnsOf('c')}
   FROM instagram AS i LEFT JOIN instagram_channel AS c ON c.instagram_id = i.id
   WHERE i.id = $2 AND i.owner_id = $1
   ORDER BY c.id`,
);

/** Values: accounts. */
export const CHANNELS_OF: Statement<StoredChannel> = statement(
  'instagram_channels_of',
  `SELECT ${columnsOf('c')} FROM instagram_channel AS c WHERE c.instagram_id = ANY ($1::bigint[]) ORDER BY c.id`,
);

/**
 * Values: account, id, action, target, value, comments, updated; `null` leaves what is there. The account is held
 * already. Another source begins with an empty queue.
 */
export const CHANGE_CHANNEL: Statement<StoredChannel> = statement(
  'instagram_channel_change',
  `WITH known AS (
     SELECT id, coalesce($4, target) <> target OR coalesce($5, value) <> value AS anew
     FROM instagram_channel WHERE id = $2 AND instagram_id = $1
   ), cleared AS (
     DELETE FROM instagram_target AS t USING known WHERE t.channel_id = known.id AND known.anew RETURNING t.id
   ), noted AS (
     INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, amount)
     SELECT $1, known.id, $7::timestamptz, 'cleared', c.amount
     FROM known, (SELECT count(*) AS amount FROM cleared) AS c WHERE c.amount > 0
   )
   UPDATE instagram_channel AS c
   SET action = coalesce($3, c.action), target = coalesce($4, c.target), value = coalesce($5, c.value),
     comments = coalesce($6::text[], c.comments), updated_at = $7::timestamptz,
     state = CASE WHEN known.anew AND c.state = 'empty' THEN 'start' ELSE c.state END,
     cursor = CASE WHEN known.anew THEN NULL ELSE c.cursor END,
     exhausted = c.exhausted AND NOT known.anew,
     targets_count = CASE WHEN known.anew THEN 0 ELSE c.targets_count END
   FROM known WHERE c.id = known.id
   RETURNING ${columnsOf('c')}`,
);

/** Values: account, id, moment. The account is held already. A source that was read to its end is read anew. */
export const START_CHANNEL: Statement<StoredChannel> = statement(
  'instagram_channel_start',
  `UPDATE instagram_channel AS c
   SET state = 'start', cursor = CASE WHEN exhausted THEN NULL ELSE cursor END, exhausted = false,
     updated_at = $3::timestamptz
   WHERE id = $2 AND instagram_id = $1
   RETURNING ${columnsOf('c')}`,
);

/** Values: account, id, moment. The account is held already. */
export const STOP_CHANNEL: Statement<StoredChannel> = statement(
  'instagram_channel_stop',
  `UPDATE instagram_channel AS c SET state = 'stop', updated_at = $3::timestamptz
   WHERE id = $2 AND instagram_id = $1
   RETURNING ${columnsOf('c')}`,
);

/** Values: account, id. The account is held already. */
export const REMOVE_CHANNEL: Statement<{ readonly id: number }> = statement(
  'instagram_channel_remove',
  'DELETE FROM instagram_channel WHERE id = $2 AND instagram_id = $1 RETURNING id',
);

/** Values: channel, limit. */
export const FIRST_TARGETS: Statement<{ readonly target: string }> = statement(
  'instagram_target_first',
  'SELECT target FROM instagram_target WHERE channel_id = $1 ORDER BY id LIMIT $2::bigint',
);

/**
 * Values: account, fence, channel, people, cursor, whether the source has ended, moment. Gives whether the lease was
 * one, and the channel as it is then, if it is at work.
 */
export const FILL_QUEUE: Statement<{ readonly held: boolean } & ChannelRowOfInstagram> = statement(
  'instagram_target_fill',
  `WITH ${HELD}, channel AS (
     SELECT c.id FROM instagram_channel AS c, held
     WHERE c.id = $3 AND c.instagram_id = held.id AND c.state <> 'stop'
   ), added AS (
     INSERT INTO instagram_target (channel_id, target)
     SELECT channel.id, people.target FROM channel, unnest($4::text[]) WITH ORDINALITY AS people (target, place)
     WHERE NOT EXISTS (
       SELECT FROM instagram_journal AS j
       WHERE j.channel_id = channel.id AND j.target = people.target AND j.kind = 'action'
     )
     ORDER BY people.place
     ON CONFLICT DO NOTHING
     RETURNING id
   ), amount AS (
     SELECT count(*)::int AS amount FROM added
   ), noted AS (
     INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, amount)
     SELECT $1, channel.id, $7::timestamptz, 'filled', amount.amount FROM channel, amount WHERE amount.amount > 0
   ), filled AS (
     UPDATE instagram_channel AS c
     SET targets_count = c.targets_count + amount.amount, cursor = $5, exhausted = $6::boolean,
       state = CASE WHEN $6::boolean THEN 'empty' ELSE c.state END, served_at = $7::timestamptz
     FROM channel, amount WHERE c.id = channel.id
     RETURNING ${columnsOf('c')}
   )
   SELECT EXISTS (SELECT FROM held) AS held, ${columnsOf('filled')}
   FROM (SELECT 1) AS one LEFT JOIN filled ON true`,
);

/** Values: account, fence, channel, people, reasons, moment. Gives a row if the lease was one. */
export const SKIP_TARGETS: Statement<{ readonly id: number }> = statement(
  'instagram_target_skip',
  `WITH ${HELD}, skipped AS (
     DELETE FROM instagram_target AS t
     USING held, instagram_channel AS c, unnest($4::text[], $5::text[]) AS s (target, reason)
     WHERE c.id = $3 AND c.instagram_id = held.id AND t.channel_id = c.id AND t.target = s.target
     RETURNING t.channel_id, s.target, s.reason
   ), noted AS (
     INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, target, reason)
     SELECT $1, channel_id, $6::timestamptz, 'skipped', target, reason FROM skipped
   ), counted AS (
     UPDATE instagram_channel AS c
     SET targets_count = c.targets_count - (SELECT count(*) FROM skipped), served_at = $6::timestamptz
     FROM held WHERE c.id = $3 AND c.instagram_id = held.id
   )
   SELECT id FROM held`,
);
