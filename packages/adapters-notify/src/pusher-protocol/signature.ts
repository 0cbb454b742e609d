import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PusherApp } from './app.ts';

/** Whether two texts are the same; how long it takes to tell says nothing about where they differ. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Whether `<key>:<signature>` signs a text for the app. */
export function isSigned({ key, secret }: PusherApp, auth: unknown, text: string): boolean {
  if (typeof auth !== 'string') return false;
  return isSame(auth, `${key}:${hmac(secret, text)}`);
}

/** What is signed to enter a channel: with the member's data in a presence channel. */
export function channelSignatureText(socketId: string, channel: string, channelData?: string): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

/** What is signed to be known as a user. */
export function userSignatureText(socketId: string, userData: string): string {
  return `${socketId}::user::${userData}`;
}

/** HMAC-SHA256 in hexadecimal digits. */
function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Seconds that the clock of whoever signs a request may be off. */
const TOLERANCE = 600;

/** A request of the HTTP API, as far as it is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Why a request is not from one who knows the app's secret; `undefined`: it is. */
export function signatureProblem(
  app: PusherApp,
  { method, path, query }: SignedRequest,
  now: Date,
): string | undefined {
  const key = query.get('auth_key');
  if (key === null) return 'Missing auth_key';
  if (!isSame(key, app.key)) return 'Unknown auth_key';
  if (query.get('auth_version') !== '1.0') return 'Invalid auth_version: must be 1.0';
  const stamp = query.get('auth_timestamp') ?? '';
  const seconds = Math.floor(now.getTime() / 1000);
  if (!/^\d{1,12}$/.test(stamp) || Math.abs(Number(stamp) - seconds) > TOLERANCE) {
    return `Timestamp expired: Given timestamp (${stamp.slice(0, 20)}) not within ${TOLERANCE}s of server time (${seconds})`;
  }
  const text = requestSignatureText(method, path, query);
  if (!isSame(query.get('auth_signature') ?? '', hmac(app.secret, text))) {
    return `Invalid signature: you should have sent HmacSHA256Hex(${JSON.stringify(text)}, your_secret_key)`;
  }
  return undefined;
}

/** Why a body is not the one that the signed query names; `undefined`: it is. */
export function bodyProblem(query: URLSearchParams, body: Buffer): string | undefined {
  const digest = query.get('body_md5');
  if (digest === null) return body.length === 0 ? undefined : 'Missing body_md5';
  return isSame(digest, createHash('md5').update(body).digest('hex')) ? undefined : 'Invalid body_md5';
}

/** What is signed of a request: method, path, and the query in the order of its names. */
function requestSignatureText(method: string, path: string, query: URLSearchParams): string {
  const pairs = [...query]
    .filter(([name]) => name !== 'auth_signature')
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)))
    .map(([name, value]) => `${name}=${value}`);
  return [method, path, pairs.join('&')].join('\n');
}
