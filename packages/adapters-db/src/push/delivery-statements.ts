import { statement, type Statement } from '../database/statement.ts';
import type { StoredMessage } from './message-statements.ts';

/** A destination as the statements give it. */
export interface StoredDestination {
  readonly id: string;
  readonly transport: string;
  /** JSON. */
  readonly address: string;
  readonly channels: readonly string[];
  readonly account_id: number | null;
}

/** One message of a claim. */
export interface ClaimedMessage extends StoredMessage {
  readonly destination_id: string;
  readonly transport: string;
  readonly address: string;
  readonly channels: readonly string[];
  readonly account_id: number | null;
  readonly attempts: number;
  readonly failing_since: Date | null;
}

/** A dead letter as the statements give it. */
export interface StoredDeadLetter extends Omit<StoredMessage, 'id'> {
  readonly id: number;
  readonly destination_id: string;
  readonly message_id: string;
  readonly attempts: number;
  readonly reason: string;
  readonly given_up_at: Date;
}

const DESTINATION = 'id, transport, address, channels, account_id';
const DEAD_LETTER =
  'id, destination_id, position, message_id, channel, event, data, not_to, created_at, attempts, reason, given_up_at';

/** What stands for all channels of a kind, as `CHANNELS_OF_KIND` of the core has it. */
function patternOf(name: string): string {
  return `CASE WHEN ${name} LIKE 'private-%' THEN 'private-*' WHEN ${name} LIKE 'presence-%' THEN 'presence-*' ELSE '*' END`;
}

/** Gives destinations that want all channels of a kind a cursor for each channel that is new. */
export const SPREAD_CHANNELS: Statement<never> = statement(
  'push_spread',
  `WITH fresh AS (
     UPDATE push_channel SET spread = true WHERE NOT spread RETURNING name
   ), wanting AS (
     SELECT id, since, channels FROM push_destination
     WHERE EXISTS (SELECT FROM fresh) AND channels && ARRAY['*', 'private-*', 'presence-*']
     FOR KEY SHARE
   )
   INSERT INTO push_cursor (destination_id, channel, position)
   SELECT wanting.id, fresh.name, wanting.since FROM fresh
   JOIN wanting ON wanting.channels @> ARRAY[${patternOf('fresh.name')}]
   ON CONFLICT DO NOTHING`,
);

/** Values: id, transport, address, channels, account, latest position. */
export const PUT_DESTINATION: Statement<never> = statement(
  'push_destination_put',
  `INSERT INTO push_destination (id, transport, address, channels, account_id, since)
   VALUES ($1, $2, $3, $4::text[], $5, $6)
   ON CONFLICT (id) DO UPDATE
   SET transport = EXCLUDED.transport, address = EXCLUDED.address, channels = EXCLUDED.channels,
     account_id = EXCLUDED.account_id, since = EXCLUDED.since`,
);

/** Values: destination, channels. */
export const DROP_CURSORS: Statement<never> = statement(
  'push_cursor_drop',
  `DELETE FROM push_cursor
   WHERE destination_id = $1 AND channel <> ALL ($2::text[]) AND ${patternOf('channel')} <> ALL ($2::text[])`,
);

/** Values: destination, channels, latest position. Also for channels that have no message yet, if they are named. */
export const ADD_CURSORS: Statement<never> = statement(
  'push_cursor_add',
  `INSERT INTO push_cursor (destination_id, channel, position)
   SELECT $1, channel, $3 FROM (
     SELECT channel FROM unnest($2::text[]) AS wanted (channel) WHERE channel NOT LIKE '%*'
     UNION
     SELECT name FROM push_channel WHERE ${patternOf('name')} = ANY ($2::text[])
   ) AS named
   ON CONFLICT DO NOTHING`,
);

/** Values: id. */
export const REMOVE_DESTINATION: Statement<{ readonly id: string }> = statement(
  'push_destination_remove',
  'DELETE FROM push_destination WHERE id = $1 RETURNING id',
);

/** Values: id. */
export const FIND_DESTINATION: Statement<StoredDestination> = statement(
  'push_destination_find',
  `SELECT ${DESTINATION} FROM push_destination WHERE id = $1`,
);

/** Values: transport. */
export const DESTINATIONS_OF_OPERATOR: Statement<StoredDestination> = statement(
  'push_destinations_of_operator',
  `SELECT ${DESTINATION} FROM push_destination WHERE transport = $1 AND account_id IS NULL ORDER BY id`,
);

/** Values: transport, account. */
export const DESTINATIONS_OF_ACCOUNT: Statement<StoredDestination> = statement(
  'push_destinations_of_account',
  `SELECT ${DESTINATION} FROM push_destination WHERE account_id = $2 AND transport = $1 ORDER BY id`,
);

/** Values: transports. */
export const ANY_DESTINATION: Statement<{ readonly any: boolean }> = statement(
  'push_destination_any',
  'SELECT EXISTS (SELECT FROM push_destination WHERE transport = ANY ($1::text[])) AS any',
);

/** What waits: cursors behind the latest message of their channel. */
const WAITING = `push_channel AS reached
     JOIN push_cursor AS cursor ON cursor.channel = reached.name AND cursor.position < reached.position
     JOIN push_destination AS destination ON destination.id = cursor.destination_id`;

/**
 * Values: transports, now, owner, lease's end, limit, messages. A row for each message, in order. Cursors that another
 * server is about to take on are passed over.
 */
export const CLAIM_DELIVERIES: Statement<ClaimedMessage> = statement(
  'push_claim',
  `WITH due AS (
     SELECT cursor.destination_id, cursor.channel FROM ${WAITING}
     WHERE destination.transport = ANY ($1::text[])
       AND cursor.next_attempt_at <= $2::timestamptz AND cursor.lease_until <= $2::timestamptz
     ORDER BY cursor.next_attempt_at
     LIMIT $5
     FOR UPDATE OF cursor SKIP LOCKED
   ), claimed AS (
     UPDATE push_cursor AS cursor SET lease_owner = $3, lease_until = $4::timestamptz
     FROM due
     WHERE cursor.destination_id = due.destination_id AND cursor.channel = due.channel
       AND cursor.lease_until <= $2::timestamptz
     RETURNING cursor.destination_id, cursor.channel, cursor.position, cursor.attempts, cursor.failing_since
   )
   SELECT claimed.destination_id, destination.transport, destination.address, destination.channels,
     destination.account_id, claimed.attempts, claimed.failing_since, message.*
   FROM claimed
   JOIN push_destination AS destination ON destination.id = claimed.destination_id
   CROSS JOIN LATERAL (
     SELECT position, id, channel, event, data, not_to, created_at FROM push_log
     WHERE (channel, push_log.position) > (claimed.channel, claimed.position) AND channel <= claimed.channel
     ORDER BY channel, position LIMIT $6
   ) AS message
   ORDER BY claimed.destination_id, claimed.channel, message.position`,
);

/** Values: transports. */
export const NEXT_DUE: Statement<{ readonly due: Date | null }> = statement(
  'push_next_due',
  `SELECT min(greatest(cursor.next_attempt_at, cursor.lease_until)) AS due FROM ${WAITING}
   WHERE destination.transport = ANY ($1::text[])`,
);

/**
 * Values: destination, channel, owner, position (`null`: as it was), attempts, failing since, next attempt, reason, given
 * up at, and the messages that were given up as a JSON array of arrays, each position, id, channel, event, data, not_to,
 * created_at, attempts.
 */
export const SETTLE_DELIVERY: Statement<{ readonly settled: boolean }> = statement(
  'push_settle',
  `WITH settled AS (
     UPDATE push_cursor
     SET position = coalesce($4::bigint, position), attempts = $5, failing_since = $6::timestamptz,
       next_attempt_at = $7::timestamptz, lease_owner = NULL, lease_until = 'epoch'
     WHERE destination_id = $1 AND channel = $2 AND lease_owner = $3
     RETURNING destination_id
   ), given_up AS (
     INSERT INTO push_dead_letter
       (destination_id, position, message_id, channel, event, data, not_to, created_at, attempts, reason, given_up_at)
     SELECT destination_id, (m->>0)::bigint, m->>1, m->>2, m->>3, m->>4, m->>5, (m->>6)::timestamptz, (m->>7)::integer,
       $8, $9::timestamptz
     FROM settled CROSS JOIN json_array_elements($10::json) WITH ORDINALITY AS message (m, number)
     ORDER BY number
   )
   SELECT EXISTS (SELECT FROM settled) AS settled`,
);

/** Values: limit, before. */
export const DEAD_LETTERS: Statement<StoredDeadLetter> = statement(
  'push_dead_letters',
  `SELECT ${DEAD_LETTER} FROM push_dead_letter WHERE id < $2 ORDER BY id DESC LIMIT $1`,
);

/** Values: id. */
export const FIND_DEAD_LETTER: Statement<StoredDeadLetter> = statement(
  'push_dead_letter_find',
  `SELECT ${DEAD_LETTER} FROM push_dead_letter WHERE id = $1`,
);

/** Values: id. */
export const REMOVE_DEAD_LETTER: Statement<{ readonly id: number }> = statement(
  'push_dead_letter_remove',
  'DELETE FROM push_dead_letter WHERE id = $1 RETURNING id',
);
