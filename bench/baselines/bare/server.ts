/**
 * The bare baseline: what can be had from `node:http` and `pg` with nothing between them. It answers nine requests
 * of the APIs, and only their good cases in full.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import process from 'node:process';
import { Pool } from 'pg';
import { bucketHandlers } from './buckets.ts';
import { failed } from './bucket-json.ts';
import { hackathonHandlers } from './hackathon.ts';
import { send, type BareRequest } from './http.ts';
import { mediaHandlers } from './media.ts';
import { listMovies } from './movies.ts';
import { claimsOf } from './token.ts';

const { DATABASE_URL = '', QUINTET_JWT_SECRET = '', PORT = '0' } = process.env;

const pool = new Pool({ connectionString: DATABASE_URL });

type Handler = (request: BareRequest) => Promise<void>;

const buckets = bucketHandlers(pool);
const media = mediaHandlers(pool);
const hackathon = hackathonHandlers(pool);
const ROUTES: readonly (readonly [path: RegExp, handlers: Readonly<Partial<Record<string, Handler>>>])[] = [
  [/^\/bucketlist\/v1\/bucketlists\/?$/, { GET: buckets.list, POST: buckets.create }],
  [/^\/bucketlist\/v1\/bucketlists\/(\d+)\/items\/?$/, { GET: buckets.searchItems }],
  [/^\/media\/user\/([^/]+)\/media\/?$/, { GET: media.list, PUT: media.put }],
  [/^\/casting\/movies\/?$/, { GET: listMovies(pool) }],
  [/^\/hackathon\/mentorship\/queue\/?$/, { GET: hackathon.queue }],
  [/^\/hackathon\/mentorship\/claim\/?$/, { POST: hackathon.claim }],
  [/^\/hackathon\/announcements\/?$/, { GET: hackathon.announcements }],
];

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    send(response, 500, failed('Internal server error'));
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  for (const [path, handlers] of ROUTES) {
    const match = path.exec(url.pathname);
    const handle = handlers[request.method ?? 'GET'];
    if (match === null || handle === undefined) continue;

    const authorization = request.headers.authorization;
    if (authorization === undefined) return send(response, 401, failed('Token is missing'));
    const claims = claimsOf(authorization.slice('Bearer '.length), QUINTET_JWT_SECRET);
    if (claims === undefined) return send(response, 401, failed('Invalid token. Please sign in again'));
    return handle({ request, response, url, parts: match.slice(1), ...claims });
  }
  send(response, 404, failed('Endpoint not found'));
}

server.listen(Number(PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});
