import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ExitStatus } from '../../src/server/command-line/output.ts';
import {
  addWebhook,
  listDeadLetters,
  listDestinations,
  removeDestination,
  replayDeadLetters,
} from '../../src/server/command-line/push.ts';
import { withQuintet } from '../../src/server/command-line/session.ts';
import { makeMigratedDatabase, postgresIsThere } from '../support/postgres.ts';

const WEBHOOK = fileURLToPath(new URL('../support/adapters/plain-webhook.ts', import.meta.url));

/** How a command ended, and what it printed. */
async function printed(command: () => Promise<ExitStatus>): Promise<readonly [ExitStatus, string, string]> {
  const [output, complaints]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => complaints.push(String(text)) > 0),
  ];
  try {
    return [await command(), output.join(''), complaints.join('')];
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('quintet push', () => {
  test.each([
    ['neither a number nor --all', () => replayDeadLetters({}, undefined, false), 'name one dead letter by its number'],
    ['a number and --all', () => replayDeadLetters({}, '1', true), 'name one dead letter by its number'],
    ['no number', () => replayDeadLetters({}, '1e3', false), '"1e3" is no number of a dead letter'],
    ...['ftp://example.com', 'https://ann:x@example.com', 'example.com', 'https://example.com/#x'].map(
      (url) =>
        [
          url,
          () => addWebhook({}, url, { name: undefined, channels: '*' }),
          'no http or https URL that can be',
        ] as const,
    ),
  ] as const)('%s is not understood', async (_, command, words) => {
    expect(await printed(command)).toEqual([2, '', expect.stringContaining(words)]);
  });
});

describe.skipIf(!postgresIsThere)('quintet push, on PostgreSQL (QUINTET_TEST_POSTGRES)', () => {
  let database: Awaited<ReturnType<typeof makeMigratedDatabase>>;
  let receiver: Server;
  let url: string;
  let status = 400;
  const received: string[] = [];
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (status === 200) received.push(body);
        response.writeHead(status).end();
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=hidden`;
  });
  afterAll(async () => {
    receiver?.close();
    await database?.drop();
  });

  const flags = (adapters = `@quintet/adapters-db,${WEBHOOK}`): Record<string, string> => ({
    DATABASE_URL: database.url,
    QUINTET_ADAPTERS: adapters,
  });
  const add = (channels: string, texts = flags()): ReturnType<typeof printed> =>
    printed(() => addWebhook(texts, url, { name: 'board', channels }));

  test('webhooks are added with a secret that is shown once, listed, and removed', async () => {
    const list = (): ReturnType<typeof printed> => printed(() => listDestinations(flags()));
    expect(await list()).toEqual([0, 'There is no destination.\n', '']);
    expect(await add('*', flags('@quintet/adapters-db'))).toEqual([
      1,
      '',
      expect.stringContaining('add it to QUINTET_PUSH'),
    ]);
    expect(await add('a,#')).toEqual([1, '', expect.stringContaining('a channel is none')]);

    const [ended, output] = await add('com.vivere.announcement,private-*');
    const [first, , secret = ''] = output.split('\n');
    expect([ended, first]).toEqual([0, 'Destination webhook:board was added.']);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    await withQuintet(flags(), async ({ push }) => {
      const [stored] = (await push.listDestinations({ transport: 'webhook' }))._unsafeUnwrap();
      expect(stored?.address).toEqual({ url, secret });
      return 0;
    });

    expect(await add('*')).toEqual([1, '', expect.stringContaining('there is a destination webhook:board already')]);
    const origin = new URL(url).origin;
    expect(await list()).toEqual([0, `webhook:board  com.vivere.announcement,private-*  ${origin}\n`, '']);
    const remove = (): ReturnType<typeof printed> => printed(() => removeDestination(flags(), 'webhook:board'));
    expect(await remove()).toEqual([0, 'Destination webhook:board was removed.\n', '']);
    expect(await remove()).toEqual([1, '', 'quintet: there is no such destination\n']);
  });

  test('dead letters are listed, and replayed until they are delivered', async () => {
    expect((await add('*'))[0]).toBe(0);
    const ended = await withQuintet(flags(), async ({ push }) => {
      await push.feed.start();
      await push.publish(...[1, 2, 3].map((data) => ({ channel: 'news', event: 'save', data })));
      await vi.waitFor(() => expect(push.feed.position).toBe(3));
      for (const _ of [1, 2, 3]) expect((await push.relay.deliverDue())._unsafeUnwrap()).toBe(1);
      await push.feed.stop();
      return 0;
    });
    expect(ended).toBe(0);
    const [, listed] = await printed(() => listDeadLetters(flags()));
    expect(listed.split('\n')).toEqual([
      ...[3, 2, 1].map((id) =>
        expect.stringMatching(`^${id}  20\\S+Z  webhook:board  news  save  tried once  it answered 400$`),
      ),
      '',
    ]);

    const replay = (id: string | undefined): ReturnType<typeof printed> =>
      printed(() => replayDeadLetters(flags(), id, id === undefined));
    expect(await replay('2')).toEqual([1, '', 'quintet: it was refused: it answered 400\n']);
    status = 200;
    expect(await replay('2')).toEqual([0, 'Dead letter 2 was delivered to webhook:board.\n', '']);
    expect(await replay('2')).toEqual([1, '', 'quintet: there is no such dead letter\n']);
    expect(await replay(undefined)).toEqual([0, '2 dead letters were delivered.\n', '']);
    expect(received).toEqual(['2', '1', '3']);
    expect((await printed(() => listDeadLetters(flags())))[1]).toBe('There is no dead letter.\n');
  });
});
