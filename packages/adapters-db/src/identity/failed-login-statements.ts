import { statement, type Statement } from '../database/statement.ts';

/** Values: keys. Moments are in milliseconds. */
export const FAILURES_OF_KEYS: Statement<{ readonly key: string; readonly attempts: readonly number[] }> = statement(
  'failed_login_find',
  `SELECT key, ARRAY(SELECT (extract(epoch FROM attempt) * 1000)::float8 FROM unnest(attempts) AS attempt) AS attempts
   FROM failed_login WHERE key = ANY ($1::text[])`,
);

/**
 * Values: keys, failures, windows in seconds, moment. Gives the keys that are within their limit and were counted.
 * A key keeps as many moments as its limit has failures: whether the limit is reached depends on no more than those.
 * The keys are in order, so that two calls never wait for each other.
 */
export const COUNT_FAILURES: Statement<{ readonly key: string }> = statement(
  'failed_login_count',
  `WITH wanted AS (
     SELECT key, failures, make_interval(secs => seconds) AS length
     FROM unnest($1::text[], $2::integer[], $3::float8[]) AS wanted (key, failures, seconds)
   )
   INSERT INTO failed_login AS f (key, attempts, last_attempt_at)
   SELECT key, ARRAY[$4::timestamptz(3)], $4::timestamptz(3) FROM wanted WHERE failures > 0 ORDER BY key
   ON CONFLICT (key) DO UPDATE SET
     attempts = ARRAY(
       SELECT attempt FROM unnest(f.attempts || excluded.attempts) AS attempt
       ORDER BY attempt DESC LIMIT (SELECT failures FROM wanted WHERE wanted.key = f.key)
     ),
     last_attempt_at = greatest(f.last_attempt_at, excluded.last_attempt_at)
   WHERE (
     SELECT count(*) FILTER (WHERE attempt > excluded.last_attempt_at - wanted.length) < min(wanted.failures)
     FROM wanted LEFT JOIN unnest(f.attempts) AS attempt ON true
     WHERE wanted.key = f.key
   )
   RETURNING key`,
);

/** Values: moment. */
export const PURGE_FAILURES: Statement<{ readonly purged: number }> = statement(
  'failed_login_purge',
  `WITH purged AS (DELETE FROM failed_login WHERE last_attempt_at < $1::timestamptz RETURNING key)
   SELECT count(*) AS purged FROM purged`,
);
