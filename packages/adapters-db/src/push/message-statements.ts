import { statement, type Statement } from '../database/statement.ts';

/** A message as the statements give it. */
export interface StoredMessage {
  readonly position: number;
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  readonly data: string;
  readonly not_to: string | null;
  readonly created_at: Date;
}

const COLUMNS = 'id, channel, event, data, not_to, created_at';

/** Values: a JSON array of arrays, each id, channel, event, data, not_to, created_at. Their order is that of the array. */
export const APPEND_MESSAGES: Statement<never> = statement(
  'push_append',
  `INSERT INTO push_outbox (${COLUMNS})
   SELECT m->>0, m->>1, m->>2, m->>3, m->>4, (m->>5)::timestamptz
   FROM json_array_elements($1::json) WITH ORDINALITY AS message (m, number)
   ORDER BY number`,
);

/** Whoever holds the row alone gives positions. */
export const LOCK_HEAD: Statement<{ readonly position: number }> = statement(
  'push_head_lock',
  'SELECT position FROM push_head WHERE id = 1 FOR UPDATE',
);

/** Values: limit, latest position. Only for who holds the lock of the head, in a statement that comes after it. */
export const NUMBER_MESSAGES: Statement<StoredMessage> = statement(
  'push_number',
  `WITH taken AS (
     DELETE FROM push_outbox
     WHERE sequence IN (SELECT sequence FROM push_outbox ORDER BY sequence LIMIT $1)
     RETURNING sequence, ${COLUMNS}
   ), numbered AS (
     INSERT INTO push_log (position, ${COLUMNS})
     SELECT $2::bigint + row_number() OVER (ORDER BY sequence), ${COLUMNS} FROM taken
     RETURNING position, ${COLUMNS}
   ), reached AS (
     INSERT INTO push_channel (name, position)
     SELECT channel, max(position) FROM numbered GROUP BY channel ORDER BY channel
     ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position
   ), advanced AS (
     UPDATE push_head SET position = position + (SELECT count(*) FROM taken)
     WHERE id = 1 AND EXISTS (SELECT FROM taken)
   )
   SELECT position, ${COLUMNS} FROM numbered ORDER BY position`,
);

/** Values: position, limit. */
export const MESSAGES_AFTER: Statement<StoredMessage> = statement(
  'push_after',
  `SELECT position, ${COLUMNS} FROM push_log WHERE position > $1 ORDER BY position LIMIT $2`,
);

/**
 * Values: position, limit, channels. Of each channel no more is read than is asked for. The channel is compared by its
 * order, so that the index by channel is the one that gives the order; the log itself may hold much of others.
 */
export const MESSAGES_OF_CHANNELS_AFTER: Statement<StoredMessage> = statement(
  'push_after_of_channels',
  `SELECT message.* FROM unnest($3::text[]) AS wanted (name)
   CROSS JOIN LATERAL (
     SELECT position, ${COLUMNS} FROM push_log
     WHERE (channel, position) > (wanted.name, $1::bigint) AND channel <= wanted.name
     ORDER BY channel, position LIMIT $2
   ) AS message
   ORDER BY position LIMIT $2`,
);

export const LOG_BOUNDS: Statement<{ readonly oldest: number; readonly latest: number; readonly waiting: boolean }> =
  statement(
    'push_bounds',
    `SELECT head.position AS latest, coalesce((SELECT min(position) FROM push_log), head.position + 1) AS oldest,
       EXISTS (SELECT FROM push_outbox) AS waiting
     FROM push_head AS head WHERE id = 1`,
  );

/**
 * Values: created before, waited for since. From the oldest on up to the first that is too young or that somebody waits
 * for. A channel without messages is forgotten too.
 */
export const PURGE_MESSAGES: Statement<{ readonly purged: number }> = statement(
  'push_purge',
  `WITH kept AS (
     SELECT least(
       (SELECT position FROM push_log WHERE created_at >= $1::timestamptz ORDER BY position LIMIT 1),
       (SELECT min(waited.position)
        FROM push_channel AS reached
        JOIN push_cursor AS cursor ON cursor.channel = reached.name AND cursor.position < reached.position
        CROSS JOIN LATERAL (
          SELECT position FROM push_log
          WHERE (channel, push_log.position) > (cursor.channel, cursor.position) AND channel <= cursor.channel
            AND created_at >= $2::timestamptz
          ORDER BY channel, position LIMIT 1
        ) AS waited),
       (SELECT position + 1 FROM push_head WHERE id = 1)
     ) AS position
   ), purged AS (
     DELETE FROM push_log WHERE position < (SELECT position FROM kept) RETURNING position
   ), emptied AS (
     DELETE FROM push_channel WHERE position < (SELECT position FROM kept)
   )
   SELECT count(*) AS purged FROM purged`,
);

/** Tells servers that messages wait; only where this one has nobody who numbers them. */
export const TELL_APPENDED: Statement<never> = statement(
  'push_tell_appended',
  `SELECT pg_notify('quintet_push_appended', '')`,
);

/** Values: payloads, which are told in their order. */
export const TELL_SERVERS: Statement<never> = statement(
  'push_tell_servers',
  `SELECT pg_notify('quintet_push_bus', payload) FROM unnest($1::text[]) AS told (payload)`,
);
