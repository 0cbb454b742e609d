import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { BusLog, OpenLink } from '../../src/bus/linked-bus.ts';
import { natsLink } from '../../src/bus/nats.ts';
import { redisLink } from '../../src/bus/redis.ts';

/** What carries a bus, and is tested with its real counterpart. */
export interface Carrier {
  readonly name: string;
  readonly url: string;
  /** Whether it is there; where it must be (CI), its absence is an error. */
  readonly isThere: boolean;
  readonly link: (url: string, topic: string) => OpenLink;
}

/** Redis and NATS of this machine, or those that are named. */
export const CARRIERS: readonly Carrier[] = await Promise.all([
  carrier('Redis', process.env['QUINTET_TEST_REDIS'] ?? 'redis://127.0.0.1:6379', redisLink),
  carrier('NATS', process.env['QUINTET_TEST_NATS'] ?? 'nats://127.0.0.1:4222', natsLink),
]);

/** A topic that no other test has. */
export function newTopic(): string {
  return `quintet-test.push.${randomBytes(8).toString('hex')}`;
}

async function carrier(name: string, url: string, link: Carrier['link']): Promise<Carrier> {
  return { name, url, isThere: await reach(url), link };
}

async function reach(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return false;
  } finally {
    socket.destroy();
  }
}

/** Nobody is told. */
export const SILENT: BusLog = { info: () => {}, warn: () => {} };
