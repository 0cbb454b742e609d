import type { Clock, Destination, DeliveryFailure, Message, Transport } from '@quintet/core';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { deliverInOrder, failureOfPost, refused, statusIsOk, type MessageFailure } from '../outbound/delivery.ts';
import type { Outbound, Posted } from '../outbound/post.ts';
import { keysOf, sign } from './signature.ts';

/**
 * Where a webhook goes.
 *
 * @example
 * ```ts
 * const address: WebhookAddress = { url: 'https://example.com/hook', secret: newWebhookSecret() };
 * ```
 */
export interface WebhookAddress {
  /** `https:` or `http:`. */
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes in base64; several with spaces between while a new one takes an old one's place. */
  readonly secret: string;
}

/** The receiver says that it will never take this message: the next may do better. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const GONE = 410;

/**
 * Delivers messages as signed requests in the form of Standard Webhooks: one `POST` for each, whose `webhook-id` is the
 * message's id. Any 2xx is taken for a receipt. A redirect is not followed.
 *
 * @example
 * ```ts
 * const transport = webhookTransport(openOutbound(), systemClock);
 * await transport.deliver(destination, messages);
 * ```
 */
export function webhookTransport(outbound: Outbound, clock: Clock): Transport {
  return {
    name: 'webhook',
    deliver: (destination: Destination, messages: readonly Message[]): ResultAsync<void, DeliveryFailure> => {
      const receiver = receiverOf(destination.address);
      if (receiver === undefined) {
        return errAsync({ kind: 'delivery-refused', delivered: 0, reason: 'the address is no { url, secret }' });
      }
      return deliverInOrder(messages, (message) => {
        const body = bodyOf(message);
        return outbound
          .post({
            url: receiver.url,
            headers: {
              'Content-Type': 'application/json',
              'User-Agent': 'quintet-webhook',
              ...sign(receiver.keys, { id: message.id, at: clock.now(), body }),
            },
            body,
          })
          .mapErr(failureOfPost)
          .andThen(verdictOn);
      });
    },
  };
}

function receiverOf(address: unknown): { readonly url: URL; readonly keys: readonly Buffer[] } | undefined {
  const { url: text, secret } = (address ?? {}) as Partial<WebhookAddress>;
  const url = typeof text === 'string' ? URL.parse(text) : null;
  const keys = keysOf(secret);
  if (url === null || keys === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return { url, keys };
}

/** `type`, `timestamp` and `data` are what Standard Webhooks has; the rest is as every other transport tells it. */
function bodyOf({ id, channel, event, data, createdAt }: Message): string {
  const head = JSON.stringify({ type: `${channel}.${event}`, timestamp: createdAt.toISOString(), id, channel, event });
  return `${head.slice(0, -1)},"data":${data}}`;
}

function verdictOn({ status, retryAfter }: Posted): ResultAsync<void, MessageFailure> {
  if (statusIsOk(status)) return okAsync(undefined);
  if (status === GONE) return errAsync({ kind: 'destination-gone' });
  const reason = `the receiver answered ${status}`;
  if (REFUSALS.has(status)) return errAsync(refused(reason));
  return errAsync({ kind: 'delivery-failed', reason, ...(retryAfter === undefined ? {} : { retryAfter }) });
}
