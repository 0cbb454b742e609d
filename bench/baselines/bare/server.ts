/**
 * The bare baseline: what can be had from `node:http` and `pg` with nothing between them. It answers three requests
 * of the bucket list API, and only their good cases in full.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { Pool } from 'pg';
import { bucketPage, createdBucket, failed, itemPage } from './json.ts';
import { addBucket, bucketsOf, countBuckets, countItems, itemsOf } from './queries.ts';
import { accountOf } from './token.ts';

const { DATABASE_URL = '', QUINTET_JWT_SECRET = '', PORT = '0' } = process.env;
const PAGE_SIZE = 10;
const LISTS = /^\/bucketlist\/v1\/bucketlists(?:\/(\d+)\/items)?\/?$/;

const pool = new Pool({ connectionString: DATABASE_URL });

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    send(response, 500, failed('Internal server error'));
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const match = LISTS.exec(url.pathname);
  if (match === null) return send(response, 404, failed('Endpoint not found'));

  const authorization = request.headers.authorization;
  if (authorization === undefined) return send(response, 401, failed('Token is missing'));
  const account = accountOf(authorization.slice('Bearer '.length), QUINTET_JWT_SECRET);
  if (account === undefined) return send(response, 401, failed('Invalid token. Please sign in again'));

  if (match[1] !== undefined) return searchItems(response, url, account, Number(match[1]));
  return request.method === 'POST' ? createBucket(request, response, account) : listBuckets(response, url, account);
}

async function listBuckets(response: ServerResponse, url: URL, account: number): Promise<void> {
  const page = pageOf(url);
  const [buckets, count] = await Promise.all([bucketsOf(pool, account, page), countBuckets(pool, account)]);
  const list = { address: addressOf(url), search: undefined, page, pageSize: PAGE_SIZE, count };
  send(response, 200, bucketPage(list, buckets));
}

async function createBucket(request: IncomingMessage, response: ServerResponse, account: number): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { name } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly name?: unknown };
  if (typeof name !== 'string' || name.trim() === '' || name.length > 255) {
    return send(response, 400, failed('Missing name attribute'));
  }
  const now = new Date();
  const id = await addBucket(pool, account, name.trim(), now);
  send(response, 201, createdBucket(id, name.trim(), now));
}

async function searchItems(response: ServerResponse, url: URL, account: number, bucket: number): Promise<void> {
  const page = pageOf(url);
  const search = (url.searchParams.get('q') ?? '').trim();
  const [items, count] = await Promise.all([
    itemsOf(pool, bucket, search, page),
    countItems(pool, account, bucket, search),
  ]);
  if (count === undefined) return send(response, 404, failed('Bucket not found'));
  send(response, 200, itemPage({ address: addressOf(url), search, page, pageSize: PAGE_SIZE, count }, items));
}

function pageOf(url: URL): number {
  const page = Number(url.searchParams.get('page') ?? 1);
  return Number.isInteger(page) && page >= 1 ? page : 1;
}

function addressOf(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/?$/, '/')}`;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

server.listen(Number(PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});
