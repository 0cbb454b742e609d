import type { DeliveryFailure, Destination, Message, Transport } from '@quintet/core';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import Pusher from 'pusher';

/**
 * A Pusher service, and the app there.
 *
 * @example
 * ```ts
 * const service: PusherService = { appId: '1234', key: 'abcd', secret: process.env.PUSHER_SECRET, cluster: 'eu' };
 * ```
 */
export interface PusherService {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** A cluster of the hosted service; absent: its first one, or `host`. */
  readonly cluster?: string;
  /** `host`, `host:port` or `http(s)://host:port` of a service that speaks Pusher's API; absent: the hosted one. */
  readonly host?: string;
  /** Milliseconds that the service has to answer. */
  readonly timeout?: number;
}

const NAME = 'pusher';

/** Where the hosted service's first cluster is. */
const HOSTED = 'api.pusherapp.com';

/** Milliseconds. */
const TIMEOUT = 10_000;

/** Events that the API takes at once. */
const BATCH = 10;

/**
 * Delivers messages to the app of a Pusher service, through its official library. There is one destination, the
 * app, which is there as long as it is configured.
 *
 * @example
 * ```ts
 * const transports = [pusherTransport({ appId: '1234', key: 'abcd', secret, cluster: 'eu' })];
 * const { push } = createQuintet(memoryAdapters({ transports }));
 * push.relay.start();
 * ```
 */
export function pusherTransport(service: PusherService): Transport {
  const client = new Pusher(optionsOf(service));
  return {
    name: NAME,
    standing: { id: `${NAME}:service`, transport: NAME, address: {}, channels: ['*', 'private-*', 'presence-*'] },
    deliver: (_destination: Destination, messages: readonly Message[]) =>
      ResultAsync.fromSafePromise(deliver(client, messages)).andThen((result) => result),
  };
}

/** Hands messages over in batches, one after the other, so that their order is kept. */
async function deliver(client: Pusher, messages: readonly Message[]): Promise<Result<void, DeliveryFailure>> {
  let size = BATCH;
  for (let delivered = 0; delivered < messages.length;) {
    const batch = messages.slice(delivered, delivered + size);
    const failure = await trigger(client, batch);
    if (failure === undefined) {
      delivered += batch.length;
    } else if (failure.kind === 'delivery-refused' && batch.length > 1) {
      // None of a batch was taken for the sake of one: each by itself, up to that one.
      size = 1;
    } else {
      return err({ ...failure, delivered });
    }
  }
  return ok(undefined);
}

type Failure = { readonly kind: 'delivery-failed' | 'delivery-refused'; readonly reason: string };

async function trigger(client: Pusher, messages: readonly Message[]): Promise<Failure | undefined> {
  try {
    await client.triggerBatch(
      messages.map(({ channel, event, data, notTo }) => ({
        channel,
        name: event,
        data,
        ...(notTo === undefined ? {} : { socket_id: notTo }),
      })),
    );
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** What is wrong with the message rather than with the service, the app or the way there. */
const REFUSALS: ReadonlySet<unknown> = new Set([400, 413]);

function failureOf(error: unknown): Failure {
  // The library refuses what it can't send, such as an event for an encrypted channel, before it sends anything.
  if (!(error instanceof Pusher.RequestError)) return { kind: 'delivery-refused', reason: String(error) };
  const { status, error: cause } = error;
  if (status !== undefined) {
    // The library's own message names the URL, which is signed.
    return { kind: REFUSALS.has(status) ? 'delivery-refused' : 'delivery-failed', reason: `answered ${status}` };
  }
  const { code, type } = (cause ?? {}) as { readonly code?: string; readonly type?: string };
  return { kind: 'delivery-failed', reason: `could not be reached (${code ?? type ?? 'unknown reason'})` };
}

function optionsOf({ appId, key, secret, cluster, host, timeout = TIMEOUT }: PusherService): Pusher.Options {
  const app = { appId, key, secret, timeout };
  if (host === undefined) return { ...app, useTLS: true, ...(cluster === undefined ? { host: HOSTED } : { cluster }) };
  const { protocol, hostname, port } = new URL(host.includes('://') ? host : `https://${host}`);
  return { ...app, useTLS: protocol === 'https:', host: hostname, ...(port === '' ? {} : { port }) };
}
