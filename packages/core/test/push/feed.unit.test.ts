import * as fc from 'fast-check';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { newMessage, newMessages } from '../../src/contracts/push/samples.ts';
import type { Bus, BusEvent, BusListener, Message, MessageLog } from '../../src/index.ts';
import { localBus, MemoryDatabase, memoryMessageLog } from '../../src/memory/index.ts';
import { LogFeed } from '../../src/push/log-feed.ts';
import type { Schedule } from '../../src/push/schedule.ts';
import { AWAY, valueOf } from '../support.ts';
import { calm, virtualTime, type VirtualTime } from './virtual-time.ts';

/** What may become of something that is sent or asked: it goes well, or it does not. */
type Luck = () => number;

/** A bus between servers that loses, repeats, delays and reorders what it is told. */
class BadBus {
  isGood = false;
  readonly #listeners = new Map<object, BusListener>();
  readonly #luck: Luck;
  readonly #schedule: Schedule;

  constructor(luck: Luck, schedule: Schedule) {
    this.#luck = luck;
    this.#schedule = schedule;
  }

  end(): Bus {
    return {
      publish: (event) => {
        for (const listener of this.#listeners.values()) this.#carry(event, listener);
        return !this.isGood && this.#luck() === 0 ? errAsync(AWAY) : okAsync(undefined);
      },
      subscribe: (listener) => {
        const key = {};
        this.#listeners.set(key, listener);
        return () => void this.#listeners.delete(key);
      },
    };
  }

  interrupt(): void {
    for (const listener of this.#listeners.values()) listener.interrupted();
  }

  #carry(event: BusEvent, listener: BusListener): void {
    switch (this.isGood ? 9 : this.#luck()) {
      case 0:
        return;
      case 1:
        listener.receive(event);
        listener.receive(event);
        return;
      case 2:
        this.#schedule(() => listener.receive(event), 4 + 2 * this.#luck());
        return;
      case 3:
        this.#schedule(() => listener.receive(event), 1500);
        return;
      default:
        listener.receive(event);
    }
  }
}

/** A server that may be killed: from then on nothing that it does has an effect. */
class TestServer {
  readonly received: Message[] = [];
  isAlive = true;
  /** The position at which its feed began. */
  start = 0;
  #latest = 0;
  readonly feed: LogFeed;

  constructor(log: MessageLog, bus: Bus, time: VirtualTime, luck: Luck, isGood: () => boolean) {
    const asked = <T>(ask: () => ResultAsync<T, never>): ResultAsync<T, typeof AWAY> => {
      if (!this.isAlive || (!isGood() && luck() === 0)) return errAsync(AWAY);
      // What was asked may happen, and the answer be lost.
      return ask().andThen((answer) => (this.isAlive && (isGood() || luck() > 1) ? okAsync(answer) : errAsync(AWAY)));
    };
    /** What others tell meanwhile may come before the answer. */
    const slowly = <T, E>(result: ResultAsync<T, E>): ResultAsync<T, E> =>
      isGood() || luck() > 3
        ? result
        : new ResultAsync(new Promise((resolve) => time.schedule(() => void result.then(resolve), 5)));
    const never = <T>(result: ResultAsync<T, unknown>): ResultAsync<T, never> => result as ResultAsync<T, never>;
    this.feed = new LogFeed({
      messageLog: {
        ...log,
        onAppended: (listener) => log.onAppended(() => this.isAlive && luck() > 0 && listener()),
        number: (request) => slowly(asked(() => never(log.number(request)))),
        after: (position, request) => slowly(asked(() => never(log.after(position, request)))),
        bounds: () =>
          asked(() => never(log.bounds())).map((bounds) => {
            this.#latest = bounds.latest;
            return bounds;
          }),
      },
      bus: {
        publish: (event) => (this.isAlive ? bus.publish(event) : errAsync(AWAY)),
        subscribe: (listener) =>
          bus.subscribe({
            receive: (event) => this.isAlive && listener.receive(event),
            interrupted: () => this.isAlive && listener.interrupted(),
          }),
      },
      report: () => {},
      schedule: time.schedule,
    });
    this.feed.attach((messages) => this.received.push(...messages));
  }

  async begin(): Promise<void> {
    while ((await this.feed.start()).isErr());
    this.start = this.#latest;
  }
}

type Step =
  | { readonly kind: 'append'; readonly count: number }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'kill' | 'start' | 'interrupt' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      milliseconds: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1200 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('kill' as const, 'start' as const, 'interrupt' as const) }),
  },
);

describe('a feed', () => {
  test('passes on every message once, in order, whatever the bus and the log do and which servers are killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.infiniteStream(fc.nat({ max: 9 })),
        async (steps, tape) => {
          const luck: Luck = () => Number(tape.next().value);
          const time = virtualTime();
          const log = memoryMessageLog(new MemoryDatabase());
          const bus = new BadBus(luck, time.schedule);
          const servers: TestServer[] = [];
          const startOne = async (): Promise<void> => {
            const server = new TestServer(log, bus.end(), time, luck, () => bus.isGood);
            await server.begin();
            servers.push(server);
          };
          await startOne();
          await startOne();

          let appended = 0;
          for (const one of steps) {
            if (one.kind === 'append') {
              await valueOf(log.append(newMessages(`channel-${appended % 3}`, one.count)));
              appended += one.count;
            } else if (one.kind === 'pass') await time.pass(one.milliseconds);
            else if (one.kind === 'start') await startOne();
            else if (one.kind === 'interrupt') bus.interrupt();
            else {
              const first = servers.find(({ isAlive }) => isAlive);
              if (first !== undefined) first.isAlive = false;
            }
          }

          // One is there in the end, and things go well again.
          bus.isGood = true;
          if (servers.every((server) => !server.isAlive)) await startOne();
          await time.pass(5000);
          const all = await valueOf(log.after(0, { limit: 10_000 }));
          expect(all).toHaveLength(appended);
          for (const { isAlive, received, start } of servers) {
            const expected = all.filter(({ position }) => position > start);
            expect(received).toEqual(isAlive ? expected : expected.slice(0, received.length));
          }
          for (const { feed } of servers) void feed.stop();
        },
      ),
      { numRuns: 150 },
    );
  });

  const started = async (bus = localBus()) => {
    const time = virtualTime();
    const database = new MemoryDatabase();
    const log = memoryMessageLog(database);
    const calls: string[] = [];
    const counted: MessageLog = {
      ...log,
      bounds: () => (calls.push('bounds'), log.bounds()),
      after: (position, request) => (calls.push('after'), log.after(position, request)),
      number: (request) => (calls.push('number'), log.number(request)),
    };
    const feed = new LogFeed({ messageLog: counted, bus, report: () => {}, schedule: time.schedule });
    await valueOf(feed.start());
    await calm();
    return { time, log, feed, calls, bus };
  };

  test('begins after what was there, and numbers what waited', async () => {
    const time = virtualTime();
    const log = memoryMessageLog(new MemoryDatabase());
    await valueOf(log.append(newMessages('news', 2)));
    await valueOf(log.number({ limit: 1 }));
    const feed = new LogFeed({ messageLog: log, bus: localBus(), report: () => {}, schedule: time.schedule });
    const received: Message[] = [];
    feed.attach((messages) => received.push(...messages));
    await valueOf(feed.start());
    await calm();
    expect(received.map(({ position }) => position)).toEqual([2]);
    await feed.stop();
  });

  test('asks one question a second while nothing happens', async () => {
    const { time, calls, feed } = await started();
    calls.length = 0;
    await time.pass(10_050);
    expect(calls).toEqual(Array.from({ length: 10 }, () => 'bounds'));
    await feed.stop();
    calls.length = 0;
    await time.pass(10_000);
    expect(calls).toEqual([]);
  });

  test('numbers what was appended before it stops, and tells others', async () => {
    const { log, feed, bus } = await started();
    const heard: BusEvent[] = [];
    bus.subscribe({ receive: (event) => heard.push(event), interrupted: () => {} });
    await valueOf(log.append(newMessages('news', 1200)));
    await Promise.resolve();
    await feed.stop();
    expect((await valueOf(log.bounds())).waiting).toBe(false);
    expect(heard.flatMap((event) => (event.kind === 'messages' ? event.messages : []))).toHaveLength(1200);
  });

  test('tells of more than a bus takes by a signal, which others follow', async () => {
    const bus = localBus();
    const events: BusEvent[] = [];
    bus.subscribe({ receive: (event) => events.push(event), interrupted: () => {} });
    const one = await started(bus);
    const other = new LogFeed({ messageLog: one.log, bus, report: () => {}, schedule: one.time.schedule });
    await valueOf(other.start());
    await valueOf(one.log.append(newMessages('news', 3, { data: JSON.stringify('ü'.repeat(200_000)) })));
    await calm();
    expect(events).toEqual([{ kind: 'signal', topic: 'push/numbered', data: '3' }]);
    expect([one.feed.position, other.position]).toEqual([3, 3]);
    await Promise.all([one.feed.stop(), other.stop()]);
  });

  test('gives a sink that is attached later what comes later, and one that is detached nothing', async () => {
    const { time, log, feed } = await started();
    const [early, late]: [number[], number[]] = [[], []];
    const detach = feed.attach((messages) => early.push(...messages.map(({ position }) => position)));
    await valueOf(log.append(newMessages('news', 2)));
    await calm();
    feed.attach((messages) => late.push(...messages.map(({ position }) => position)));
    await valueOf(log.append(newMessages('news', 1)));
    await time.pass(20);
    detach();
    await valueOf(log.append(newMessages('news', 1)));
    await time.pass(20);
    expect([early, late]).toEqual([
      [1, 2, 3],
      [3, 4],
    ]);
    await feed.stop();
  });

  test('passes on once what comes by the bus while the log is read', async () => {
    const time = virtualTime();
    const log = memoryMessageLog(new MemoryDatabase());
    const bus = localBus();
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const slow: MessageLog = {
      ...log,
      onAppended: () => () => {},
      after: (position, request) =>
        log.after(position, request).andThen((messages) => ResultAsync.fromSafePromise(mayAnswer.then(() => messages))),
    };
    const feed = new LogFeed({ messageLog: slow, bus, report: () => {}, schedule: time.schedule });
    const received: number[] = [];
    feed.attach((messages) => received.push(...messages.map(({ position }) => position)));
    await valueOf(feed.start());
    await valueOf(log.append(newMessages('news', 3)));
    const [first, ...others] = await valueOf(log.number({ limit: 10 }));
    await valueOf(bus.publish({ kind: 'messages', messages: others }));
    await time.pass(100);
    await valueOf(bus.publish({ kind: 'messages', messages: [first].flatMap((message) => message ?? []) }));
    answer();
    await calm();
    expect(received).toEqual([1, 2, 3]);
    await feed.stop();
  });

  describe('between', () => {
    test('gives what a reader missed, from memory or from the log, and says when it is forgotten', async () => {
      const { log, feed, calls } = await started();
      await valueOf(log.append(['news', 'other', 'news', 'news'].map((channel) => newMessage(channel))));
      await calm();
      const restarted = new LogFeed({ messageLog: log, bus: localBus(), report: () => {} });
      await valueOf(restarted.start());
      calls.length = 0;
      const positions = async (of: LogFeed, after: number, through: number, limit = 10): Promise<unknown> =>
        (await of.between(after, through, { channels: ['news'], limit })).match(
          (messages) => messages.map(({ position }) => position),
          ({ kind }) => kind,
        );
      for (const of of [feed, restarted]) {
        expect(await positions(of, 0, 4)).toEqual([1, 3, 4]);
        expect(await positions(of, 0, 3)).toEqual([1, 3]);
        expect(await positions(of, 1, 4, 1)).toEqual([3]);
        expect(await positions(of, 4, 4)).toEqual([]);
        expect(await positions(of, 5, 4)).toBe('messages-forgotten');
        for (const none of [-1, 1.5, Number.NaN, Infinity])
          expect(await positions(of, none, 4)).toBe('messages-forgotten');
      }
      // Only the position that nobody gave was looked up.
      expect(calls).toEqual(['after', 'bounds']);
      await valueOf(log.purge(new Date('2100-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')));
      expect(await positions(restarted, 3, 4)).toBe('messages-forgotten');
      expect(await positions(restarted, 4, 4)).toEqual([]);
      await Promise.all([feed.stop(), restarted.stop()]);
    });
  });
});
