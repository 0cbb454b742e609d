import { createHash, ECDH } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { isObject } from './requests.ts';

/** Where a browser's push service takes messages, and what they are encrypted with. */
export interface BrowserSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

const LONGEST_ENDPOINT = 2048;
const AUTH_BYTES = 16;

/** Reads what `PushSubscription.toJSON()` gave; the error says no more than that it is not that. */
export function parseSubscription(value: unknown): Result<BrowserSubscription, undefined> {
  if (!isObject(value)) return err(undefined);
  const endpoint = parseEndpoint(value['endpoint']);
  const { keys } = value;
  if (endpoint === undefined || !isObject(keys)) return err(undefined);
  const { p256dh, auth } = keys;
  if (typeof p256dh !== 'string' || !isPoint(p256dh)) return err(undefined);
  if (typeof auth !== 'string' || bytesOf(auth)?.length !== AUTH_BYTES) return err(undefined);
  return ok({ endpoint, keys: { p256dh, auth } });
}

/** The address of a push service: `https`, with nothing of this server in it. */
export function parseEndpoint(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_ENDPOINT) return undefined;
  const url = URL.parse(value);
  const isPlain = url !== null && url.protocol === 'https:' && !url.username && !url.password && !url.hash;
  return isPlain ? url.href : undefined;
}

/** The name that a subscription has here: another one for another endpoint, which it does not tell. */
export function destinationId(endpoint: string): string {
  return `web-push:${createHash('sha256').update(endpoint).digest('base64url')}`;
}

function bytesOf(text: string): Buffer | undefined {
  return /^[\w+/-]{1,200}={0,2}$/u.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Whether a key is a point of the curve, uncompressed: with another nothing could ever be encrypted. */
function isPoint(key: string): boolean {
  const bytes = bytesOf(key);
  if (bytes?.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1', undefined, undefined, 'uncompressed');
    return true;
  } catch {
    return false;
  }
}
