import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';

/**
 * The headers by which a receiver knows who sent a webhook, as Standard Webhooks names them.
 *
 * @example
 * ```ts
 * const { 'webhook-id': id }: WebhookHeaders = sign(secret, { id: message.id, at: new Date(), body });
 * ```
 */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One signature for each secret: `v1,<base64>`, with spaces between. */
  readonly 'webhook-signature': string;
}

/**
 * Why a webhook is not to be believed.
 *
 * @example
 * ```ts
 * verifyWebhook(secret, request).mapErr(({ kind }: WebhookUnverified) => kind); // 'signature-wrong'
 * ```
 */
export interface WebhookUnverified {
  readonly kind: 'headers-missing' | 'timestamp-malformed' | 'timestamp-out-of-tolerance' | 'signature-wrong';
}

/** Seconds by which clocks may differ, and for which a recorded webhook can be played again. */
const TOLERANCE = 300;

/** Standard Webhooks wants 24 to 64 bytes. */
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;
const NEW_KEY = 32;
const PREFIX = 'whsec_';

/**
 * Makes a secret for a webhook: `whsec_` and 32 random bytes in base64.
 *
 * @example
 * ```ts
 * const secret = newWebhookSecret();
 * ```
 */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(NEW_KEY).toString('base64')}`;
}

/**
 * The keys in the text of a secret: one, or several with spaces between while a new one takes an old one's place.
 * `undefined` where one of them is none.
 */
export function keysOf(secret: unknown): readonly Buffer[] | undefined {
  if (typeof secret !== 'string') return undefined;
  const keys = secret.trim().split(/ +/).map(keyOf);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function keyOf(secret: string): Buffer | undefined {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : undefined;
  if (text === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY ? key : undefined;
}

/** Signs a webhook with every key. */
export function sign(
  keys: readonly Buffer[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): WebhookHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => `v1,${digest(key, id, timestamp, body).toString('base64')}`).join(' '),
  };
}

function digest(key: Buffer, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/**
 * Checks, on the receiver's side, that a webhook is from who knows the secret, is as it was sent, and is not an old one
 * that somebody plays again. Who has verified it still drops those whose `webhook-id` it has seen.
 *
 * @param secret - `whsec_...`, as it was told when the destination was added; several with spaces between.
 * @param webhook - The request: its headers by their names in lower case, and its body as it came, not parsed.
 * @param options - `tolerance`: seconds by which its time may differ from `now`; absent: 300, and the computer's clock.
 * @returns The webhook's id.
 *
 * @example
 * ```ts
 * const verified = verifyWebhook(secret, { headers: request.headers, body });
 * if (verified.isErr()) return respond(401);
 * if (seen.has(verified.value)) return respond(204);
 * ```
 */
export function verifyWebhook(
  secret: string,
  webhook: {
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly body: string | Uint8Array;
  },
  { tolerance = TOLERANCE, now = new Date() }: { readonly tolerance?: number; readonly now?: Date } = {},
): Result<string, WebhookUnverified> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => webhook.headers[name],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return err({ kind: 'headers-missing' });
  }
  if (!/^\d{1,12}$/.test(timestamp)) return err({ kind: 'timestamp-malformed' });
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > tolerance)
    return err({ kind: 'timestamp-out-of-tolerance' });

  const expected = (keysOf(secret) ?? []).map((key) => digest(key, id, timestamp, webhook.body));
  const given = signatures
    .split(' ')
    .flatMap((text) => (text.startsWith('v1,') ? [Buffer.from(text.slice(3), 'base64')] : []));
  const isRight = expected.some((one) =>
    given.some((other) => one.length === other.length && timingSafeEqual(one, other)),
  );
  return isRight ? ok(id) : err({ kind: 'signature-wrong' });
}
