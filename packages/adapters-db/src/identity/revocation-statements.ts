import { statement, type Statement } from '../database/statement.ts';

/** Values: token, expiry. */
export const REVOKE_TOKEN: Statement<never> = statement(
  'token_revoke',
  'INSERT INTO token_revocation (token_id, expires_at) VALUES ($1, $2::timestamptz) ON CONFLICT (token_id) DO NOTHING',
);

/** Values: token, account, generation of the token. */
export const IS_REVOKED: Statement<{ readonly revoked: boolean }> = statement(
  'token_is_revoked',
  `SELECT EXISTS (SELECT FROM token_revocation WHERE token_id = $1)
     OR EXISTS (
       SELECT FROM account
       WHERE id = $2 AND generation > $3::integer AND exempt_token IS DISTINCT FROM $1
     ) AS revoked`,
);

/** Values: moment. */
export const PURGE_REVOCATIONS: Statement<{ readonly purged: number }> = statement(
  'token_revocation_purge',
  `WITH purged AS (DELETE FROM token_revocation WHERE expires_at < $1::timestamptz RETURNING token_id)
   SELECT count(*) AS purged FROM purged`,
);

/** Every token that was revoked by itself. */
export const ALL_REVOKED_TOKENS: Statement<{ readonly token_id: string; readonly expires_at: Date }> = statement(
  'token_revocation_all',
  'SELECT token_id, expires_at FROM token_revocation',
);

/** Every account whose generation is higher than 0. */
export const ALL_GENERATIONS: Statement<{
  readonly id: number;
  readonly generation: number;
  readonly exempt_token: string | null;
}> = statement('account_generations', 'SELECT id, generation, exempt_token FROM account WHERE generation > 0');
