import { setImmediate as breathe } from 'node:timers/promises';
import { ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import {
  createInstagramEngine,
  createQuintet,
  INSTAGRAM_DEFAULTS,
  PORTS,
  simulatedNetwork,
  type ChannelDraft,
  type EngineEvent,
  type InstagramSettings,
  type Ports,
  type SentAction,
} from '../../src/index.ts';
import { memoryAdapters, settableClock, simulateInstagram } from '../../src/memory/index.ts';
import { fastHasher, valueOf } from '../support.ts';

const HOUR = 3_600_000;
const long = process.env['QUINTET_TEST_LONG'] === '1';

/** An engine on a network of its own, with a clock and delays that the test moves. */
async function makeWorld(
  overrides: Partial<InstagramSettings> = {},
  weaken: (ports: Ports) => Partial<Ports> = () => ({}),
) {
  const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
  const sent: SentAction[] = [];
  const network = simulatedNetwork({ clock, seed: 3, record: (action) => sent.push(action) });
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const delay = {
    after: (milliseconds: number, callback: () => void) => {
      const entry = { at: clock.now().getTime() + milliseconds, callback };
      timers.add(entry);
      return () => timers.delete(entry);
    },
  };
  const settings = { ...INSTAGRAM_DEFAULTS, ...overrides };
  const resolve = memoryAdapters({ clock, delay, gateway: network, passwordHasher: fastHasher });
  const adapters = Object.fromEntries(
    (Object.keys(PORTS) as (keyof Ports)[]).map((name) => [name, resolve<unknown>(PORTS[name])]),
  ) as unknown as Ports;
  const ports = { ...adapters, ...weaken(adapters) };
  const quintet = createQuintet(memoryAdapters(ports), { instagram: settings });
  const { token } = await valueOf(quintet.identity.register({ username: 'owner', password: 'secret' }));
  const actor = await valueOf(quintet.identity.authenticate(token));
  const events: EngineEvent[] = [];
  const engine = createInstagramEngine(ports, settings, (event) => events.push(event));
  const { instagram } = quintet;
  return {
    clock,
    sent,
    network,
    ports,
    quintet,
    actor,
    events,
    engine,
    instagram,
    /** Connects an account with started channels. */
    async connect(username: string, ...channels: readonly ChannelDraft[]) {
      const speed = { like: 3600, comment: 3600, follow: 3600, unfollow: 3600 };
      const { id: instagramId } = await valueOf(instagram.addInstagram(actor, { username, password: 'secret', speed }));
      const ids: number[] = [];
      for (const draft of channels) {
        const { id: channelId } = await valueOf(instagram.addChannel(actor, { ...draft, instagramId }));
        await valueOf(instagram.startChannel(actor, { instagramId, channelId }));
        ids.push(channelId);
      }
      return { instagramId, ids };
    },
    /** Lets some time pass, with whatever waits for it. */
    async pass(milliseconds: number): Promise<void> {
      const end = clock.now().getTime() + milliseconds;
      for (;;) {
        await breathe();
        const next = Math.min(...[...timers].map(({ at }) => at));
        if (next > end) break;
        clock.set(new Date(Math.max(next, clock.now().getTime())));
        for (const entry of timers) if (entry.at <= next && timers.delete(entry)) entry.callback();
      }
      clock.set(new Date(end));
    },
    standing: async (instagramId: number) => (await valueOf(instagram.instagramStats(actor, { instagramId }))).standing,
    stateOf: async (instagramId: number) => (await valueOf(instagram.getInstagram(actor, { instagramId }))).state,
  };
}

const LIKES: ChannelDraft = { action: 'like', target: 'followers', value: 'natgeo' };

describe('the engine', () => {
  test('asks nothing about accounts that are not due, and looks for others three times within a lease', async () => {
    const calls: string[] = [];
    const watched = <Port extends object>(name: string, port: Port): Port =>
      new Proxy(port, {
        get: (target, member, receiver) => {
          calls.push(`${name}.${String(member)}`);
          return Reflect.get(target, member, receiver) as unknown;
        },
      });
    const world = await makeWorld({ refreshEvery: 100 * HOUR }, ({ leases, journal, targets, leads, gateway }) => ({
      leases: watched('leases', leases),
      journal: watched('journal', journal),
      targets: watched('targets', targets),
      leads: watched('leads', leads),
      gateway: watched('gateway', gateway),
    }));
    for (let index = 0; index < 50; index += 1) await world.connect(`account_${index}`);
    await world.engine.runDue();
    world.engine.start();
    await world.pass(60_000);
    calls.length = 0;
    await world.pass(HOUR);
    await world.engine.stop();
    expect(new Set(calls)).toEqual(new Set(['leases.take']));
    expect(calls.length).toBeLessThanOrEqual(361);
  });

  test('runs from start to stop, and not after', async () => {
    const world = await makeWorld();
    await world.connect('acting', LIKES);
    await world.pass(60_000);
    expect(world.sent).toEqual([]);
    world.engine.start();
    await world.pass(60_000);
    const before = world.sent.length;
    expect(before).toBeGreaterThan(30);
    await world.engine.stop();
    await world.pass(60_000);
    expect(world.sent).toHaveLength(before);
    world.engine.start();
    await world.pass(60_000);
    await world.engine.stop();
    expect(world.sent.length).toBeGreaterThan(before + 30);
  });

  test('gives every channel of an account its turn', async () => {
    const world = await makeWorld();
    const hashtag = { ...LIKES, target: 'hashtag' as const, value: 'sea' };
    const broken = { ...LIKES, value: 'offline_for_ever' };
    const { instagramId, ids } = await world.connect('acting', LIKES, hashtag, broken);
    world.engine.start();
    await world.pass(600_000);
    await world.engine.stop();
    const days = await valueOf(world.ports.journal.days(instagramId, new Date(0)));
    const [first, second] = ids.map((id) => days.find(({ channelId }) => channelId === id)?.attempted ?? 0);
    expect(first).toBeGreaterThan(10);
    expect(second).toBeGreaterThan(10);
    expect(days.some(({ channelId }) => channelId === ids[2])).toBe(false);
  });

  test.each(['followers', 'subscriptions', 'hashtag', 'likes', 'comments'] as const)(
    'reads %s to their end, and acts until the queue is drained',
    async (target) => {
      const world = await makeWorld({
        limits: {
          untrusted: { like: 1e6, comment: 1e6, follow: 1e6, unfollow: 1e6, total: 1e6 },
          trusted: { like: 1e6, comment: 1e6, follow: 1e6, unfollow: 1e6, total: 1e6 },
        },
        pageSize: 40,
      });
      const { instagramId, ids } = await world.connect('acting', { action: 'follow', target, value: 'nobody_much' });
      const channelId = ids[0] ?? 0;
      const channel = () => valueOf(world.instagram.getChannel(world.actor, { instagramId, channelId }));
      world.engine.start();
      for (let hours = 0; hours < 8 && (await world.standing(instagramId)).kind !== 'drained'; hours += 1) {
        await world.pass(target === 'likes' ? 4 * HOUR : HOUR / 2);
        expect((await channel()).targetsCount).toBeLessThanOrEqual(40);
      }
      await world.engine.stop();
      expect((await channel()).leadsCount).toBeGreaterThan(10);
      if (target !== 'likes') expect(await channel()).toMatchObject({ state: 'empty', targetsCount: 0 });
    },
    30_000,
  );

  test('tells a suspicion, stops, and goes on when its owner starts it', async () => {
    const world = await makeWorld();
    const { instagramId, ids } = await world.connect('acting', LIKES);
    world.engine.start();
    await world.pass(60_000);
    world.network.suspect('acting');
    await world.pass(60_000);
    const before = world.sent.length;
    expect(await world.stateOf(instagramId)).toBe('suspected');
    expect(await world.standing(instagramId)).toEqual({ kind: 'suspected' });
    await world.pass(3 * HOUR);
    expect(world.sent).toHaveLength(before);
    await valueOf(world.instagram.startInstagram(world.actor, { instagramId }));
    await valueOf(world.instagram.startChannel(world.actor, { instagramId, channelId: ids[0] ?? 0 }));
    await world.pass(60_000);
    await world.engine.stop();
    expect(world.sent.length).toBeGreaterThan(before);
  });

  test.each([
    ['gateway-request-failed', 'follow', 'acting'],
    ['gateway-login-failed', 'login', 'logging-in'],
    ['gateway-followers-failed', 'followers', 'filling'],
    ['gateway-answer-unreadable', 'profile', 'acting'],
  ] as const)('leaves an account alone after %s, and goes on', async (kind, call, during) => {
    const world = await makeWorld();
    const { instagramId } = await world.connect('acting', { ...LIKES, action: 'follow' });
    world.network.fail({ call, failure: { kind } });
    world.engine.start();
    await world.pass(20_000);
    const standing = await world.standing(instagramId);
    expect(standing).toMatchObject({ kind: 'troubled', trouble: { failure: kind, during, failures: 1 } });
    await world.pass(60_000);
    await world.engine.stop();
    expect(world.sent.length).toBeGreaterThan(20);
  });

  test('waits for longer after each failure, and for as long as the network says', async () => {
    const world = await makeWorld();
    const { instagramId } = await world.connect('acting', LIKES);
    world.network.fail({ failure: { kind: 'gateway-request-failed', retryAfter: 500 } });
    world.network.fail({ failure: { kind: 'gateway-request-failed' }, times: 20 });
    world.engine.start();
    await world.pass(1000);
    const waits: number[] = [];
    for (let failures = 1; failures < 8; failures += 1) {
      const standing = await world.standing(instagramId);
      if (standing.kind !== 'troubled') throw new Error(standing.kind);
      waits.push(Math.floor((standing.trouble.until.getTime() - standing.trouble.at.getTime()) / 1000));
      await world.pass(standing.until.getTime() - world.clock.now().getTime() + 1);
    }
    await world.engine.stop();
    expect(waits[0]).toBeGreaterThanOrEqual(500);
    expect(waits[2]).toBeGreaterThanOrEqual(120);
    expect(waits[6]).toBeGreaterThanOrEqual(900);
    expect(waits[6]).toBeLessThanOrEqual(990);
  });

  test('counts who follows back, every quarter of an hour', async () => {
    const world = await makeWorld();
    const { instagramId, ids } = await world.connect('acting', { ...LIKES, action: 'follow' });
    world.engine.start();
    await world.pass(60 * HOUR);
    await world.engine.stop();
    const { days, channels } = await valueOf(world.instagram.instagramStats(world.actor, { instagramId }));
    const gained = new Set(world.network.followersGained('acting'));
    const seen = Math.abs((channels[0]?.followersCount ?? 0) - gained.size);
    expect(gained.size).toBeGreaterThan(10);
    expect(seen).toBeLessThanOrEqual(2);
    expect(days.reduce((sum, { followersGained }) => sum + followersGained, 0)).toBeGreaterThanOrEqual(gained.size - 2);
    expect(ids).toEqual([channels[0]?.id]);
    for (const { conversion, leads, followersGained } of days) expect(conversion).toBe(followersGained / leads);
  });

  test('tells of a port that throws, and works on the account again when its lease is over', async () => {
    let broken = true;
    const world = await makeWorld({}, ({ targets }) => ({
      targets: {
        ...targets,
        first: (channelId, limit) => {
          if (broken) throw new Error('a bug');
          return targets.first(channelId, limit);
        },
      },
    }));
    await world.connect('acting', LIKES);
    world.engine.start();
    await world.pass(20_000);
    expect(world.events).toContainEqual(expect.objectContaining({ kind: 'broken', cause: new Error('a bug') }));
    broken = false;
    await world.pass(60_000);
    await world.engine.stop();
    expect(world.sent.length).toBeGreaterThan(10);
  });
});

describe('why an account is not acting', () => {
  test('is told with the moment at which it will', async () => {
    const limits = { like: 3, comment: 3, follow: 3, unfollow: 3, total: 100 };
    const world = await makeWorld({ limits: { untrusted: limits, trusted: limits } });
    const { instagram, actor } = world;
    const { instagramId } = await world.connect('acting');
    expect(await world.standing(instagramId)).toEqual({ kind: 'no-channel' });
    const { id: channelId } = await valueOf(instagram.addChannel(actor, { ...LIKES, instagramId }));
    await valueOf(instagram.startChannel(actor, { instagramId, channelId }));
    expect(await world.standing(instagramId)).toEqual({ kind: 'acting' });

    world.engine.start();
    await world.pass(500);
    const [first] = world.sent;
    expect(await world.standing(instagramId)).toEqual({
      kind: 'waiting',
      until: new Date((first?.at.getTime() ?? 0) + 1000),
    });
    await world.pass(10_000);
    expect(world.sent).toHaveLength(3);
    const until = new Date((first?.at.getTime() ?? 0) + 24 * HOUR + 1);
    expect(await world.standing(instagramId)).toEqual({ kind: 'limit-reached', limit: 'like', until });

    const hours = { min: 9, max: 10 };
    await valueOf(instagram.editInstagram(actor, { instagramId, username: 'acting', hours }));
    expect(await world.standing(instagramId)).toEqual({
      kind: 'out-of-hours',
      until: new Date('2026-11-22T09:00:00.000Z'),
    });
    await world.engine.stop();
    await valueOf(instagram.stopInstagram(actor, { instagramId }));
    expect(await world.standing(instagramId)).toEqual({ kind: 'stopped' });
  });
});

describe('hours', () => {
  test('are kept by actions that take their time, too', async () => {
    const world = await makeWorld({}, ({ gateway, delay, clock }) => ({
      gateway: {
        ...gateway,
        follow: (session, order) =>
          new ResultAsync(
            new Promise<void>((resolve) => delay.after(700, resolve)).then(async () => {
              expect(clock.now().getUTCHours()).toBe(8);
              return gateway.follow(session, order);
            }),
          ),
      },
    }));
    const { instagramId } = await world.connect('acting', { ...LIKES, action: 'follow' });
    const hours = { min: 8, max: 8 };
    await valueOf(world.instagram.editInstagram(world.actor, { instagramId, username: 'acting', hours }));
    world.clock.set(new Date('2026-11-22T08:59:00Z'));
    world.engine.start();
    await world.pass(54_500);
    const before = world.sent.length;
    await world.pass(5500 + HOUR);
    await world.engine.stop();
    expect(world.sent.length - before).toBeGreaterThanOrEqual(2);
    expect(world.sent.length - before).toBeLessThanOrEqual(4);
    const entries = await valueOf(world.ports.journal.stretch(instagramId, { after: 0, limit: 100_000 }));
    expect(entries.filter((entry) => entry.kind === 'action' && entry.outcome !== 'done')).toEqual([]);
    expect(world.events.filter(({ kind }) => kind === 'broken')).toEqual([]);
  });
});

describe('stop', () => {
  test('answers only when the action that is on its way has ended', async () => {
    const held = Promise.withResolvers<void>();
    const order: string[] = [];
    const world = await makeWorld({}, ({ gateway }) => ({
      gateway: {
        ...gateway,
        follow: (session, given) =>
          new ResultAsync(
            held.promise.then(async () => {
              order.push('sent');
              return gateway.follow(session, given);
            }),
          ),
      },
    }));
    const { instagramId } = await world.connect('acting', { ...LIKES, action: 'follow' });
    world.engine.start();
    await world.pass(100);
    const stopped = valueOf(world.instagram.stopInstagram(world.actor, { instagramId })).then(() =>
      order.push('stopped'),
    );
    await world.pass(1000);
    expect(await world.stateOf(instagramId)).toBe('stop');
    expect(order).toEqual([]);
    held.resolve();
    await world.pass(1000);
    await stopped;
    expect(order).toEqual(['sent', 'stopped']);
    await world.engine.stop();
  });

  test('waits for an action of a server that died for as long as it may be on its way, and not longer', async () => {
    const world = await makeWorld({}, ({ gateway }) => ({
      gateway: { ...gateway, follow: () => new ResultAsync(new Promise(() => {})) },
    }));
    const { instagramId } = await world.connect('acting', { ...LIKES, action: 'follow' });
    world.engine.start();
    await world.pass(100);
    const begun = world.clock.now().getTime();
    const stopped = valueOf(world.instagram.stopInstagram(world.actor, { instagramId })).then(() =>
      world.clock.now().getTime(),
    );
    await world.pass(30_000);
    const waited = (await stopped) - begun;
    expect(waited).toBeGreaterThan(10_000);
    expect(waited).toBeLessThanOrEqual(15_100);
    await world.engine.stop();
  });
});

describe('a simulation', () => {
  test('gives the same table for the same seed', async () => {
    const wish = { days: 1, seed: 5 };
    const progress: number[] = [];
    const [one, other] = [
      await simulateInstagram({ ...wish, progress: (done) => progress.push(done) }),
      await simulateInstagram(wish),
    ];
    expect(one).toEqual(other);
    expect(one.map(({ channel }) => channel.target)).toEqual([
      'followers',
      'hashtag',
      'likes',
      'comments',
      'subscriptions',
    ]);
    for (const { attempted, done, leads } of one) {
      expect(attempted).toBeGreaterThan(20);
      expect(done).toBe(leads);
    }
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
  });

  test.skipIf(!long)('of a year takes seconds', { timeout: 120_000 }, async () => {
    const channels = [{ ...LIKES, value: 'source' }];
    const begun = process.cpuUsage();
    // Once a day its followers are looked at: a year of quarters of an hour is mostly that.
    const [row] = await simulateInstagram({ days: 365, seed: 5, channels, settings: { refreshEvery: 24 * HOUR } });
    const { user } = process.cpuUsage(begun);
    process.stdout.write(`a year: ${row?.attempted} actions in ${Math.round(user / 1000)} ms of the processor\n`);
    expect(row?.attempted).toBeGreaterThan(365 * 200);
    expect(user / 1e6).toBeLessThan(60);
  });
});
