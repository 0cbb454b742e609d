import { statement, type Statement } from '../database/statement.ts';

/** A ticket as the statements give it. */
export interface StoredTicket {
  readonly id: string;
  readonly description: string;
  readonly location: string;
  readonly contact: string;
  readonly owner_id: number;
  readonly created_at: Date;
  readonly opened_at: Date;
  readonly expires_at: Date;
  readonly expired_at: Date | null;
  readonly claimed_by: number | null;
  readonly claimed_at: Date | null;
  readonly closed_at: Date | null;
  readonly version: number;
}

const COLUMNS = `t.id, t.description, t.location, t.contact, t.owner_id, t.created_at, t.opened_at, t.expires_at,
  t.expired_at, t.claimed_by, t.claimed_at, t.closed_at, t.version`;

/** What nobody has claimed or closed, and whose expiry was not told; its time may be over. */
const UNTOUCHED = 't.claimed_by IS NULL AND t.closed_at IS NULL AND t.expired_at IS NULL';

/** Stores messages in their order, as `push_append` does, for every row of a part of the statement. */
function told(cause: string, messages: string): string {
  return `
     INSERT INTO push_outbox (id, channel, event, data, not_to, created_at)
     SELECT m->>0, m->>1, m->>2, m->>3, m->>4, (m->>5)::timestamptz
     FROM ${cause}, json_array_elements(${messages}::json) WITH ORDINALITY AS message (m, number)
     ORDER BY number`;
}

/**
 * Values: id, description, location, contact, search key, owner, created, expires, messages as JSON. No row: the owner
 * is no account.
 */
export const ADD_TICKET: Statement<{ readonly id: string }> = statement(
  'ticket_add',
  `WITH added AS (
     INSERT INTO ticket (
       id, description, location, contact, search_key, owner_id, created_at, opened_at, expires_at, version
     )
     SELECT $1, $2, $3, $4, $5, a.id, $7::timestamptz, $7::timestamptz, $8::timestamptz, 1
     FROM account AS a WHERE a.id = $6
     RETURNING id
   ), told AS (${told('added', '$9')}
   )
   SELECT id FROM added`,
);

/** Values: id. */
export const FIND_TICKET: Statement<StoredTicket> = statement(
  'ticket_find',
  `SELECT ${COLUMNS} FROM ticket AS t WHERE t.id = $1`,
);

const CHANGE = `
  UPDATE ticket SET
    opened_at = $3::timestamptz, expires_at = $4::timestamptz, expired_at = $5::timestamptz, claimed_by = $6,
    claimed_at = $7::timestamptz, closed_at = $8::timestamptz, version = version + 1
  WHERE id = $1 AND version = $2
  RETURNING id`;

/**
 * Values: id, the version expected, opened, expires, expired, claimed by, claimed, closed, messages as JSON. No row: the
 * ticket is in another version by now.
 */
export const SAVE_TICKET: Statement<{ readonly id: string }> = statement(
  'ticket_save',
  `WITH saved AS (${CHANGE}
   ), told AS (${told('saved', '$9')}
   )
   SELECT id FROM saved`,
);

/** Likewise, and notes the round that ends: its opening, claim and closing are the last values. */
export const REOPEN_TICKET: Statement<{ readonly id: string }> = statement(
  'ticket_reopen',
  `WITH saved AS (${CHANGE}
   ), ended AS (
     INSERT INTO ticket_round (ticket_id, opened_at, claimed_at, closed_at)
     SELECT id, $10::timestamptz, $11::timestamptz, $12::timestamptz FROM saved
   ), told AS (${told('saved', '$9')}
   )
   SELECT id FROM saved`,
);

/** Values: moment. Which tickets are open, and in which version: what else they say is read once. */
export const TICKET_QUEUE: Statement<Pick<StoredTicket, 'id' | 'version'>> = statement(
  'ticket_queue',
  `SELECT t.id, t.version FROM ticket AS t
   WHERE ${UNTOUCHED} AND t.expires_at > $1::timestamptz
   ORDER BY t.created_at, t.id`,
);

/** Values: moment, ids. Those that are still open. */
export const OPEN_TICKETS: Statement<StoredTicket> = statement(
  'ticket_open',
  `SELECT ${COLUMNS} FROM ticket AS t
   WHERE t.id = ANY ($2::text[]) AND ${UNTOUCHED} AND t.expires_at > $1::timestamptz`,
);

/** Values: owner. */
export const TICKETS_OF_OWNER: Statement<StoredTicket> = statement(
  'ticket_of_owner',
  `SELECT ${COLUMNS} FROM ticket AS t WHERE t.owner_id = $1 ORDER BY t.created_at DESC, t.id DESC`,
);

/** Values: mentor. */
export const TICKETS_OF_MENTOR: Statement<StoredTicket> = statement(
  'ticket_of_mentor',
  `SELECT ${COLUMNS} FROM ticket AS t WHERE t.claimed_by = $1 AND t.closed_at IS NULL ORDER BY t.created_at, t.id`,
);

/**
 * Values: moment, limit. Waits for whoever is changing one of them, rather than pass it by: their change may come to
 * nothing, and its timer goes off once. Two that expire tickets take the locks in one order.
 */
export const EXPIRE_TICKETS: Statement<StoredTicket> = statement(
  'ticket_expire',
  `WITH due AS MATERIALIZED (
     SELECT t.id FROM ticket AS t
     WHERE ${UNTOUCHED} AND t.expires_at <= $1::timestamptz
     ORDER BY t.created_at, t.id
     LIMIT $2
     FOR NO KEY UPDATE
   ), expired AS (
     UPDATE ticket AS t SET expired_at = $1::timestamptz, version = t.version + 1
     FROM due
     WHERE t.id = due.id AND ${UNTOUCHED} AND t.expires_at <= $1::timestamptz
     RETURNING t.*
   )
   SELECT ${COLUMNS} FROM expired AS t ORDER BY t.created_at, t.id`,
);

/** A ticket of a page, or the end of one without any, with how many there are on all pages together. */
export type PagedTicket = { readonly total: number } & (
  | ({ readonly id: string; readonly owner_name: string; readonly mentor_name: string | null } & StoredTicket)
  | { readonly id: null }
);

/** Values: moment, state or `null`, text or `null`, limit, offset. */
export const PAGE_OF_TICKETS: Statement<PagedTicket> = statement(
  'ticket_page',
  `WITH found AS MATERIALIZED (
     SELECT t.id FROM ticket AS t
     WHERE ($3::text IS NULL OR strpos(t.search_key, $3) > 0)
       AND ($2::text IS NULL OR $2 = CASE
         WHEN t.closed_at IS NOT NULL THEN 'closed'
         WHEN t.claimed_by IS NOT NULL THEN 'in_progress'
         WHEN t.expired_at IS NOT NULL OR t.expires_at <= $1::timestamptz THEN 'expired'
         ELSE 'open'
       END)
     ORDER BY t.id DESC
   ), page AS (
     SELECT id FROM found ORDER BY id DESC LIMIT $4 OFFSET $5
   )
   SELECT counted.total, ${COLUMNS}, owner.display_name AS owner_name, mentor.display_name AS mentor_name
   FROM (SELECT count(*) AS total FROM found) AS counted
   LEFT JOIN page ON true
   LEFT JOIN ticket AS t ON t.id = page.id
   LEFT JOIN account AS owner ON owner.id = t.owner_id
   LEFT JOIN account AS mentor ON mentor.id = t.claimed_by
   ORDER BY t.id DESC`,
);

/** An hour, or with `hour: null` all of them; or, with `kind: 'queue'`, how the queue is. */
export interface StatisticsRow {
  readonly kind: 'hour' | 'overall' | 'queue';
  readonly hour: Date | null;
  readonly opened: number;
  readonly claimed: number;
  readonly closed: number;
  readonly median_to_claim: number | null;
  readonly p90_to_claim: number | null;
  readonly median_to_close: number | null;
  readonly p90_to_close: number | null;
}

/** Values: since, moment. In the queue's row `opened` is how many are open, `median_to_claim` the longest wait. */
export const TICKET_STATISTICS: Statement<StatisticsRow> = statement(
  'ticket_statistics',
  `WITH round AS (
     SELECT opened_at, claimed_at, closed_at FROM ticket
     UNION ALL
     SELECT opened_at, claimed_at, closed_at FROM ticket_round
   ), happened AS (
     SELECT e.kind, e.at, extract(epoch FROM e.at - r.opened_at)::double precision AS waited
     FROM round AS r, LATERAL (
       VALUES ('opened', r.opened_at), ('claimed', r.claimed_at), ('closed', r.closed_at)
     ) AS e (kind, at)
     WHERE e.at >= $1::timestamptz
   ), counted AS (
     SELECT GROUPING(h.hour) = 1 AS overall, h.hour,
       count(*) FILTER (WHERE kind = 'opened') AS opened,
       count(*) FILTER (WHERE kind = 'claimed') AS claimed,
       count(*) FILTER (WHERE kind = 'closed') AS closed,
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY waited) FILTER (WHERE kind = 'claimed') AS to_claim,
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY waited) FILTER (WHERE kind = 'closed') AS to_close
     FROM (
       SELECT kind, waited, date_bin('1 hour', at, TIMESTAMPTZ '1970-01-01 00:00:00Z') AS hour FROM happened
     ) AS h
     GROUP BY GROUPING SETS ((h.hour), ())
   )
   SELECT CASE WHEN overall THEN 'overall' ELSE 'hour' END AS kind, hour, opened, claimed, closed,
     to_claim[1] AS median_to_claim, to_claim[2] AS p90_to_claim,
     to_close[1] AS median_to_close, to_close[2] AS p90_to_close
   FROM counted
   UNION ALL
   SELECT 'queue', NULL, count(*), 0, 0,
     extract(epoch FROM $2::timestamptz - min(t.opened_at))::double precision, NULL, NULL, NULL
   FROM ticket AS t WHERE ${UNTOUCHED} AND t.expires_at > $2::timestamptz
   ORDER BY hour`,
);
