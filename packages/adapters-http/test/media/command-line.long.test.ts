import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newMediaUser, type MediaClient } from '../support/media.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { SECRET, startHere, type RunningServer } from '../support/server.ts';

const BIN = fileURLToPath(new URL('../../bin/quintet.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

describe.skipIf(!postgresIsThere)('quintet media, on PostgreSQL', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let directory: string;
  let user: MediaClient;
  beforeAll(async () => {
    database = await makeMigratedDatabase();
    directory = await mkdtemp(join(tmpdir(), 'quintet-media-'));
    server = await startHere({ QUINTET_APIS: 'media', DATABASE_URL: database.url }, 'PGlite');
    user = await newMediaUser(`${server.url}/media`);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    await rm(directory, { recursive: true, force: true });
  });

  async function quintet(args: readonly string[], input = ''): Promise<Ended> {
    const own = Object.entries(process.env).filter(([name]) => !/^(?:QUINTET_|DATABASE_URL$|PORT$|HOST$)/u.test(name));
    const child = spawn(process.execPath, [BIN, 'media', ...args], {
      env: { ...Object.fromEntries(own), DATABASE_URL: database.url, QUINTET_JWT_SECRET: SECRET },
      cwd: directory,
    });
    child.stdin.end(input);
    const [out, err, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { status, out, err };
  }

  async function file(name: string, content: string): Promise<string> {
    await writeFile(join(directory, name), content);
    return name;
  }

  test('imports a file once, however often it is told to, and exports what it takes', async () => {
    const name = await file('media.csv', 'name,medium,consumed_state\nDune,literature,finished\nAlien,film,\n');
    const counts = (added: number, unchanged: number) =>
      `${added} media elements added, 0 updated, ${unchanged} unchanged.\n`;
    const importing = ['import', '--user', user.username.toUpperCase(), name];
    const dry = await quintet([...importing, '--dry-run']);
    expect([dry.status, dry.out]).toEqual([0, `Dry run, nothing was stored. There would be ${counts(2, 0)}`]);
    expect(await user.list()).toEqual([]);
    const first = await quintet(importing);
    expect([first.status, first.out]).toEqual([0, `There were ${counts(2, 0)}`]);
    expect(first.err).toContain('100% | 2/2 elements');
    expect((await quintet(importing)).out).toBe(`There were ${counts(0, 2)}`);
    expect((await user.list()).map(({ name }) => name)).toEqual(['Dune', 'Alien']);

    const exported = await quintet(['export', '--user', user.username, 'media.json']);
    expect([exported.status, exported.out]).toEqual([0, '2 media elements were written to media.json.\n']);
    const json = await readFile(join(directory, 'media.json'), 'utf8');
    expect(JSON.parse(json)).toMatchObject([{ name: 'Dune', consumed_state: 'finished' }, { name: 'Alien' }]);
    const again = await quintet(['import', '--user', user.username, '--format', 'json', '-'], json);
    expect(again.out).toBe(`There were ${counts(0, 2)}`);
    const csv = (await quintet(['export', '--user', user.username, '--ids'])).out;
    expect(csv.split('\n')[0]).toBe('id,name,medium,consumed_state,description,order,started_at,finished_at');
  }, 60_000);

  test('says what is wrong with each line, and imports nothing', async () => {
    const before = await user.list();
    const name = await file('faulty.csv', 'name,order\ngood,1\n,1\nx,y\n');
    const { status, out, err } = await quintet(['import', '--user', user.username, name]);
    expect([status, out]).toEqual([1, '']);
    expect(err).toBe(
      [
        'quintet: faulty.csv:3: name parameter must be 1 to 80 characters',
        'quintet: faulty.csv:4: order parameter must be type integer',
        'quintet: nothing was imported, because of 2 faulty lines',
        '',
      ].join('\n'),
    );
    expect(await user.list()).toEqual(before);
  }, 30_000);

  test.each<readonly [args: readonly string[], status: number, says: string]>([
    [['import', 'x.csv'], 2, "required option '--user <username>' not specified"],
    [['import', '--user', 'x'], 2, "missing required argument 'file'"],
    [['import', '--user', 'x', 'x.txt'], 2, 'give --format csv or --format json'],
    [['import', '--user', 'x', '--format', 'xml', 'x'], 2, 'Allowed choices are csv, json'],
    [['import', '--user', 'x', 'nowhere.csv'], 1, '"nowhere.csv" can\'t be read'],
    [['export', '--user', 'nobody-at-all'], 1, 'there is no account "nobody-at-all"'],
    [['export', '--user', 'x', '--usr', 'x'], 2, '--usr'],
  ])('%j ends with %i', async (args, status, says) => {
    const ended = await quintet(args);
    expect([ended.status, ended.out]).toEqual([status, '']);
    expect(ended.err).toContain(says);
    expect(ended.err).toMatch(/^quintet: [^\n]+\n$/u);
  });

  test('has help', async () => {
    for (const command of ['import', 'export']) {
      const { status, out } = await quintet([command, '--help']);
      expect(status).toBe(0);
      expect(out).toContain('--user <username>');
      expect(out).toContain('Examples:');
    }
  });

  test('stops when it is told to, and goes on from there', async () => {
    const other = await newMediaUser(user.base);
    const lines = Array.from({ length: 60_000 }, (_, index) => `Title ${index}`);
    const name = await file('long.csv', `name\n${lines.join('\n')}\n`);
    const child = spawn(process.execPath, [BIN, 'media', 'import', '--user', other.username, name], {
      env: { ...process.env, DATABASE_URL: database.url, QUINTET_JWT_SECRET: SECRET },
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      if (!child.killed && /[1-9]\d*\/60000/u.test(err)) child.kill('SIGINT');
    });
    const [status] = (await once(child, 'close')) as [number];
    expect([status, err]).toEqual([1, expect.stringMatching(/stopped: \d+ added, 0 updated, \d+ left/u)]);
    const stored = Number(/stopped: (\d+) added/u.exec(err)?.[1]);
    expect(stored).toBeGreaterThan(0);
    expect(await other.list()).toHaveLength(stored);
    const rest = await quintet(['import', '--user', other.username, name]);
    expect(rest.out).toBe(`There were ${60_000 - stored} media elements added, 0 updated, ${stored} unchanged.\n`);
  }, 120_000);
});
