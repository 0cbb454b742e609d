import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the HTTP API answers: JSON, or why not in a line of text, as the hosted service does. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in JSON. */
export function answered(value: unknown): HttpAnswer {
  return { status: 200, body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } };
}

/** Why a request can't be served. */
export function refused(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, body: `${reason}\n`, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } };
}

export function send(outgoing: ServerResponse, { status, body, headers }: HttpAnswer): void {
  outgoing.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}

/** Reads a body; `undefined`: it has more bytes than that. Rejects when the client goes away. */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // A request that is destroyed could not be answered any more.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
