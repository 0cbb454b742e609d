import { types, type Pool } from 'pg';

/** A row of `bucket`. */
export interface BucketRow {
  readonly id: number;
  readonly name: string;
  readonly created_at: Date;
  readonly modified_at: Date;
}

/** A row of `item`. */
export interface ItemRow extends BucketRow {
  readonly bucket_id: number;
  readonly description: string | null;
}

const PAGE_SIZE = 10;

// bigint, which no number here exceeds
types.setTypeParser(types.builtins.INT8, Number);

export async function bucketsOf(pool: Pool, owner: number, page: number): Promise<readonly BucketRow[]> {
  const { rows } = await pool.query<BucketRow>({
    name: 'page of buckets',
    text: 'select id, name, created_at, modified_at from bucket where owner_id = $1 order by id limit $2 offset $3',
    values: [owner, PAGE_SIZE, (page - 1) * PAGE_SIZE],
  });
  return rows;
}

export async function countBuckets(pool: Pool, owner: number): Promise<number> {
  const { rows } = await pool.query<{ readonly count: number }>({
    name: 'count of buckets',
    text: 'select bucket_count as count from bucket_owner where account_id = $1',
    values: [owner],
  });
  return rows[0]?.count ?? 0;
}

export async function addBucket(pool: Pool, owner: number, name: string, now: Date): Promise<number> {
  const { rows } = await pool.query<{ readonly id: number }>({
    name: 'add a bucket',
    text: `with counted as (
             insert into bucket_owner as o (account_id, bucket_count) values ($1, 1)
             on conflict (account_id) do update set bucket_count = o.bucket_count + 1
           )
           insert into bucket (owner_id, name, name_key, created_at, modified_at) values ($1, $2, $3, $4, $4)
           returning id`,
    values: [owner, name, name.toLowerCase(), now],
  });
  return rows[0]?.id ?? 0;
}

export async function itemsOf(pool: Pool, bucket: number, search: string, page: number): Promise<readonly ItemRow[]> {
  const { rows } = await pool.query<ItemRow>({
    name: 'page of items',
    text: `select id, bucket_id, name, description, created_at, modified_at from item
           where bucket_id = $1 and name_key like $2 order by id desc limit $3 offset $4`,
    values: [bucket, pattern(search), PAGE_SIZE, (page - 1) * PAGE_SIZE],
  });
  return rows;
}

/** How many items are found; `undefined` where the owner has no such bucket. */
export async function countItems(
  pool: Pool,
  owner: number,
  bucket: number,
  search: string,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ readonly count: number }>({
    name: 'count of items',
    text: `select (select count(*) from item where bucket_id = $1 and name_key like $3) as count
           from bucket where id = $1 and owner_id = $2`,
    values: [bucket, owner, pattern(search)],
  });
  return rows[0]?.count;
}

function pattern(search: string): string {
  return `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
