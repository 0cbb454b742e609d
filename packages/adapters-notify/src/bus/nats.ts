import { randomUUID } from 'node:crypto';
import type { ConnectionOptions } from '@nats-io/transport-node';
import type { Link, OpenLink } from './linked-bus.ts';
import { cutter, joiner } from './pieces.ts';

/** What a server takes at least, whatever it says. */
const SMALLEST_PAYLOAD = 512;
const USUAL_PAYLOAD = 1_048_576;

/**
 * Connections to NATS. What is larger than its server takes goes in pieces.
 *
 * @param url - `nats://user:password@host:4222`, `nats://token@host:4222`, or `tls:` with TLS.
 * @param topic - The subject that all servers that belong together publish to.
 *
 * @example
 * ```ts
 * const bus = new LinkedBus(natsLink('nats://127.0.0.1:4222', 'quintet.push.lists'), log);
 * ```
 */
export function natsLink(url: string, topic: string): OpenLink {
  return async (receive, signal) => {
    // Needed by those alone who have a NATS: others start without it.
    const { connect } = await import('@nats-io/transport-node');
    const connection = await connect({ ...optionsOf(new URL(url)), reconnect: false });
    const end = (): void => void connection.close();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });

    const cut = cutter(randomUUID());
    const join = joiner();
    connection.subscribe(topic, {
      callback: (error, message) => {
        const text = error === null ? join(message.data) : undefined;
        if (text !== undefined) receive(text);
      },
    });
    // The server has heard of the subscription when it answers what was asked after it.
    await connection.flush();
    const link: Link = {
      publish: async (text) => {
        const largest = Math.max(connection.info?.max_payload ?? USUAL_PAYLOAD, SMALLEST_PAYLOAD);
        for (const piece of cut(text, largest)) connection.publish(topic, piece);
        await connection.flush();
      },
      ping: () => connection.flush(),
      ended: connection.closed().then(() => undefined),
      close: async () => {
        signal.removeEventListener('abort', end);
        await connection.close();
      },
    };
    return link;
  };
}

function optionsOf(url: URL): ConnectionOptions {
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  const credentials = url.password === '' ? { token: user } : { user, pass };
  return {
    servers: url.host,
    name: 'quintet',
    timeout: 5_000,
    ...(url.username === '' ? {} : (credentials as { readonly token: string })),
    ...(url.protocol === 'tls:' ? { tls: {} } : {}),
  };
}
