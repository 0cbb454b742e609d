import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataDirectory } from '../../../adapters-db/test/support/pglite.ts';
import { emptyDirectory, quintet, quintetHere, type Ended } from '../support/command.ts';
import { startProcess } from '../support/server.ts';
import { stranger, type Answer } from '../support/client.ts';
import { makeDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

/** It could not be done, or was not understood: one line says so, and no stack. */
function expectOneLine({ status, output, complaints }: Ended, expected: number, words: RegExp): void {
  expect(complaints).toEqual([expect.stringMatching(words)]);
  expect(complaints[0]).toMatch(/^quintet: /);
  expect(output).toBe('');
  expect(status).toBe(expected);
}

describe('what is not understood', () => {
  test.each<[string, RegExp]>([
    ['frobnicate', /unknown command 'frobnicate'/],
    ['server', /unknown command 'server' \(Did you mean serve\?\)/],
    ['serve --prot 1', /unknown option '--prot' \(Did you mean --port\?\)/],
    ['serve --port', /option '--port <number>' argument missing/],
    ['serve now', /too many arguments for 'serve'/],
    ['serve --port http', /PORT is "http" \(flag --port\): allowed is a whole number from 0 to 65535/],
    ['migrate --state', /unknown option '--state' \(Did you mean --status\?\)/],
    ['dummy twice', /too many arguments for 'dummy'/],
    ['account create', /missing required argument 'username'/],
    ['account make ann', /unknown command 'make'/],
    ['account grant ann', /missing required argument 'role'/],
    ['account grant ann king', /"king" is no role: allowed is one of casting-assistant, .*admin/],
    ['--verbose', /unknown option '--verbose'/],
    ['seed-hackathon', /unknown command 'seed-hackathon'/],
    ['seed-casting now', /too many arguments for 'seed-casting'/],
    ['config --config ./not-there.json', /QUINTET_CONFIG is ".\/not-there.json": it can't be read \(ENOENT\)/],
  ])('%s', async (line, words) => {
    expectOneLine(await quintetHere(line.split(' '), { variables: { QUINTET_DATA_DIR: 'memory' } }), 2, words);
  });

  test('every bad variable has a line of its own, and no secret is in it', async () => {
    const variables = {
      QUINTET_JWT_SECRET: 'hush',
      PORT: 'x',
      QUINTET_TOKN_TTL: '1',
      DATABASE_URL: 'mysql://a:hush@b/c',
    };
    for (const command of ['serve', 'config', 'migrate', 'dummy']) {
      const { status, complaints } = await quintetHere([command], { variables });
      expect(complaints).toHaveLength(4);
      expect(complaints.join('\n')).not.toContain('hush');
      expect(status).toBe(2);
    }
  });

  test('a database elsewhere without a secret', async () => {
    const variables = { DATABASE_URL: 'postgres://localhost/quintet' };
    for (const command of ['serve', 'config']) {
      expectOneLine(
        await quintetHere([command], { variables }),
        2,
        /QUINTET_JWT_SECRET is not set: it is required with DATABASE_URL/,
      );
    }
  });

  test('adapters that serve not every port: a line a port', async () => {
    const { status, complaints } = await quintet([
      'serve',
      '--data-dir',
      'memory',
      '--adapters',
      '@quintet/adapters-notify',
    ]);
    expect(complaints.length).toBeGreaterThan(3);
    for (const line of complaints) expect(line).toMatch(/^quintet: QUINTET_ADAPTERS is .* serves the port [a-z/-]+$/);
    expect(status).toBe(2);
  });

  // These get as far as to have a log, and to listen for signals: that needs a process of its own.
  test.each<[string, RegExp]>([
    ['frobnicate', /unknown command 'frobnicate'/],
    ['serve --adapters ./not-there.js', /QUINTET_ADAPTERS names ".\/not-there.js", which is no package or file/],
    [
      'migrate --adapters @quintet/core',
      /QUINTET_ADAPTERS names "@quintet\/core", which exports no function createAdapter/,
    ],
  ])('by a process: %s', async (line, words) => {
    expectOneLine(await quintet(line.split(' '), { variables: { QUINTET_DATA_DIR: 'memory' } }), 2, words);
  });

  test('an old Node, whatever the command', async () => {
    const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.11.0' } })`;
    expectOneLine(
      await quintet(['serve'], { nodeArgs: ['--import', old] }),
      2,
      /Node 22\.17 or later is needed, and this is 20\.11\.0/,
    );
  });
});

test('--version tells the version of the package', async () => {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version: string };
  expect(await quintetHere(['--version'])).toEqual({ status: 0, output: `${version}\n`, complaints: [] });
});

describe('help', () => {
  test.each([
    'serve',
    'migrate',
    'config',
    'dummy',
    'seed-casting',
    'account create',
    'account grant',
    'account revoke',
    'account password',
  ])('of %s says what it does, names every flag, and shows examples', async (command) => {
    const { status, output, complaints } = await quintetHere([...command.split(' '), '--help']);
    expect(status).toBe(0);
    expect(complaints).toEqual([]);
    expect(output).toContain(`Usage: quintet ${command}`);
    expect(output).toContain('--data-dir <directory>');
    expect(output).toMatch(new RegExp(`Examples:\n(?:.*\n)*.*quintet ${command}`));
  });

  test.each([[['--help']], [['help']]])('of everything lists what there is: %j', async (args) => {
    const { status, output } = await quintetHere(args);
    expect(status).toBe(0);
    const seeds = ['dummy', 'seed-casting', 'seed-instagram'];
    for (const command of ['serve', 'migrate', 'config', 'account', 'media', 'instagram', 'push', ...seeds])
      expect(output).toMatch(new RegExp(`^  ${command}`, 'm'));
  });

  test('is shown where no command is given, with status 2', async () => {
    for (const args of [[], ['account']]) {
      const { status, output, complaints } = await quintetHere(args);
      expect(status).toBe(2);
      expect(output).toBe('');
      expect(complaints.join('\n')).toContain('Commands:');
    }
  });
});

describe('config', () => {
  test('shows what is in force and where it is from, without secrets', async () => {
    const directory = await emptyDirectory();
    const file = join(directory.path, 'settings.json');
    await writeFile(file, JSON.stringify({ QUINTET_TOKEN_TTL: 60, QUINTET_JWT_SECRET: SECRET }));
    const { status, output } = await quintetHere(['config', '--port', '8080'], {
      variables: {
        QUINTET_CONFIG: file,
        DATABASE_URL: 'postgres://ann:hush@db/lists',
        QUINTET_BUS: 'redis://:hush@bus',
      },
    });
    await directory.remove();
    expect(status).toBe(0);
    const rows = Object.fromEntries(
      output.split('\n').map((line) => [line.split(' ', 1)[0], line.replace(/\s{2,}/g, '|')]),
    );
    expect(rows).toMatchObject({
      PORT: 'PORT|8080|flag --port',
      HOST: 'HOST|127.0.0.1|default',
      DATABASE_URL: 'DATABASE_URL|postgres://ann:********@db/lists|environment',
      QUINTET_BUS: 'QUINTET_BUS|redis://:********@bus|environment',
      QUINTET_TOKEN_TTL: `QUINTET_TOKEN_TTL|60|file ${file}`,
      QUINTET_JWT_SECRET: `QUINTET_JWT_SECRET|********|file ${file}`,
    });
    expect(output).not.toContain('hush');
    expect(output).not.toContain(SECRET);
  });
});

describe('on a database', () => {
  let directory: Awaited<ReturnType<typeof emptyDirectory>>;
  let database: TestDatabase | undefined;
  // PostgreSQL starts much faster; that PGlite is as good is tried below.
  const there = (): Record<string, string> =>
    database === undefined ? { QUINTET_DATA_DIR: directory.path } : { DATABASE_URL: database.url };
  const run = (line: string, input = ''): Promise<Ended> => quintet(line.split(' '), { variables: there(), input });
  beforeAll(async () => {
    directory = await emptyDirectory();
    database = postgresIsThere ? await makeDatabase() : undefined;
  });
  afterAll(async () => {
    await database?.drop();
    await directory.remove();
  });

  test('migrations are listed, carried out, and listed as carried out', async () => {
    const before = await run('migrate --status');
    expect(before.status).toBe(0);
    const migrations = before.output.trim().split('\n');
    expect(migrations.length).toBeGreaterThan(0);
    for (const line of migrations) expect(line).toMatch(/^to come +\d{4}-/);

    const migrated = await run('migrate');
    expect(migrated.output.trim().split('\n')).toEqual(
      migrations.map((line) => line.replace(/^to come +/, 'migrated ')),
    );
    expect(await run('migrate')).toEqual({ status: 0, output: 'Everything is up to date.\n', complaints: [] });
    const after = await run('migrate --status');
    for (const line of after.output.trim().split('\n')) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+ +\d{4}-/);
  }, 120_000);

  test('accounts are made, get roles and passwords, and can log in', async () => {
    expect(await run('account create ann@example.com', 'hush1\nhush2\n')).toEqual({
      status: 0,
      output: expect.stringMatching(/^Account \d+ was made: ann@example\.com\n$/),
      complaints: [],
    });
    expectOneLine(await run('account create ANN@example.com', 'hush1\n'), 1, /"ANN@example.com" is taken/);
    expectOneLine(await run('account create bob@example.com'), 1, /no password was given/);
    expectOneLine(await run('account create bob@example.com', '\n'), 1, /is empty/);
    expectOneLine(await run('account password nobody', 'hush1\n'), 1, /there is no account "nobody"/);
    expectOneLine(await run('account grant nobody admin'), 1, /there is no account "nobody"/);
    const grant = await run('account grant ann@example.com organizer');
    expect(grant.output).toBe('ann@example.com has now the roles organizer.\n');
    expect((await run('account grant ann@example.com admin')).output).toMatch(
      /roles (?:organizer, admin|admin, organizer)\./,
    );
    const revoke = await run('account revoke ann@example.com admin');
    expect(revoke.output).toBe('ann@example.com has now the roles organizer.\n');
    expect((await run('account password ann@example.com', 'hush3')).output).toContain('was set');

    const server = await startProcess({ ...there(), QUINTET_JWT_SECRET: SECRET });
    try {
      const logIn = (password: string): Promise<Answer> =>
        stranger(server.base).ask('POST /auth/login', { json: { email: 'ann@example.com', password } });
      expect((await logIn('hush1')).status).toBe(401);
      const { status, body } = await logIn('hush3');
      expect(status).toBe(200);
      const [, payload = ''] = String(body.auth_token).split('.');
      const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
      expect(claims).toMatchObject({ permissions: ['organize:hackathon'] });
    } finally {
      await server.end('SIGTERM');
    }
  }, 180_000);
});

describe('on a data directory', () => {
  test.runIf(process.env['QUINTET_TEST_LONG'] === '1')(
    'example data is filled in once, and what is in use is left alone',
    async () => {
      const directory = await emptyDirectory();
      await makeDataDirectory(directory.path);
      const variables = { QUINTET_DATA_DIR: directory.path };
      const filled = await quintet(['dummy'], { variables });
      expect(filled.status).toBe(0);
      expect(filled.complaints.join('\n')).toMatch(/\[=+\] 100% \| 100\/100 buckets/);
      expect(filled.output).toContain('100 buckets with 1000 items');
      expect(filled.output).toContain(
        'A hackathon with 4 locations, 7 events, 3 announcements and 3 tickets was made.',
      );
      const again = await quintet(['dummy'], { variables });
      expect(again).toEqual({ status: 0, output: expect.stringContaining('is there already'), complaints: [] });

      const server = await startProcess({ ...variables, QUINTET_JWT_SECRET: '' });
      try {
        const { body } = await stranger(server.base).ask('POST /auth/login', {
          json: { email: 'example@bucketmail.com', password: '123456' },
        });
        const example = stranger(server.base, { token: String(body.auth_token) });
        const { body: page } = await example.ask('GET /bucketlists?limit=100');
        expect(page.count).toBe(100);
        for (const { name } of page.buckets ?? []) expect(name).toMatch(/^\p{Lu}.* /u);

        for (const args of [['dummy'], ['serve', '--port', '0']]) {
          const refused = await quintet(args, { variables });
          expect(refused.complaints.at(-1)).toMatch(/^quintet: database: The database is in use by the process \d+\./);
          expect(refused.status).toBe(1);
        }
        expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      } finally {
        await server.end('SIGTERM');
        await directory.remove();
      }
    },
    180_000,
  );
});

describe('what is in the way', () => {
  test('a port that is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const ended = await quintet(['serve', '--data-dir', 'memory', '--port', String(port)]);
    taken.close();
    expectOneLine(ended, 1, new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use`));
  });

  test('an address that this machine does not have', async () => {
    expectOneLine(
      await quintet(['serve', '--data-dir', 'memory', '--port', '0', '--host', '192.0.2.1']),
      1,
      /HOST is 192\.0\.2\.1, which is no address of this machine/,
    );
  });

  test('a data directory that can not be made', async () => {
    expectOneLine(
      await quintet(['serve', '--data-dir', `${process.execPath}/in-a-file`]),
      1,
      /jwt-secret can't be used: ENOTDIR/,
    );
  });

  test('a database that refuses, or is not there when a command is run', async () => {
    const DATABASE_URL = 'postgres://ann:hush@127.0.0.1:1/lists';
    const ended = await quintet(['migrate'], { variables: { DATABASE_URL } });
    expectOneLine(ended, 1, /database: connect ECONNREFUSED 127\.0\.0\.1:1/);
  });
});
