import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerModule } from 'inversify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PORTS, type Clock, type Health, type Ports } from '@quintet/core';
import { memoryAdapters, settableClock } from '@quintet/core/memory';
import { loadAdapters, type ServerAdapter } from '../../src/server/adapters.ts';
import { AT_ONCE, bringUp, migrateAll } from '../../src/server/bring-up.ts';
import { compose } from '../../src/server/composition.ts';
import { readConfiguration } from '../../src/server/configuration/configuration.ts';
import { pushConfigurationOf } from '../../src/server/push-keys.ts';
import { readiness, type State } from '../../src/server/readiness.ts';

const logger = pino({ level: 'silent' });
const configuration = readConfiguration({ env: { QUINTET_DATA_DIR: 'memory' }, flags: {} })._unsafeUnwrap();
const KEYS = [{ secret: 'x'.repeat(32) }] as const;
const PUSH = (await pushConfigurationOf(configuration, KEYS))._unsafeUnwrap();

/** The ports that the server has no adapters of: whatever is stored. */
const OWN: ReadonlySet<string> = new Set([
  'clock',
  'delay',
  'random',
  'randomNumbers',
  'passwordHasher',
  'accessTokens',
  'externalTokens',
  'passwordCipher',
  'gateway',
  'objectIds',
  'bus',
  'transports',
  'timers',
]);
const STORED = (Object.keys(PORTS) as (keyof Ports)[]).filter((name) => !OWN.has(name));

/** Everything in memory, as a package. */
function inMemory(): ServerAdapter {
  const resolve = memoryAdapters();
  return {
    name: 'memory',
    module: new ContainerModule(({ bind }) => {
      for (const name of STORED) bind<unknown>(PORTS[name]).toConstantValue(resolve<unknown>(PORTS[name]));
    }),
  };
}

function withClock(clock: Clock): ServerAdapter {
  return {
    name: 'clock',
    module: new ContainerModule(({ bind }) => {
      bind(PORTS.clock).toConstantValue(clock);
    }),
  };
}

describe('composing', () => {
  test('a later adapter takes the place of an earlier one, for everything that asks for the port', async () => {
    const clock = settableClock(new Date('2017-08-23T10:14:52Z'));
    const later = settableClock(new Date('2026-11-22T00:00:00Z'));
    const adapters = [inMemory(), withClock(clock), withClock(later)];
    const { quintet } = (await compose(configuration, KEYS, adapters))._unsafeUnwrap();
    const { account, token } = (
      await quintet.bucketlist.register({ email: 'ann@example.com', password: '123456' })
    )._unsafeUnwrap();
    expect(account.createdAt).toEqual(later.now());
    expect((await quintet.identity.authenticate(token)).isOk()).toBe(true);
    later.advance(configuration.tokenLifetime * 1000);
    expect((await quintet.identity.authenticate(token))._unsafeUnwrapErr().kind).toBe('token-expired');
  });

  test('ports that nobody serves: one line each', async () => {
    const problems = (await compose(configuration, KEYS, [withClock(settableClock())]))._unsafeUnwrapErr();
    expect(problems).toHaveLength(STORED.length);
    for (const problem of problems) expect(problem).toMatch(/none of these serves the port [a-z/-]+$/);
  });

  test('what can be set reaches the use cases', async () => {
    const env = { QUINTET_DATA_DIR: 'memory', QUINTET_BUCKETLIST_PAGE_SIZE: '2', QUINTET_LOGIN_LIMIT: '1/60' };
    const set = readConfiguration({ env, flags: {} })._unsafeUnwrap();
    const { quintet } = (await compose(set, KEYS, [inMemory()]))._unsafeUnwrap();
    const { token } = (await quintet.bucketlist.register({ email: 'a@b.cd', password: '123456' }))._unsafeUnwrap();
    const ann = (await quintet.identity.authenticate(token))._unsafeUnwrap();
    for (const name of ['a', 'b', 'c']) await quintet.bucketlist.createBucket(ann, { name });
    expect((await quintet.bucketlist.listBuckets(ann, {}))._unsafeUnwrap().entries).toHaveLength(2);
    const wrong = { email: 'a@b.cd', password: 'wrong' };
    expect((await quintet.bucketlist.logIn(wrong))._unsafeUnwrapErr().kind).toBe('wrong-password');
    expect((await quintet.bucketlist.logIn(wrong))._unsafeUnwrapErr().kind).toBe('login-limited');
  });
});

describe('loading', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'quintet-test-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const load = async (name: string): Promise<readonly string[]> =>
    (await loadAdapters({ ...configuration, adapters: [name], push: PUSH, log: logger }))._unsafeUnwrapErr();

  test('ours are found by their names, in order', async () => {
    const adapters = (await loadAdapters({ ...configuration, push: PUSH, log: logger }))._unsafeUnwrap();
    expect(adapters.map(({ name }) => name)).toEqual(['database', 'notify']);
  });

  test.each([
    ['none.mjs', undefined, /which is no package or file that can be found from/],
    ['other.mjs', 'export const adapter = 1;', /which exports no function createAdapter$/],
    ['string.mjs', 'export const createAdapter = "x";', /which exports no function createAdapter$/],
    ['nothing.mjs', 'export const createAdapter = () => {};', /whose createAdapter gives no \{ name, module \}$/],
    ['thrower.mjs', 'export const createAdapter = () => { throw new Error("not\\ntoday"); };', /can't be loaded: not$/],
    ['broken.mjs', 'import "./missing.mjs";', /can't be loaded: Cannot find module/],
  ])('%s is refused in one line that names it', async (name, content, words) => {
    const path = join(directory, name);
    if (content !== undefined) await writeFile(path, content);
    const problems = await load(path);
    expect(problems).toEqual([expect.stringMatching(words)]);
    expect(problems[0]).toContain(path);
  });
});

function failing(errors: readonly Error[], calls: string[] = []): ServerAdapter {
  const left = [...errors];
  return {
    name: 'flaky',
    module: new ContainerModule(() => {}),
    migrate: async () => {
      calls.push('migrate');
      const error = left.shift();
      if (error !== undefined) throw error;
      return ['0001'];
    },
    start: async () => void calls.push('start'),
  };
}

const AWAY = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('bringing up', () => {
  test('waits for what is away, and says so', async () => {
    const calls: string[] = [];
    const steps: unknown[] = [];
    const wrapped = new Error('no connection', { cause: Object.assign(new Error('starting'), { code: '57P03' }) });
    const up = await bringUp([failing([AWAY, wrapped], calls)], {
      logger,
      signal: new AbortController().signal,
      onStep: (step, reason) => steps.push([step, reason]),
    });
    expect(up.isOk()).toBe(true);
    expect(calls).toEqual(['migrate', 'migrate', 'migrate', 'start']);
    expect(steps).toEqual([
      ['migrating', undefined],
      ['migrating', 'flaky: connect ECONNREFUSED'],
      ['migrating', 'flaky: no connection'],
      ['starting', undefined],
    ]);
  });

  test('ends at what will not pass, in one line', async () => {
    const calls: string[] = [];
    const up = await bringUp([failing([new Error('no such database\n at x')], calls)], {
      logger,
      signal: new AbortController().signal,
    });
    expect(up._unsafeUnwrapErr()).toBe('flaky: no such database');
    expect(calls).toEqual(['migrate']);
  });

  test('stops waiting when it is told to', async () => {
    const ending = new AbortController();
    const up = bringUp([failing([AWAY, AWAY, AWAY, AWAY, AWAY, AWAY])], { logger, signal: ending.signal });
    ending.abort();
    expect((await up)._unsafeUnwrapErr()).toBe('flaky: connect ECONNREFUSED');
  });

  test('a command does not wait', async () => {
    const migrated = await migrateAll([failing([AWAY])], { logger, signal: AT_ONCE });
    expect(migrated._unsafeUnwrapErr()).toBe('flaky: connect ECONNREFUSED');
    expect((await migrateAll([failing([])], { logger, signal: AT_ONCE }))._unsafeUnwrap()).toEqual(['0001']);
  });
});

describe('readiness', () => {
  const healthy = (health: () => Promise<Health>): ServerAdapter => ({ ...withClock(settableClock()), health });
  const answerOf = async (state: State, adapters: readonly ServerAdapter[]): Promise<readonly [number, unknown]> => {
    const { status, body } = await readiness(() => state, adapters)();
    return [status, JSON.parse(body)];
  };

  test('is false before and after, with what it waits for', async () => {
    expect(await answerOf({ phase: 'starting' }, [])).toEqual([503, { status: 'starting' }]);
    expect(await answerOf({ phase: 'migrating', reason: 'database: away' }, [])).toEqual([
      503,
      { status: 'migrating', reason: 'database: away' },
    ]);
    expect(await answerOf({ phase: 'stopping' }, [])).toEqual([503, { status: 'stopping' }]);
  });

  test('is what the adapters say, while it serves', async () => {
    expect(await answerOf({ phase: 'ready' }, [withClock(settableClock())])).toEqual([
      200,
      { status: 'ready', adapters: { clock: 'ok' } },
    ]);
    const reason = 'connect to postgres://ann:hush@db/x failed\nsomewhere';
    const sick = healthy(async () => ({ ok: false, reason }));
    expect(await answerOf({ phase: 'ready' }, [sick])).toEqual([
      503,
      { status: 'unavailable', adapters: { clock: 'connect to postgres://ann:********@db/x failed' } },
    ]);
    const throwing = healthy(() => Promise.reject(new Error('gone')));
    expect(await answerOf({ phase: 'ready' }, [throwing])).toMatchObject([503, { adapters: { clock: 'gone' } }]);
  });

  test('waits for no adapter that says nothing', async () => {
    const silent = healthy(() => new Promise(() => {}));
    expect(await answerOf({ phase: 'ready' }, [silent])).toMatchObject([503, { status: 'unavailable' }]);
  });

  test('asks the adapters once for many who ask at once', async () => {
    let asked = 0;
    const counting = healthy(async () => {
      asked += 1;
      return { ok: true };
    });
    const ask = readiness(() => ({ phase: 'ready' }), [counting]);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(asked).toBe(1);
  });
});
