import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** A row of `bucket_owner`: how many buckets an account has. */
export class BucketOwnerRow {
  declare account: AccountRow;
  declare bucketCount: number;
}

/** How {@link BucketOwnerRow} is mapped. */
export const bucketOwnerSchema: EntitySchema<BucketOwnerRow> = defineEntity({
  class: BucketOwnerRow,
  tableName: 'bucket_owner',
  properties: {
    account: () => p.oneToOne(AccountRow).primary().owner().fieldName('account_id').deleteRule('cascade'),
    bucketCount: p.bigint('number'),
  },
});

/** A row of `bucket`. */
export class BucketRow {
  declare id: number;
  declare owner: AccountRow;
  declare name: string;
  /** The name in the form that searches look at: see `searchable`. */
  declare nameKey: string;
  /** How many items it has. */
  declare itemCount: number;
  declare createdAt: Date;
  declare modifiedAt: Date;
}

/** How {@link BucketRow} is mapped. */
export const bucketSchema: EntitySchema<BucketRow> = defineEntity({
  class: BucketRow,
  tableName: 'bucket',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    owner: () => p.manyToOne(AccountRow).fieldName('owner_id').deleteRule('cascade'),
    name: p.text(),
    nameKey: p.text(),
    itemCount: p.bigint('number').default(0),
    createdAt: p.datetime(3),
    modifiedAt: p.datetime(3),
  },
});

/** A row of `item`. */
export class ItemRow {
  declare id: number;
  declare bucket: BucketRow;
  declare name: string;
  /** The name in the form that searches look at: see `searchable`. */
  declare nameKey: string;
  declare description: string | null;
  declare createdAt: Date;
  declare modifiedAt: Date;
}

/** How {@link ItemRow} is mapped. */
export const itemSchema: EntitySchema<ItemRow> = defineEntity({
  class: ItemRow,
  tableName: 'item',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    bucket: () => p.manyToOne(BucketRow).fieldName('bucket_id').deleteRule('cascade'),
    name: p.text(),
    nameKey: p.text(),
    description: p.text().nullable(),
    createdAt: p.datetime(3),
    modifiedAt: p.datetime(3),
  },
});
