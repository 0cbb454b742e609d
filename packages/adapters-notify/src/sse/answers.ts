import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** An answer that is no stream. */
export interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly message: string;
  readonly headers?: OutgoingHttpHeaders;
}

type RefusalKind =
  | 'channels-missing'
  | 'too-many-channels'
  | 'channel-malformed'
  | 'last-event-id-malformed'
  | 'token-missing'
  | 'token-invalid'
  | 'channel-forbidden'
  | 'method-not-allowed'
  | 'unavailable';

const METHODS = 'GET, HEAD, OPTIONS';

const REFUSALS: { readonly [Kind in RefusalKind]: readonly [status: number, title: string, message: string] } = {
  'channels-missing': [400, 'No channels provided', 'Name the channels to read, as in ?channels=com.vivere.mentor.'],
  'too-many-channels': [400, 'Too many channels', 'One stream has % channels at most.'],
  'channel-malformed': [400, 'Invalid channel', 'A channel has 1 to 164 letters, digits and the characters _-=@,.;'],
  'last-event-id-malformed': [400, 'Invalid Last-Event-ID', 'Send the id of the last event you got, or none.'],
  'token-missing': [401, 'No user is currently logged in', 'Log in to read private channels.'],
  'token-invalid': [401, 'No user is currently logged in', 'Your login has expired. Log in again.'],
  'channel-forbidden': [403, 'Channel forbidden', 'You may not read the channel %.'],
  'method-not-allowed': [405, 'Method not allowed', 'Events are read with GET.'],
  unavailable: [503, 'Service unavailable', 'Please try again in a moment.'],
};

/** Makes the answer to what can't be served. */
export function refusal(kind: RefusalKind, detail = '', headers: OutgoingHttpHeaders = {}): Refusal {
  const [status, title, message] = REFUSALS[kind];
  const own: OutgoingHttpHeaders = kind === 'method-not-allowed' ? { Allow: METHODS } : headers;
  return { status, title, message: message.replace('%', detail), headers: own };
}

/** The headers of every answer. */
export interface StreamHeaders {
  /** Those that every answer of the server has, and those that let pages of other origins read it. */
  usual(incoming: IncomingMessage): OutgoingHttpHeaders;
}

const EXPOSED = 'X-Request-Id, Retry-After';

/**
 * Prepares the headers.
 *
 * @param origins - Whose pages may read: `*` for all.
 * @param strictTransport - Whether browsers are told to stay with TLS.
 */
export function streamHeaders(origins: readonly string[], strictTransport: boolean): StreamHeaders {
  const allowed = new Set(origins);
  const cors = (origin: string | undefined): OutgoingHttpHeaders => {
    if (allowed.has('*')) return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
    if (origin === undefined || !allowed.has(origin)) return { Vary: 'Origin' };
    return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED, Vary: 'Origin' };
  };
  return {
    usual: ({ headers }) => ({
      'X-Request-Id': randomUUID(),
      'Cache-Control': 'no-store, no-transform',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...(strictTransport ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
      ...cors(headers.origin),
    }),
  };
}

/** Answers in the form of the hackathon's API. */
export function refuse(
  outgoing: ServerResponse,
  incoming: IncomingMessage,
  refused: Refusal,
  headers: StreamHeaders,
): void {
  const { status, title, message } = refused;
  const body = JSON.stringify({ success: false, error: { title, message } });
  outgoing.writeHead(status, {
    ...headers.usual(incoming),
    ...refused.headers,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

/** Tells a page of another origin that it may ask, with a token and the id of the last event. */
export function answerPreflight(outgoing: ServerResponse, incoming: IncomingMessage, headers: StreamHeaders): void {
  outgoing.writeHead(204, {
    ...headers.usual(incoming),
    Allow: METHODS,
    'Access-Control-Allow-Methods': 'GET',
    'Access-Control-Allow-Headers': 'authorization, x-menlohacks-authorization, last-event-id, cache-control',
    'Access-Control-Max-Age': '7200',
  });
  outgoing.end();
}
