import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from '../../../adapters-notify/test/support/carriers.ts';
import { readStream, type StreamReader } from '../../../adapters-notify/test/support/streaming.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, startHere, startProcess } from '../support/server.ts';
import { openProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { PUSHER_APP, trigger } from '../support/trigger.ts';

/** In the long run each server is a process of its own, which is killed at the end. */
const long = process.env['QUINTET_TEST_LONG'] === '1';
const MESSAGES = long ? 400 : 40;
const CHANNEL = 'com.vivere.announcement';

interface OneServer {
  readonly url: string;
  kill(): Promise<unknown>;
}

async function start(variables: Record<string, string>): Promise<OneServer> {
  const usual = { ...PUSHER_APP, QUINTET_PUSH: 'embedded,sse' };
  if (!long) {
    const server = await startHere({ ...usual, ...variables });
    return { url: server.url, kill: () => server.stop() };
  }
  const server = await startProcess({ ...usual, ...variables });
  return { url: server.url, kill: () => server.end('SIGKILL') };
}

/** Tells a number; resolves when the server has acknowledged it. */
function tell({ url }: OneServer, number: number): Promise<void> {
  return trigger(url, [{ name: 'save', channel: CHANNEL, data: JSON.stringify(number) }]);
}

const read = ({ url }: OneServer, lastEventId?: string): Promise<StreamReader> =>
  readStream(
    `${url}/hackathon/stream?channels=${CHANNEL}`,
    lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
  );

const heardBy = (reader: StreamReader): readonly number[] =>
  reader.events().map(({ data }) => Number((data as { readonly data: unknown }).data));

const BUSES = [{ name: 'PostgreSQL', url: undefined, isThere: postgresIsThere }, ...CARRIERS];

describe.each(BUSES)('two servers that tell each other by $name', ({ name, url: busUrl, isThere }) => {
  describe.skipIf(!isThere || !postgresIsThere)(isThere ? 'on one PostgreSQL' : `which is not there`, () => {
    let database: TestDatabase;
    let proxy: TcpProxy | undefined;
    let servers: readonly OneServer[] = [];
    let readers: readonly StreamReader[] = [];
    let told = 0;

    beforeAll(async () => {
      database = await makeMigratedDatabase();
      proxy = busUrl === undefined ? undefined : await openProxy(busUrl);
      const variables = { DATABASE_URL: database.url, ...(proxy === undefined ? {} : { QUINTET_BUS: proxy.url }) };
      servers = await Promise.all([start(variables), start(variables)]);
      readers = await Promise.all(servers.map((server) => read(server)));
    }, 60_000);
    afterAll(async () => {
      for (const reader of readers) reader.close();
      await Promise.all(servers.map((server) => server.kill()));
      await proxy?.close();
      await database?.drop();
    });

    /** Tells numbers at both servers, several at once. */
    async function tellBoth(count: number): Promise<void> {
      const numbers = Array.from({ length: count }, (_, index) => told + index);
      told += count;
      for (let at = 0; at < count; at += 8) {
        await Promise.all(
          numbers.slice(at, at + 8).map(async (number) => {
            const server = servers[number % 2];
            if (server !== undefined) await tell(server, number);
          }),
        );
      }
    }

    async function allHeardOnce(): Promise<void> {
      const complete = Array.from({ length: told }, (_, index) => index);
      const [one, other] = await Promise.all(
        readers.map(async (reader) => {
          await reader.until(told);
          return heardBy(reader);
        }),
      );
      expect(one?.toSorted((a, b) => a - b)).toEqual(complete);
      // In the same order, whichever server one reads at.
      expect(other).toEqual(one);
    }

    test('every reader gets every message once, in one order', async () => {
      await tellBoth(MESSAGES);
      await allHeardOnce();
    });

    test.skipIf(busUrl === undefined)(`also while ${name} is away, and after it`, async () => {
      await proxy?.cut();
      const readiness = async (): Promise<unknown> => {
        const answers = await Promise.all(servers.map(({ url }) => fetch(`${url}/readyz`)));
        return Promise.all(answers.map(async (answer) => [answer.status, (await answer.json()) as object]));
      };
      await tellBoth(MESSAGES / 4);
      await allHeardOnce();
      const away = { status: 'ready', adapters: { database: 'ok', notify: 'the bus is away, messages come later' } };
      expect(await readiness()).toEqual([
        [200, away],
        [200, away],
      ]);
      await proxy?.mend();
      await tellBoth(MESSAGES / 4);
      await allHeardOnce();
      const isWell = async (): Promise<boolean> =>
        JSON.stringify(await readiness()).split('"notify":"ok"').length === 3;
      expect(await eventually(isWell, 10_000)).toBe(true);
    });

    test('who read at a server that is no more goes on at the other', async () => {
      const [first, second] = readers;
      const [gone, stays] = servers;
      if (first === undefined || second === undefined || gone === undefined || stays === undefined) throw new Error();
      await gone.kill();
      await first.ended;
      const begun = told;
      servers = [stays, stays];
      await tellBoth(10);
      const again = await read(stays, first.lastEventId());
      await again.until(told - begun);
      await tellBoth(10);
      await again.until(told - begun);
      await second.until(told);
      expect([...heardBy(first), ...heardBy(again)]).toEqual(heardBy(second));
      again.close();
      servers = [stays];
    });
  });
});
