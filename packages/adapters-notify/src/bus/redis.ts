import type { Link, OpenLink } from './linked-bus.ts';

/**
 * Connections to Redis 6 or later, or what speaks its protocol.
 *
 * @param url - `redis://user:password@host:6379`, or `rediss:` with TLS.
 * @param topic - What all servers that belong together publish to.
 *
 * @example
 * ```ts
 * const bus = new LinkedBus(redisLink('redis://127.0.0.1:6379', 'quintet.push.lists'), log);
 * ```
 */
export function redisLink(url: string, topic: string): OpenLink {
  return async (receive, signal) => {
    // Large, and needed by those alone who have a Redis: others start without it.
    const { createClient } = await import('@redis/client');
    signal.throwIfAborted();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    // With version 3 of the protocol one connection both publishes and hears.
    const client = createClient({ url, RESP: 3, disableOfflineQueue: true, socket: { reconnectStrategy: false } });
    // What goes wrong rejects the command that is under way, or ends the connection.
    client.on('error', () => end());
    client.on('end', () => end());
    const destroy = (): void => {
      client.destroy();
      end();
    };
    signal.addEventListener('abort', destroy, { once: true });
    try {
      await client.connect();
      await client.subscribe(topic, receive);
    } catch (error) {
      destroy();
      throw error;
    }
    const link: Link = {
      publish: async (text) => void (await client.publish(topic, text)),
      ping: async () => void (await client.ping()),
      ended,
      close: async () => {
        signal.removeEventListener('abort', destroy);
        destroy();
      },
    };
    return link;
  };
}
