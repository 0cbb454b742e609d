import type { ExternalSubjectRepository } from '@quintet/core';
import { err, ok } from 'neverthrow';
import { statement, type Statement } from '../database/statement.ts';
import type { Store } from '../database/store.ts';

/** Values: issuer, subject. */
const FIND: Statement<{ readonly account_id: number }> = statement(
  'external_subject_find',
  'SELECT account_id FROM external_subject WHERE issuer = $1 AND subject = $2',
);

/** Values: issuer, subject, account. Gives no row where the subject is linked. */
const LINK: Statement<object> = statement(
  'external_subject_link',
  `INSERT INTO external_subject (issuer, subject, account_id) VALUES ($1, $2, $3)
   ON CONFLICT DO NOTHING
   RETURNING account_id`,
);

/** Accounts of external subjects in the database. */
export function databaseExternalSubjects(store: Store): ExternalSubjectRepository {
  return {
    find: ({ issuer, subject }) =>
      store
        .read(FIND, [issuer, subject])
        .andThen(([row]) => (row === undefined ? err({ kind: 'subject-unknown' as const }) : ok(row.account_id))),

    link: ({ issuer, subject }, accountId, transaction) =>
      store
        .write(LINK, [issuer, subject, accountId], transaction)
        .andThen(([row]) => (row === undefined ? err({ kind: 'subject-linked' as const }) : ok(undefined))),
  };
}
