import type { BucketRow, ItemRow } from './bucket-queries.ts';

/** A page of a list, in the API's form. */
export interface ListPage {
  /** Address of the list, with its closing slash. */
  readonly address: string;
  readonly search: string | undefined;
  readonly page: number;
  readonly pageSize: number;
  readonly count: number;
}

export function bucketPage(list: ListPage, buckets: readonly BucketRow[]): string {
  return `${head(list)},"buckets":[${buckets.map(bucket).join(',')}]}`;
}

export function itemPage(list: ListPage, items: readonly ItemRow[]): string {
  return `${head(list)},"items":[${items.map(item).join(',')}]}`;
}

export function createdBucket(id: number, name: string, createdAt: Date): string {
  const date = createdAt.toUTCString();
  return `{"status":"success","id":${id},"name":${JSON.stringify(name)},"createdAt":"${date}","modifiedAt":"${date}"}`;
}

export function failed(message: string): string {
  return `{"status":"failed","message":${JSON.stringify(message)}}`;
}

function head({ address, search, page, pageSize, count }: ListPage): string {
  const query = search === undefined ? '' : `q=${encodeURIComponent(search)}&`;
  const link = (number: number): string => `"${address}?${query}page=${number}"`;
  const previous = page > 1 ? link(page - 1) : 'null';
  const next = page * pageSize < count ? link(page + 1) : 'null';
  return `{"status":"success","previous":${previous},"next":${next},"count":${count}`;
}

function bucket({ id, name, created_at, modified_at }: BucketRow): string {
  return `{"id":${id},"name":${JSON.stringify(name)},"createdAt":"${date(created_at)}","modifiedAt":"${date(modified_at)}"}`;
}

function item({ id, name, description, bucket_id, created_at, modified_at }: ItemRow): string {
  return `{"id":${id},"name":${JSON.stringify(name)},"description":${JSON.stringify(description)},"bucketId":${bucket_id},"createdAt":"${date(created_at)}","modifiedAt":"${date(modified_at)}"}`;
}

/** ISO 8601 with microseconds and without a zone. */
function date(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000`;
}
