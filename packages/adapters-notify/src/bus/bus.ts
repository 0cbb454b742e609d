import { randomUUID } from 'node:crypto';
import { LinkedBus, type BusLog } from './linked-bus.ts';
import { natsLink } from './nats.ts';
import { redisLink } from './redis.ts';

/**
 * Which bus, and whose messages it carries.
 *
 * @example
 * ```ts
 * const place: BusPlace = { url: 'redis://127.0.0.1:6379', databaseUrl: 'postgres://db/lists' };
 * ```
 */
export interface BusPlace {
  /**
   * `redis:`, `rediss:`, `nats:` or `tls:` (NATS with TLS). `?prefix=` sets the first part of the topic, where several
   * installations share the bus and their databases have the same name.
   */
  readonly url: string;
  /** The database that the servers share; absent: this server has one of its own, and nobody to share a topic with. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Makes the bus that a URL names; `undefined`: it names none of this package.
 *
 * @example
 * ```ts
 * const bus = busAt({ url: 'nats://127.0.0.1:4222' }, log);
 * await bus?.start();
 * ```
 */
export function busAt({ url: text, databaseUrl }: BusPlace, log: BusLog): LinkedBus | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  const topic = topicOf(url.searchParams.get('prefix'), databaseUrl);
  url.searchParams.delete('prefix');
  if (/^rediss?:$/.test(url.protocol)) return new LinkedBus(redisLink(url.href, topic), log);
  return /^(?:nats|tls):$/.test(url.protocol) ? new LinkedBus(natsLink(url.href, topic), log) : undefined;
}

/**
 * What all servers of an installation publish to, and no others: positions of one log mean nothing in another. Servers
 * may reach one database by different hosts and ports, but not by different names.
 */
function topicOf(prefix: string | null, databaseUrl: string | undefined): string {
  const database = databaseUrl === undefined ? randomUUID() : (URL.parse(databaseUrl)?.pathname ?? '');
  return [prefix ?? 'quintet', 'push', database].map((part) => part.replaceAll(/[^\w-]/g, '')).join('.');
}
