import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { hackathonAt } from '../../support/hackathon.ts';
import { makeMigratedDatabase, postgresIsThere } from '../../support/postgres.ts';
import { eventually, makeStorage, type Variables } from '../../support/server.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { differing, disorder, distinct, lastTold, untold } from './nothing-lost.ts';
import { startReader, type Reader } from './reader.ts';
import { write, type Log } from './writers.ts';

const isLong = process.env['QUINTET_TEST_LONG'] === '1';
const CHANGES = isLong ? 5_000 : 100;
const KILLS = isLong ? 10 : 2;
const PEOPLE = 6;
const CHANNELS = '/hackathon/stream?channels=com.vivere.mentor,com.vivere.announcement';
const USUAL: Variables = { QUINTET_APIS: 'hackathon', QUINTET_LOG_LEVEL: 'error' };

/** Writes while something goes wrong again and again, and a reader reads; gives what was written when all is well again. */
async function writeThrough(fleet: Fleet, reader: Reader, upset: () => Promise<void>, pause: number): Promise<Log> {
  const [url = ''] = fleet.urls;
  const hackathon = hackathonAt(`${url}/hackathon`);
  const organizer = await hackathon.organizer();
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => hackathon.attendee()));

  const done = new AbortController();
  const upsetting = (async () => {
    while (!done.signal.aborted) {
      await sleep(pause, undefined, { signal: done.signal }).catch(() => {});
      if (!done.signal.aborted) await upset();
    }
  })();
  const log = await write({
    urls: fleet.urls,
    organizer,
    people,
    writers: 8,
    isEnough: (changes) => changes >= CHANGES && fleet.kills >= KILLS,
  });
  done.abort();
  await upsetting;

  // What was stored by a server that is no more is found by another.
  const last = await hackathon.call('POST /admin/announcements', { token: organizer, json: { message: 'The end' } });
  expect(last.status).toBe(201);
  const isThere = async (): Promise<boolean> => reader.got.some(({ data }) => data['message'] === 'The end');
  expect(await eventually(isThere, 20_000)).toBe(true);
  // And whatever else was on its way at the same time.
  await sleep(1_500);
  return log;
}

function expectNothingLost(what: string, { kills, urls }: Fleet, reader: Reader, log: Log): void {
  const { acknowledged, refused, unknown } = log;
  const messages = distinct(reader.got);
  expect(kills).toBeGreaterThan(0);
  expect(disorder(reader.got)).toEqual([]);
  expect(untold(acknowledged, reader.got)).toEqual([]);
  process.stdout.write(
    `${what}: ${acknowledged.length} changes acknowledged, ${refused} refused, ${unknown} unanswered, ` +
      `${urls.length} server(s) killed ${kills} times; ${messages.length} messages, ` +
      `${reader.got.length - messages.length} repeats, ${reader.connections} connections of the reader, 0 lost\n`,
  );
}

describe('nothing that was acknowledged is lost', { timeout: isLong ? 600_000 : 60_000 }, () => {
  test.skipIf(!postgresIsThere)(
    'when one of two servers on PostgreSQL is killed, and connections to the database are cut, every second',
    async () => {
      const database = await makeMigratedDatabase();
      const fleet = await startFleet(2, { ...USUAL, DATABASE_URL: database.url });
      const reader = await startReader(fleet.urls, CHANNELS);
      try {
        let turn = 0;
        const upset = async (): Promise<void> => {
          turn += 1;
          // The bus is one of the connections.
          await (turn % 2 === 0 ? database.endConnections() : fleet.killOne());
        };
        const log = await writeThrough(fleet, reader, upset, isLong ? 500 : 300);
        expectNothingLost('PostgreSQL', fleet, reader, log);

        const announcements = await database.query('SELECT id, message FROM announcement');
        expect(differing(announcements, lastTold(reader.got, 'com.vivere.announcement'))).toEqual([]);
        const tickets = await database.query(
          'SELECT id, description, claimed_by IS NOT NULL AS claimed FROM ticket ORDER BY id',
        );
        expect(tickets.length).toBeGreaterThan(10);
        expect(differing(tickets, lastTold(reader.got, 'com.vivere.mentor'))).toEqual([]);
        const stored = new Set([...announcements, ...tickets].map(({ id }) => id));
        expect(log.acknowledged.filter(({ data }) => !stored.has(data['id']))).toEqual([]);
      } finally {
        await reader.stop();
        await fleet.end();
        await database.drop();
      }
    },
  );

  // Where there is PostgreSQL, the short run has that alone: a PGlite takes long to start.
  test.skipIf(postgresIsThere && !isLong)('when a server on PGlite is killed again and again', async () => {
    const storage = await makeStorage('PGlite');
    const fleet = await startFleet(1, { ...USUAL, ...storage.variables });
    const reader = await startReader(fleet.urls, CHANNELS);
    try {
      const log = await writeThrough(fleet, reader, () => fleet.killOne(), isLong ? 2_000 : 700);
      expectNothingLost('PGlite', fleet, reader, log);
      const hackathon = hackathonAt(`${fleet.urls[0] ?? ''}/hackathon`);
      const { body } = await hackathon.call('GET /announcements');
      const announcements = body['data'] as readonly Readonly<Record<string, unknown>>[];
      expect(differing(announcements, lastTold(reader.got, 'com.vivere.announcement'))).toEqual([]);
      const stored = new Set(announcements.map(({ id }) => id));
      const announced = log.acknowledged.filter(({ kind }) => kind === 'announcement');
      expect(announced.filter(({ data }) => !stored.has(data['id']))).toEqual([]);
    } finally {
      await reader.stop();
      await fleet.end();
      await storage.remove();
    }
  });
});
