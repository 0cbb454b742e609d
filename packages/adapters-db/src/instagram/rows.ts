import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** A row of `instagram`. */
export class InstagramRow {
  declare id: number;
  declare owner: AccountRow;
  declare username: string;
  /** What makes two user names the same: see `personKey`. */
  declare usernameKey: string;
  declare passwordKeyId: string;
  declare passwordSealed: string;
  declare info: object;
  declare state: string;
  declare trusted: boolean;
  declare hoursMin: number;
  declare hoursMax: number;
  declare speed: object;
  declare trouble: object | null;
  declare refreshedAt: Date;
  declare scanNumber: number | null;
  declare scanCursor: string | null;
  /** When there is something to do for it, or when the lease of whoever does it ends. */
  declare dueAt: Date;
  /** Rises whenever the right to run it is given or taken. */
  declare fence: number;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** How {@link InstagramRow} is mapped. */
export const instagramSchema: EntitySchema<InstagramRow> = defineEntity({
  class: InstagramRow,
  tableName: 'instagram',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    owner: () => p.manyToOne(AccountRow).fieldName('owner_id').deleteRule('cascade'),
    username: p.text(),
    usernameKey: p.text(),
    passwordKeyId: p.text(),
    passwordSealed: p.text(),
    info: p.json<object>(),
    state: p.text(),
    trusted: p.boolean(),
    hoursMin: p.smallint(),
    hoursMax: p.smallint(),
    speed: p.json<object>(),
    trouble: p.json<object>().nullable(),
    refreshedAt: p.datetime(3),
    scanNumber: p.bigint('number').nullable(),
    scanCursor: p.text().nullable(),
    dueAt: p.datetime(3),
    fence: p.bigint('number').default(0),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A row of `instagram_channel`. */
export class InstagramChannelRow {
  declare id: number;
  declare instagram: InstagramRow;
  declare action: string;
  declare target: string;
  declare value: string;
  declare comments: string[];
  declare state: string;
  declare leadsCount: number;
  declare targetsCount: number;
  declare followersCount: number;
  declare cursor: string | null;
  declare exhausted: boolean;
  declare servedAt: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** How {@link InstagramChannelRow} is mapped. */
export const instagramChannelSchema: EntitySchema<InstagramChannelRow> = defineEntity({
  class: InstagramChannelRow,
  tableName: 'instagram_channel',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    instagram: () => p.manyToOne(InstagramRow).fieldName('instagram_id').deleteRule('cascade'),
    action: p.text(),
    target: p.text(),
    value: p.text(),
    comments: p.array().columnType('text[]'),
    state: p.text(),
    leadsCount: p.integer().default(0),
    targetsCount: p.integer().default(0),
    followersCount: p.integer().default(0),
    cursor: p.text().nullable(),
    exhausted: p.boolean().default(false),
    servedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A row of `instagram_target`: somebody who waits in a channel's queue. */
export class InstagramTargetRow {
  declare id: number;
  declare channel: InstagramChannelRow;
  declare target: string;
}

/** How {@link InstagramTargetRow} is mapped. */
export const instagramTargetSchema: EntitySchema<InstagramTargetRow> = defineEntity({
  class: InstagramTargetRow,
  tableName: 'instagram_target',
  uniques: [{ name: 'instagram_target_channel_id_target_key', properties: ['channel', 'target'] }],
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    channel: () => p.manyToOne(InstagramChannelRow).fieldName('channel_id').deleteRule('cascade'),
    target: p.text(),
  },
});

/** A row of `instagram_journal`. */
export class InstagramJournalRow {
  declare id: number;
  declare instagramId: number;
  declare channel: InstagramChannelRow;
  declare at: Date;
  declare kind: string;
  declare amount: number | null;
  declare target: string | null;
  declare action: string | null;
  declare reason: string | null;
  declare key: string | null;
  declare outcome: string | null;
  declare failure: string | null;
  declare busyUntil: Date | null;
  /** The last scan of followers that met a lead. */
  declare scan: number;
  /** Some scan met it. */
  declare gained: boolean;
}

/** How {@link InstagramJournalRow} is mapped. */
export const instagramJournalSchema: EntitySchema<InstagramJournalRow> = defineEntity({
  class: InstagramJournalRow,
  tableName: 'instagram_journal',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    instagramId: p.bigint('number'),
    channel: () => p.manyToOne(InstagramChannelRow).fieldName('channel_id').deleteRule('cascade'),
    at: p.datetime(3),
    kind: p.text(),
    amount: p.integer().nullable(),
    target: p.text().nullable(),
    action: p.text().nullable(),
    reason: p.text().nullable(),
    key: p.text().nullable(),
    outcome: p.text().nullable(),
    failure: p.text().nullable(),
    busyUntil: p.datetime(3).nullable(),
    scan: p.bigint('number').default(0),
    gained: p.boolean().default(false),
  },
});

/** A row of `instagram_pace`: when an action of a user name took place. It has the number of its entry in the journal. */
export class InstagramPaceRow {
  declare id: number;
  declare usernameKey: string;
  declare action: string;
  declare at: Date;
}

/** How {@link InstagramPaceRow} is mapped. */
export const instagramPaceSchema: EntitySchema<InstagramPaceRow> = defineEntity({
  class: InstagramPaceRow,
  tableName: 'instagram_pace',
  properties: {
    id: p.bigint('number').primary().autoincrement(false),
    usernameKey: p.text(),
    action: p.text(),
    at: p.datetime(3),
  },
});
