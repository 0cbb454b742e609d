import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quintet, quintetHere } from '../support/command.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';

describe('quintet instagram simulate', () => {
  test('prints a table per channel', async () => {
    const one = await quintetHere(['instagram', 'simulate', '--days', '2', '--seed', '7']);
    expect(one.status).toBe(0);
    expect(one.complaints.join('\n')).toContain('100% | day 2 of 2');
    const [head, rule, ...rows] = one.output.trimEnd().split('\n');
    expect(head).toMatch(/^channel +attempted +done +leads +followers gained +conversion$/u);
    expect(rule).toMatch(/^-+$/u);
    const counts = rows.flatMap((row) => {
      const found = /^(\S.*?) {2,}(\d+) +(\d+) +(\d+) +(\d+) +([\d.]+ %|-)$/u.exec(row);
      return found === null ? [] : [found.slice(2, 6).map(Number)];
    });
    // five channels, and all together
    expect(counts).toHaveLength(6);
    const sums = [0, 1, 2, 3].map((column) =>
      counts.slice(0, 5).reduce((sum, row) => sum + (row[column] ?? Number.NaN), 0),
    );
    expect(sums).toEqual(counts[5]);
    const [attempted = 0, done = 0, leads = 0] = sums;
    expect(attempted).toBeGreaterThan(100);
    // a day and a half past the first: no more than three days' worth
    expect(attempted).toBeLessThanOrEqual(3 * 500);
    expect(done).toBeLessThanOrEqual(attempted);
    expect(leads).toBeLessThanOrEqual(done);
  }, 60_000);

  test('does not understand what is no number of days', async () => {
    const { status, complaints } = await quintetHere(['instagram', 'simulate', '--days', 'many']);
    expect([status, complaints]).toEqual([2, ['quintet: --days is "many": allowed is 1 to 3650']]);
  });
});

describe.skipIf(!postgresIsThere)('quintet seed-instagram, on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
  });
  afterAll(() => database?.drop());

  test('makes an account with channels once, and goes on where it was interrupted', async () => {
    const variables = { DATABASE_URL: database.url, QUINTET_INSTAGRAM_KEY: Buffer.alloc(32, 1).toString('base64') };
    const channels = (): Promise<Record<string, unknown>[]> =>
      database.query('SELECT action, target, value, state FROM instagram_channel ORDER BY id');
    const first = await quintet(['seed-instagram'], { variables });
    expect([first.status, first.output.split('\n')[0]]).toEqual([
      0,
      'instalogin has 4 new channels, which begin when the server does.',
    ]);
    const made = await channels();
    expect(made).toHaveLength(4);
    expect(made.every(({ state }) => state === 'start')).toBe(true);
    await database.query(`DELETE FROM instagram_channel WHERE target = 'likes'`);
    const second = await quintet(['seed-instagram'], { variables });
    expect([second.status, second.output.split('\n')[0]]).toEqual([
      0,
      'instalogin has 1 new channel, which begins when the server does.',
    ]);
    expect(await channels()).toHaveLength(4);
  }, 60_000);

  test('makes nothing on a network that is not simulated', async () => {
    const { status, complaints } = await quintet(['seed-instagram'], {
      variables: { DATABASE_URL: database.url, QUINTET_INSTAGRAM_GATEWAY: 'http://127.0.0.1:1' },
    });
    expect([status, complaints]).toEqual([
      2,
      ['quintet: QUINTET_INSTAGRAM_GATEWAY is "http://127.0.0.1:1": the example is for the simulated network'],
    ]);
  });
});
