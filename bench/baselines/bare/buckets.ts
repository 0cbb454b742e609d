import type { Pool } from 'pg';
import { bucketPage, createdBucket, failed, itemPage } from './bucket-json.ts';
import { addBucket, bucketsOf, countBuckets, countItems, itemsOf } from './bucket-queries.ts';
import { bodyOf, pageOf, send, type BareRequest } from './http.ts';

const PAGE_SIZE = 10;

/** Answers three requests of the bucket list API. */
export function bucketHandlers(
  pool: Pool,
): Readonly<Record<'list' | 'create' | 'searchItems', (request: BareRequest) => Promise<void>>> {
  return {
    async list({ response, url, account }) {
      const page = pageOf(url);
      const [buckets, count] = await Promise.all([bucketsOf(pool, account, page), countBuckets(pool, account)]);
      const list = { address: addressOf(url), search: undefined, page, pageSize: PAGE_SIZE, count };
      send(response, 200, bucketPage(list, buckets));
    },

    async create({ request, response, account }) {
      const { name } = (await bodyOf(request)) as { readonly name?: unknown };
      if (typeof name !== 'string' || name.trim() === '' || name.length > 255) {
        return send(response, 400, failed('Missing name attribute'));
      }
      const now = new Date();
      const id = await addBucket(pool, account, name.trim(), now);
      send(response, 201, createdBucket(id, name.trim(), now));
    },

    async searchItems({ response, url, account, parts }) {
      const bucket = Number(parts[0]);
      const page = pageOf(url);
      const search = (url.searchParams.get('q') ?? '').trim();
      const [items, count] = await Promise.all([
        itemsOf(pool, bucket, search, page),
        countItems(pool, account, bucket, search),
      ]);
      if (count === undefined) return send(response, 404, failed('Bucket not found'));
      send(response, 200, itemPage({ address: addressOf(url), search, page, pageSize: PAGE_SIZE, count }, items));
    },
  };
}

function addressOf(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/?$/, '/')}`;
}
