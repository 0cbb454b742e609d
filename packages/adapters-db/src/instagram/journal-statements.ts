import type { ActionKind, ActionOutcome, JournalAction, JournalEntry, SkipReason } from '@quintet/core';
import { statement, type Statement } from '../database/statement.ts';
import { HELD } from './instagram-statements.ts';

/**
 * Values: key of the user name, the beginning of the window, limits of likes, comments, follows, unfollows and
 * altogether. Gives for each kind, and `total`, the last moment, and the one that must leave the window before one more
 * action fits in.
 */
export const PACE: Statement<{
  readonly kind: ActionKind | 'total';
  readonly last: Date | null;
  readonly filled: Date | null;
}> = statement(
  'instagram_pace',
  `SELECT k.kind,
     (
       SELECT at FROM instagram_pace WHERE username_key = $1 AND action = k.kind ORDER BY at DESC LIMIT 1
     ) AS last,
     (
       SELECT at FROM instagram_pace WHERE username_key = $1 AND action = k.kind AND at >= $2::timestamptz
       ORDER BY at DESC OFFSET greatest(k.most - 1, 0) LIMIT 1
     ) AS filled
   FROM (
     VALUES ('like', $3::bigint), ('comment', $4::bigint), ('follow', $5::bigint), ('unfollow', $6::bigint)
   ) AS k (kind, most)
   UNION ALL
   SELECT 'total', NULL,
     (
       SELECT at FROM instagram_pace WHERE username_key = $1 AND at >= $2::timestamptz
       ORDER BY at DESC OFFSET greatest($7::bigint - 1, 0) LIMIT 1
     )`,
);

/**
 * Values: account, key of its user name, channel, action, target, idempotency key, moment, until when it may be on its
 * way, the beginning of the window, limits of the kind and altogether, the latest moment that the last action of the
 * kind may have, the moment before which no account's pace reaches. The account and its pace are held already.
 */
export const RECORD_ACTION: Statement<{
  readonly at_work: boolean;
  readonly in_pace: boolean;
  readonly id: number | null;
}> = statement(
  'instagram_journal_record',
  `WITH pace AS (
     SELECT (SELECT count(*) FROM instagram_pace
         WHERE username_key = $2 AND action = $4 AND at >= $9::timestamptz) < $10::bigint
       AND (SELECT count(*) FROM instagram_pace
         WHERE username_key = $2 AND at >= $9::timestamptz) < $11::bigint
       AND NOT EXISTS (SELECT FROM instagram_pace
         WHERE username_key = $2 AND action = $4 AND at > $12::timestamptz) AS kept
   ), channel AS (
     SELECT id FROM instagram_channel WHERE id = $3 AND instagram_id = $1 AND state <> 'stop'
   ), taken AS (
     DELETE FROM instagram_target AS t USING channel, pace
     WHERE t.channel_id = channel.id AND t.target = $5 AND pace.kept
     RETURNING t.channel_id
   ), recorded AS (
     INSERT INTO instagram_journal
       (instagram_id, channel_id, at, kind, target, action, key, outcome, busy_until)
     SELECT $1, channel_id, $7::timestamptz, 'action', $5, $4, $6, 'unknown', $8::timestamptz FROM taken
     ON CONFLICT DO NOTHING
     RETURNING id
   ), paced AS (
     INSERT INTO instagram_pace (id, username_key, action, at) SELECT id, $2, $4, $8::timestamptz FROM recorded
   ), forgotten AS (
     DELETE FROM instagram_pace WHERE username_key = $2 AND at < $13::timestamptz
   ), counted AS (
     UPDATE instagram_channel AS c SET targets_count = c.targets_count - 1, served_at = $7::timestamptz
     FROM recorded WHERE c.id = $3
   )
   SELECT EXISTS (SELECT FROM channel) AS at_work, pace.kept AS in_pace, (SELECT id FROM recorded) AS id FROM pace`,
);

/** Values: entry, outcome, failure, moment. */
export const FINISH_ACTION: Statement<{ readonly id: number }> = statement(
  'instagram_journal_finish',
  `WITH ended AS (
     UPDATE instagram_journal SET outcome = $2, failure = $3 WHERE id = $1 AND outcome = 'unknown'
     RETURNING id, channel_id
   ), paced AS (
     UPDATE instagram_pace AS p SET at = $4::timestamptz FROM ended WHERE p.id = ended.id
   )
   UPDATE instagram_channel AS c SET leads_count = c.leads_count + 1
   FROM ended WHERE c.id = ended.channel_id AND $2 = 'done'
   RETURNING c.id`,
);

/** An entry as the statements give it. */
export interface StoredEntry {
  readonly id: number;
  readonly channel_id: number;
  readonly at: Date;
  readonly kind: JournalEntry['kind'];
  readonly amount: number | null;
  readonly target: string | null;
  readonly action: ActionKind | null;
  readonly reason: SkipReason | null;
  readonly key: string | null;
  readonly outcome: ActionOutcome | null;
  readonly failure: JournalAction['failure'];
}

/** Values: account, the number to go on after, limit. */
export const STRETCH_OF_JOURNAL: Statement<StoredEntry> = statement(
  'instagram_journal_stretch',
  `SELECT id, channel_id, at, kind, amount, target, action, reason, key, outcome, failure
   FROM instagram_journal WHERE instagram_id = $1 AND id > $2::bigint ORDER BY id LIMIT $3::bigint`,
);

/** Values: account, the beginning of the first day. */
export const DAYS_OF_JOURNAL: Statement<{
  readonly channel_id: number;
  readonly day: string;
  readonly attempted: number;
  readonly done: number;
  readonly failed: number;
  readonly gained: number;
}> = statement(
  'instagram_journal_days',
  `SELECT j.channel_id, to_char(j.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS attempted,
     count(*) FILTER (WHERE j.outcome = 'done')::int AS done,
     count(*) FILTER (WHERE j.outcome = 'failed')::int AS failed,
     count(*) FILTER (WHERE j.gained)::int AS gained
   FROM instagram_channel AS c
   JOIN instagram_journal AS j ON j.channel_id = c.id AND j.kind = 'action' AND j.at >= $2::timestamptz
   WHERE c.instagram_id = $1
   GROUP BY 1, 2 ORDER BY 1, 2`,
);

/** Values: account, fence, number of the scan, followers. Gives a row if the lease was one. */
export const MARK_LEADS: Statement<{ readonly id: number }> = statement(
  'instagram_leads_mark',
  `WITH ${HELD}, marked AS (
     UPDATE instagram_journal AS j SET scan = $3::bigint, gained = true
     FROM held, unnest($4::text[]) AS f (target)
     WHERE j.instagram_id = held.id AND j.target = f.target AND j.outcome = 'done'
   )
   SELECT id FROM held`,
);

/** Values: account, fence, number of the scan, moment. Gives a row if the lease was one. */
export const COUNT_LEADS: Statement<{ readonly id: number }> = statement(
  'instagram_leads_count',
  `WITH ${HELD}, counted AS (
     SELECT c.id, c.followers_count AS before, (
         SELECT count(*) FROM instagram_journal AS j
         WHERE j.channel_id = c.id AND j.kind = 'action' AND j.outcome = 'done' AND j.scan = $3::bigint
       )::int AS amount
     FROM instagram_channel AS c, held WHERE c.instagram_id = held.id
   ), noted AS (
     INSERT INTO instagram_journal (instagram_id, channel_id, at, kind, amount)
     SELECT $1, id, $4::timestamptz, 'counted', amount FROM counted WHERE amount <> before ORDER BY id
   ), changed AS (
     UPDATE instagram_channel AS c SET followers_count = counted.amount
     FROM counted WHERE c.id = counted.id AND counted.amount <> counted.before
   )
   SELECT id FROM held`,
);
