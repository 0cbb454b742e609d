import type { Pool } from 'pg';
import { nameOf } from './words.ts';

/** Who has which accounts and buckets. */
export interface Population {
  /** The users who share what the others leave, about 90 buckets each. */
  readonly ordinary: readonly number[];
  /** The user with exactly 100 buckets. */
  readonly hundred: number;
  /** The user with 10,000 buckets. */
  readonly tenThousand: number;
  /** The bucket with 10,000 items. */
  readonly bigBucket: { readonly id: number; readonly owner: number };
}

export const USERS = 1000;
export const BUCKETS = 100_000;
export const ITEMS = 1_000_000;

const HUNDRED = 1;
const TEN_THOUSAND = 2;
const FIRST_ORDINARY = 3;
const BIG_BUCKET = 10;

/** The buckets' moments are a second apart, to the millisecond as the server writes them. */
const CREATED = `timestamptz '2026-01-01 00:00:00.007Z' + n * interval '1 second'`;

/** Every hundredth item is in the big bucket, the others are spread over all others. */
const BUCKET_OF_ITEM = `case when n % 100 = 0 then ${BIG_BUCKET}
  when n % ${BUCKETS - 1} < ${BIG_BUCKET - 1} then 1 + n % ${BUCKETS - 1}
  else 2 + n % ${BUCKETS - 1} end`;

/** Every tenth bucket is the big user's and one of a thousand the small one's: all lists grow at the same time. */
const OWNER_OF_BUCKET = `case when n % 10 = 0 then ${TEN_THOUSAND}
  when n % 1000 = 1 then ${HUNDRED}
  else ${FIRST_ORDINARY} + (n - n / 10) % ${USERS - FIRST_ORDINARY + 1} end`;

/** What a user is called. */
export function usernameOf(account: number): string {
  return `user${account}@example.com`;
}

/** Fills the tables of accounts and buckets, one statement a table; every number is the one that its place in the series gives. */
export async function populate(pool: Pool): Promise<Population> {
  await pool.query(
    `insert into account (username, username_key, display_name, password_hash, roles, created_at, updated_at)
     select name, name, name, '', '{}', now(), now() from unnest($1::text[]) with ordinality as users (name, n) order by n`,
    [Array.from({ length: USERS }, (_, index) => usernameOf(index + 1))],
  );
  await pool.query(
    `insert into bucket (owner_id, name, name_key, item_count, created_at, modified_at)
     select ${OWNER_OF_BUCKET}, ${nameOf('n')}, lower(${nameOf('n')}), coalesce(items, 0), ${CREATED}, ${CREATED}
     from generate_series(1, ${BUCKETS}) as n
     left join (
       select ${BUCKET_OF_ITEM} as bucket, count(*) as items from generate_series(1, ${ITEMS}) as n group by 1
     ) as counted on bucket = n
     order by n`,
  );
  await pool.query(
    'insert into bucket_owner (account_id, bucket_count) select owner_id, count(*) from bucket group by 1',
  );
  const number = '(n + n / 100)';
  await pool.query(
    `insert into item (bucket_id, name, name_key, description, created_at, modified_at)
     select ${BUCKET_OF_ITEM}, ${nameOf(number)}, lower(${nameOf(number)}),
            case when n % 2 = 0 then 'Before the end of the year, and with friends' end, ${CREATED}, ${CREATED}
     from generate_series(1, ${ITEMS}) as n order by n`,
  );
  return check(pool);
}

async function check(pool: Pool): Promise<Population> {
  const { rows } = await pool.query<{
    readonly hundred: number;
    readonly ten_thousand: number;
    readonly big: number;
    readonly last: number;
    readonly miscounted: number;
  }>(
    `select (select count(*)::int from bucket where owner_id = ${HUNDRED}) as hundred,
            (select count(*)::int from bucket where owner_id = ${TEN_THOUSAND}) as ten_thousand,
            (select count(*)::int from item where bucket_id = ${BIG_BUCKET}) as big,
            (select max(id)::int from bucket) as last,
            (select count(*)::int from bucket as b where id % 1000 < 11
              and item_count <> (select count(*) from item where bucket_id = b.id)) as miscounted`,
  );
  const counts = rows[0];
  const { hundred, ten_thousand: tenThousand, big, last, miscounted } = counts ?? {};
  if (hundred !== 100 || tenThousand !== 10_000 || big !== 10_000 || last !== BUCKETS || miscounted !== 0) {
    throw new Error(`the tables are not as they should be: ${JSON.stringify(counts)}`);
  }
  return {
    ordinary: Array.from({ length: USERS - FIRST_ORDINARY + 1 }, (_, index) => FIRST_ORDINARY + index),
    hundred: HUNDRED,
    tenThousand: TEN_THOUSAND,
    bigBucket: { id: BIG_BUCKET, owner: TEN_THOUSAND },
  };
}

/** Removes the buckets that a measurement made, and what they left in the tables' files. */
export async function restoreBuckets(pool: Pool): Promise<void> {
  await pool.query('delete from bucket where id > $1', [BUCKETS]);
  await pool.query(
    `update bucket_owner set bucket_count = counted from (select owner_id, count(*) as counted from bucket group by 1) as b
     where account_id = owner_id and bucket_count <> counted`,
  );
  await pool.query('vacuum (analyze) bucket, bucket_owner');
}

/** The buckets that requests made, and how many their owners have by the counters. */
export async function writtenBuckets(pool: Pool): Promise<string> {
  const { rows } = await pool.query(
    `select owner_id, name, name_key, created_at = modified_at as same, bucket_count
     from bucket join bucket_owner on account_id = owner_id where id > $1 order by id`,
    [BUCKETS],
  );
  return JSON.stringify(rows);
}
