import { setTimeout as sleep } from 'node:timers/promises';
import { createQuintet, type Message, type Push } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { describe, expect, test } from 'vitest';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql, type PostgresqlSubject } from '../support/subjects.ts';

const ROUNDS = process.env['QUINTET_TEST_LONG'] === '1' ? 60 : 4;

/** Starts the feed of a server, and keeps what it passes on. */
async function reading({ resolve }: PostgresqlSubject): Promise<{ readonly push: Push; readonly received: Message[] }> {
  const { push } = createQuintet(resolve);
  const received: Message[] = [];
  push.feed.attach((messages) => received.push(...messages));
  expect((await push.feed.start()).isOk()).toBe(true);
  return { push, received };
}

describe.skipIf(!postgresqlIsThere)('the feeds of two servers on PostgreSQL (QUINTET_TEST_POSTGRES)', () => {
  test('have every message that was acknowledged, once and in one order, while connections are cut', async () => {
    const subject = await onPostgresql(systemClock);
    const peer = (await subject.openPeer?.()) as PostgresqlSubject;
    const [here, there] = [await reading(subject), await reading(peer)];
    const acknowledged: string[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const publishing = [here, there].map(async ({ push }) => {
          for (let data = 0; data < 40; data += 1) {
            const published = await push.publish({ channel: `channel-${data % 3}`, event: 'save', data });
            if (published.isOk()) acknowledged.push(...published.value.map(({ id }) => id));
          }
        });
        await sleep(20);
        await subject.cut();
        await Promise.all(publishing);
      }
      const isDone = (): boolean =>
        [here, there].every(({ received }) => {
          const ids = new Set(received.map(({ id }) => id));
          return acknowledged.every((id) => ids.has(id));
        }) && here.received.length === there.received.length;
      for (let waited = 0; !isDone() && waited < 15_000; waited += 50) await sleep(50);

      expect(acknowledged.length).toBeGreaterThan(ROUNDS * 20);
      expect(isDone()).toBe(true);
      expect(there.received).toEqual(here.received);
      expect(here.received.map(({ position }) => position)).toEqual(here.received.map((_, index) => index + 1));
    } finally {
      await Promise.all([here.push.feed.stop(), there.push.feed.stop()]);
      await peer.close();
      await subject.close();
    }
  });
});
