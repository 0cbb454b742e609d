import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';

/** A row of `account`. */
export class AccountRow {
  declare id: number;
  declare username: string;
  /** The core's `usernameKey` of the username. */
  declare usernameKey: string;
  declare displayName: string;
  declare passwordHash: string;
  declare roles: string[];
  declare generation: number;
  /** The one token of an earlier generation that goes on. */
  declare exemptToken: string | null;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** How {@link AccountRow} is mapped. */
export const accountSchema: EntitySchema<AccountRow> = defineEntity({
  class: AccountRow,
  tableName: 'account',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    username: p.text(),
    usernameKey: p.text().unique('account_username_key_key'),
    displayName: p.text(),
    passwordHash: p.text(),
    roles: p.array().columnType('text[]'),
    generation: p.integer().default(0),
    exemptToken: p.text().nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A row of `token_revocation`: a token that was logged out. */
export class TokenRevocationRow {
  declare tokenId: string;
  declare expiresAt: Date;
}

/** How {@link TokenRevocationRow} is mapped. */
export const tokenRevocationSchema: EntitySchema<TokenRevocationRow> = defineEntity({
  class: TokenRevocationRow,
  tableName: 'token_revocation',
  properties: {
    tokenId: p.text().primary(),
    expiresAt: p.datetime(3).index('token_revocation_expires_at_idx'),
  },
});

/** A row of `failed_login`: the latest failures of one key. */
export class FailedLoginRow {
  declare key: string;
  declare attempts: string[];
  declare lastAttemptAt: Date;
}

/** How {@link FailedLoginRow} is mapped. */
export const failedLoginSchema: EntitySchema<FailedLoginRow> = defineEntity({
  class: FailedLoginRow,
  tableName: 'failed_login',
  properties: {
    key: p.text().primary(),
    attempts: p.array().columnType('timestamptz(3)[]'),
    lastAttemptAt: p.datetime(3).index('failed_login_last_attempt_at_idx'),
  },
});

/** A row of `external_subject`: whose account it is at the external issuer. */
export class ExternalSubjectRow {
  declare issuer: string;
  declare subject: string;
  declare account: AccountRow;
}

/** How {@link ExternalSubjectRow} is mapped. */
export const externalSubjectSchema: EntitySchema<ExternalSubjectRow> = defineEntity({
  class: ExternalSubjectRow,
  tableName: 'external_subject',
  properties: {
    issuer: p.text().primary(),
    subject: p.text().primary(),
    account: () =>
      p.manyToOne(AccountRow).fieldName('account_id').deleteRule('cascade').index('external_subject_account_id_idx'),
  },
});
