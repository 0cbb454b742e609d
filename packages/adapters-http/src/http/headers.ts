import type { Answer } from './answer.ts';

/** Headers as Node writes them. A plain object, because a `Headers` costs more than the rest of an answer. */
export type PlainHeaders = Record<string, string>;

/** Adds the headers that every answer has. */
export type CompleteHeaders = (answer: Answer, requestId: string, origin: string | null) => PlainHeaders;

/** What decides about the headers of every answer. */
export interface HeaderSettings {
  /** The origins (`https://app.example.com`) whose pages may read answers; `*` for all. */
  readonly corsOrigins: readonly string[];
  /** Whether browsers are told to stay with TLS. */
  readonly strictTransport: boolean;
}

const NOTHING_MAY_LOAD = "default-src 'none'; frame-ancestors 'none'";
const EXPOSED = 'X-Request-Id, Retry-After, ETag';

/** Prepares, once, what is added to every answer. */
export function completeHeaders({ corsOrigins, strictTransport }: HeaderSettings): CompleteHeaders {
  const always = strictTransport ? { 'Strict-Transport-Security': 'max-age=31536000' } : undefined;
  const cors = corsHeaders(corsOrigins);
  return ({ body, contentType, headers }, requestId, origin) => {
    const complete: PlainHeaders = {
      'Content-Type': contentType,
      'X-Request-Id': requestId,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': NOTHING_MAY_LOAD,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    };
    if (body === null) delete complete['Content-Type'];
    return Object.assign(complete, cors(origin), always, headers);
  };
}

/** The headers that let pages of other origins read an answer. */
function corsHeaders(origins: readonly string[]): (origin: string | null) => Readonly<PlainHeaders> {
  const allowed = new Set(origins);
  if (allowed.has('*')) {
    const everyone = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
    return () => everyone;
  }
  const nobody = { Vary: 'Origin' };
  const byOrigin = new Map(
    [...allowed].map((origin) => [
      origin,
      { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED, Vary: 'Origin' },
    ]),
  );
  return (origin) => (origin === null ? nobody : (byOrigin.get(origin) ?? nobody));
}

/** What a preflight is told beside {@link corsHeaders}. */
export const PREFLIGHT_HEADERS: Readonly<PlainHeaders> = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers':
    'authorization, content-type, x-menlohacks-authorization, idempotency-key, if-match, x-request-id',
  'Access-Control-Max-Age': '7200',
};
