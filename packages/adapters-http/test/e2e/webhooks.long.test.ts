import { verifyWebhook } from '@quintet/adapters-notify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answering, openReceiver, type Receiver } from '../../../adapters-notify/test/support/receiver.ts';
import { quintet, type Ended } from '../support/command.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, SECRET, serverWith } from '../support/server.ts';
import { PUSHER_APP, trigger } from '../support/trigger.ts';

/** Webhooks are put by the command line, which needs a database that it shares with the server. */
describe.skipIf(!postgresIsThere)('webhooks of a server on PostgreSQL', () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let variables: Record<string, string>;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    receiver = await openReceiver(answering(503, 204));
    variables = {
      ...PUSHER_APP,
      DATABASE_URL: database.url,
      QUINTET_JWT_SECRET: SECRET,
      QUINTET_PUSH: 'embedded,webhook',
      QUINTET_PUSH_PRIVATE_NETWORKS: 'true',
    };
  });
  afterAll(async () => {
    await receiver?.close();
    await database?.drop();
  });

  const push = (...args: readonly string[]): Promise<Ended> => quintet(['push', ...args], { variables });
  const news = (text: string): Promise<void> =>
    serverUrl === undefined
      ? Promise.reject(new Error('no server'))
      : trigger(serverUrl, [{ name: 'save', channel: 'news', data: JSON.stringify({ text }) }]);
  let serverUrl: string | undefined;

  test('are signed, and tried again in order', async () => {
    await serverWith(variables, async (server) => {
      serverUrl = server.url;
      const added = await push('destinations', 'add', '--name', 'board', '--channels', 'news', `${receiver.url}/hook`);
      expect([added.status, added.complaints]).toEqual([0, []]);
      const secret = /whsec_\S+/.exec(added.output)?.[0] ?? '';
      await news('first');
      await news('second');
      expect(await eventually(async () => receiver.received.length >= 3, 20_000)).toBe(true);
      const told = receiver.received.map(({ headers, body }) => {
        expect(verifyWebhook(secret, { headers, body }).isOk()).toBe(true);
        return (JSON.parse(body.toString()) as { readonly data: { readonly text: string } }).data.text;
      });
      expect(told).toEqual(['first', 'first', 'second']);
    });
  });

  test('go to no address of a private network unless that is allowed', async () => {
    const before = receiver.received.length;
    await serverWith({ ...variables, QUINTET_PUSH_PRIVATE_NETWORKS: 'false' }, async (server) => {
      serverUrl = server.url;
      await news('third');
      const isGivenUp = async (): Promise<boolean> =>
        (await database.query('SELECT FROM push_dead_letter')).length === 1;
      expect(await eventually(isGivenUp, 20_000)).toBe(true);
    });
    const listed = await push('dead-letters', 'list');
    expect(listed.output).toMatch(/webhook:board .* the URL leads to 127\.0\.0\.1, which is no address of the public/);
    expect(receiver.received.length).toBe(before);
  });
});
