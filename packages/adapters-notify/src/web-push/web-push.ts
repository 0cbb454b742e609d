import { createHash } from 'node:crypto';
import type { Destination, DeliveryFailure, Message, Transport } from '@quintet/core';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { deliverInOrder, failureOfPost, refused, statusIsOk, type MessageFailure } from '../outbound/delivery.ts';
import type { Outbound, Post, Posted } from '../outbound/post.ts';

/**
 * By what push services know who sends (RFC 8292).
 *
 * @example
 * ```ts
 * const vapid: Vapid = { subject: 'mailto:ops@example.com', publicKey, privateKey };
 * ```
 */
export interface Vapid {
  /** Whom a push service may write to: a `mailto:` or `https:` URL. */
  readonly subject: string;
  /** 65 bytes in base64url; browsers subscribe with it. */
  readonly publicKey: string;
  /** 32 bytes in base64url. */
  readonly privateKey: string;
}

/**
 * A browser's subscription, as `PushSubscription.toJSON()` gives it.
 *
 * @example
 * ```ts
 * const address: WebPushAddress = await registration.pushManager.subscribe(options).then((it) => it.toJSON());
 * ```
 */
export interface WebPushAddress {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/**
 * What may be set of the transport.
 *
 * @example
 * ```ts
 * const settings: WebPushSettings = { vapid, timeToLive: 3_600 };
 * ```
 */
export interface WebPushSettings {
  readonly vapid: Vapid;
  /** Seconds for which a push service keeps a message for a browser that is away; absent: 24 h. */
  readonly timeToLive?: number;
  /** Whether endpoints may be plain `http:`, as no push service's is; absent: no. For tests. */
  readonly plainHttp?: boolean;
}

const DAY = 86_400;

/** A record is 4096 bytes at most, of which encryption takes 103 (RFC 8188, RFC 8291). */
const LARGEST_PAYLOAD = 3_993;

const TOO_MANY_REQUESTS = 429;
const GONE: ReadonlySet<number> = new Set([404, 410]);

/**
 * Delivers messages to browsers through their push services, encrypted for the browser alone. The payload is
 * `{"id","channel","event","data"}`; `data` is left out where it would not fit. Of several messages about the same
 * thing (the same `id` in their data) that wait for a browser which is away, it gets the latest.
 *
 * @example
 * ```ts
 * const transport = webPushTransport(openOutbound(), { vapid });
 * await transport.deliver(destination, messages);
 * ```
 */
export function webPushTransport(outbound: Outbound, settings: WebPushSettings): Transport {
  return {
    name: 'web-push',
    deliver: ({ address }: Destination, messages: readonly Message[]): ResultAsync<void, DeliveryFailure> =>
      deliverInOrder(messages, (message) =>
        new ResultAsync(encrypted(address, message, settings))
          .andThen((post) => outbound.post(post).mapErr(failureOfPost))
          .andThen(verdictOn),
      ),
  };
}

async function encrypted(
  address: unknown,
  message: Message,
  { vapid, timeToLive = DAY, plainHttp = false }: WebPushSettings,
): Promise<Result<Post, MessageFailure>> {
  const topic = topicOf(message);
  const { endpoint } = (address ?? {}) as Partial<WebPushAddress>;
  const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null;
  if (url === null || !(url.protocol === 'https:' || (plainHttp && url.protocol === 'http:'))) {
    return err(refused('the endpoint of the subscription is no https URL'));
  }
  // Needed by those alone who push to browsers: others start without it.
  const { default: webPush } = await import('web-push');
  try {
    const { headers, body } = webPush.generateRequestDetails(address as WebPushAddress, payloadOf(message), {
      vapidDetails: vapid,
      TTL: timeToLive,
      contentEncoding: 'aes128gcm',
      ...(topic === undefined ? {} : { topic }),
    });
    return ok({ url, headers, body: body ?? '' });
  } catch {
    // The library's message may quote the keys.
    return err(refused('the keys of the subscription are none that can be encrypted for'));
  }
}

function payloadOf({ id, channel, event, data }: Message): string {
  const head = JSON.stringify({ id, channel, event });
  const whole = `${head.slice(0, -1)},"data":${data}}`;
  return Buffer.byteLength(whole) <= LARGEST_PAYLOAD ? whole : head;
}

/** The same 32 characters for all messages of a channel that tell of the same thing. */
function topicOf({ channel, data }: Message): string | undefined {
  const told: unknown = JSON.parse(data);
  if (typeof told !== 'object' || told === null || !('id' in told)) return undefined;
  const { id } = told;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return createHash('sha256').update(`${channel}\n${id}`).digest('base64url').slice(0, 32);
}

function verdictOn({ status, retryAfter }: Posted): ResultAsync<void, MessageFailure> {
  if (statusIsOk(status)) return okAsync(undefined);
  if (GONE.has(status)) return errAsync({ kind: 'destination-gone' });
  const reason = `the push service answered ${status}`;
  if (status !== TOO_MANY_REQUESTS && status < 500) return errAsync(refused(reason));
  return errAsync({ kind: 'delivery-failed', reason, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
