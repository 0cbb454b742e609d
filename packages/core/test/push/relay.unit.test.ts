import * as fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';
import { newDestination, newMessages } from '../../src/contracts/push/samples.ts';
import {
  createPush,
  PUSH_DEFAULTS,
  type Deliveries,
  type DeliveryFailure,
  type Destination,
  type Message,
  type PushPorts,
  type Transport,
} from '../../src/index.ts';
import {
  cryptoRandom,
  localBus,
  memoryDeliveries,
  MemoryDatabase,
  memoryMessageLog,
  memoryObjectIds,
} from '../../src/memory/index.ts';
import { DeliveryRelay } from '../../src/push/delivery-relay.ts';
import { outcomeOf } from '../../src/push/outcome.ts';
import { AWAY, valueOf } from '../support.ts';
import { calm, virtualTime } from './virtual-time.ts';

const SETTINGS = { ...PUSH_DEFAULTS, giveUpAfter: 600 };

function world(transports: readonly Transport[], wrap: (deliveries: Deliveries) => Deliveries = (same) => same) {
  const time = virtualTime();
  const database = new MemoryDatabase();
  const asked: string[] = [];
  const stored = wrap(memoryDeliveries(database));
  const deliveries = new Proxy(stored, {
    get: (target, name, receiver) => {
      asked.push(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const ports: PushPorts = {
    clock: time.clock,
    random: cryptoRandom,
    objectIds: memoryObjectIds(time.clock),
    messageLog: memoryMessageLog(database),
    bus: localBus(),
    deliveries,
    transports,
  };
  const push = createPush(ports, SETTINGS);
  const relay = (): DeliveryRelay =>
    new DeliveryRelay({ ports, settings: SETTINGS, feed: push.feed, schedule: time.schedule, chance: () => 0.5 });
  return { time, ports, push, relay, asked };
}

type World = ReturnType<typeof world>;

async function publish({ ports: { messageLog, clock } }: World, channel: string, count: number): Promise<void> {
  await valueOf(messageLog.append(newMessages(channel, count, { createdAt: clock.now() })));
  await valueOf(messageLog.number({ limit: 1000 }));
}

/** What became of each attempt, in its order. */
interface Attempt {
  readonly destination: string;
  readonly channel: string;
  readonly position: number;
}

/** A transport that does as it is told, and remembers what it delivered. */
function obedient(decide: (messages: readonly Message[]) => DeliveryFailure | 'throw' | undefined): {
  readonly transport: Transport;
  readonly delivered: readonly Attempt[];
} {
  const delivered: Attempt[] = [];
  return {
    delivered,
    transport: {
      name: 'test',
      deliver: ({ id }, messages) => {
        const failure = decide(messages);
        if (failure === 'throw') throw new Error('a bug');
        for (const { channel, position } of messages.slice(0, failure?.delivered ?? messages.length)) {
          delivered.push({ destination: id, channel, position });
        }
        return failure === undefined ? okAsync(undefined) : errAsync(failure);
      },
    },
  };
}

const destination = (name: string, channels: readonly string[] = ['*']): Destination =>
  newDestination(channels, { transport: 'test', id: `test:${name}` });

const FAILED: DeliveryFailure = { kind: 'delivery-failed', delivered: 0, reason: 'not now' };

describe('the relay', () => {
  test('loses nothing and keeps the order of each channel, whatever fails and whoever crashes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            channel: fc.nat({ max: 2 }),
            count: fc.nat({ max: 4 }),
            pass: fc.constantFrom(0, 400, 30_000, 400_000),
          }),
          { minLength: 1, maxLength: 15 },
        ),
        fc.infiniteStream(fc.nat({ max: 9 })),
        async (steps, tape) => {
          let isGood = false;
          const luck = (): number => (isGood ? 9 : Number(tape.next().value));
          const { transport, delivered } = obedient((messages) => {
            const delivered = luck() % (messages.length + 1);
            switch (luck()) {
              case 0:
              case 1:
                return { kind: 'delivery-failed', delivered, reason: 'not now' };
              case 2:
                return { kind: 'delivery-failed', delivered, reason: 'later', retryAfter: 30 };
              case 3:
                return { kind: 'delivery-refused', delivered, reason: 'never' };
              case 4:
                return 'throw';
              default:
                return undefined;
            }
          });
          const here = world([transport], (deliveries) => ({
            ...deliveries,
            claim: (request) => (luck() === 0 ? errAsync(AWAY) : deliveries.claim(request)),
            // Who crashes after a delivery notes nothing.
            settle: (delivery, outcome) => (luck() < 2 ? errAsync(AWAY) : deliveries.settle(delivery, outcome)),
          }));
          const { time, ports } = here;
          for (const name of ['a', 'b']) await valueOf(ports.deliveries.put(destination(name)));
          const relays = [here.relay(), here.relay()];
          for (const { channel, count, pass } of steps) {
            await publish(here, `channel-${channel}`, count);
            await Promise.all(relays.map((relay) => relay.deliverDue()));
            await time.pass(pass);
          }
          isGood = true;
          for (let idle = 0; idle < 20; idle += 1) {
            await time.pass(60_000);
            for (const relay of relays) await relay.deliverDue();
          }

          expect(await valueOf(ports.deliveries.nextDue(['test']))).toBeUndefined();
          const letters = await valueOf(ports.deliveries.deadLetters({ limit: 1000 }));
          const all = await valueOf(ports.messageLog.after(0, { limit: 1000 }));
          for (const name of ['test:a', 'test:b']) {
            const given = letters
              .filter(({ destinationId }) => destinationId === name)
              .map(({ message }) => message.position);
            for (const channel of new Set(all.map((message) => message.channel))) {
              const attempts = delivered.filter((one) => one.destination === name && one.channel === channel);
              const firsts = [...new Set(attempts.map(({ position }) => position))];
              expect(firsts).toEqual(firsts.toSorted((one, other) => one - other));
              const told = new Set([...firsts, ...given]);
              for (const message of all) if (message.channel === channel) expect(told).toContain(message.position);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('tries again after pauses that grow, and gives up after the time that is set', async () => {
    const attempts: number[] = [];
    const { transport } = obedient(() => {
      attempts.push(here.time.clock.now().getTime());
      return FAILED;
    });
    const here = world([transport]);
    await valueOf(here.push.addDestination(destination('a')));
    const relay = here.relay();
    relay.start();
    await publish(here, 'news', 3);
    await here.time.pass(3_600_000);
    await relay.stop();

    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    // Half of what is allowed, as the chance is here: 1, 2, 4 ... seconds, 300 at most.
    expect(pauses.slice(0, 9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000]);
    const letters = await valueOf(here.push.listDeadLetters());
    expect(letters.map(({ message }) => message.data)).toEqual(['2', '1', '0']);
    const givenUp = (letters[0]?.givenUpAt.getTime() ?? 0) - (attempts[0] ?? 0);
    expect(givenUp).toBeGreaterThanOrEqual(600_000);
    expect(givenUp).toBeLessThan(760_000);
    // Later messages are tried for as long again.
    expect(letters.at(-1)).toMatchObject({ destinationId: 'test:a', attempts: attempts.length, reason: 'not now' });
  });

  test('does not give up what was delivered to no server that lives: a message that is old when it is first tried', async () => {
    let isDown = true;
    const { transport, delivered } = obedient(() => (isDown ? FAILED : undefined));
    const here = world([transport]);
    await valueOf(here.push.addDestination(destination('a')));
    await publish(here, 'news', 1);
    await here.time.pass(10_000_000);
    const relay = here.relay();
    await valueOf(relay.deliverDue());
    expect(await valueOf(here.push.listDeadLetters())).toEqual([]);
    isDown = false;
    await here.time.pass(10_000);
    await valueOf(relay.deliverDue());
    expect(delivered).toHaveLength(1);
  });

  test('asks nothing while there is no transport or no destination', async () => {
    const { transport, delivered } = obedient(() => undefined);
    const [without, empty] = [world([]), world([transport])];
    for (const here of [without, empty]) {
      await valueOf(here.push.feed.start());
      const relay = here.relay();
      relay.start();
      await calm();
      here.asked.length = 0;
      await valueOf(here.push.publish({ channel: 'news', event: 'save', data: 1 }));
      await calm();
      await here.time.pass(10_000);
      expect(here.asked).toEqual([]);
      await relay.stop();
    }
    const relay = empty.relay();
    relay.start();
    await calm();
    await valueOf(empty.push.addDestination(destination('late')));
    await valueOf(empty.push.publish({ channel: 'news', event: 'save', data: 2 }));
    // The feed rests a little between two numberings.
    await vi.waitFor(() => expect(delivered.map(({ position }) => position)).toEqual([2]));
    await relay.stop();
    await Promise.all([without.push.feed.stop(), empty.push.feed.stop()]);
  });

  test('removes a destination that is gone', async () => {
    const { transport } = obedient(() => ({ kind: 'destination-gone', delivered: 0 }));
    const here = world([transport]);
    await valueOf(here.push.addDestination(destination('a')));
    await publish(here, 'news', 1);
    await valueOf(here.relay().deliverDue());
    expect(await valueOf(here.ports.deliveries.find('test:a'))).toBeUndefined();
  });

  test('puts a destination that is always there', async () => {
    const { transport, delivered } = obedient(() => undefined);
    const here = world([{ ...transport, standing: destination('standing', ['*', 'private-*']) }]);
    const relay = here.relay();
    relay.start();
    await calm();
    await publish(here, 'private-mentor-7', 1);
    await here.time.pass(60_000);
    expect(delivered).toEqual([{ destination: 'test:standing', channel: 'private-mentor-7', position: 1 }]);
    await relay.stop();
  });

  test('one slow destination holds up no other', async () => {
    const quick: string[] = [];
    const transport: Transport = {
      name: 'test',
      deliver: ({ id }, messages) => {
        if (id === 'test:slow') return okAsync(undefined).andThen(() => new Promise(() => {}) as never);
        for (const { data } of messages) quick.push(data);
        return okAsync(undefined);
      },
    };
    const here = world([transport]);
    for (const name of ['slow', 'quick']) await valueOf(here.push.addDestination(destination(name)));
    await valueOf(here.push.feed.start());
    const relay = here.relay();
    relay.start();
    await calm();
    for (const data of [1, 2, 3]) {
      await valueOf(here.push.publish({ channel: 'news', event: 'save', data }));
      await calm();
    }
    await vi.waitFor(() => expect(quick).toEqual(['1', '2', '3']));
    // After a while it counts as failed, and is tried again.
    await here.time.pass(46_000);
    expect((await valueOf(here.ports.deliveries.nextDue(['test'])))?.getTime()).toBeGreaterThan(0);
    const stopping = relay.stop();
    await here.time.pass(5000);
    await stopping;
    await here.push.feed.stop();
  });
});

describe('what becomes of a delivery that failed', () => {
  const now = new Date('2026-11-22T08:00:00Z');
  test('is a retry within the backoff, or after what the destination asked for', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.double({ min: -10, max: 1e9 }), { nil: undefined }),
        (attempts, chance, retryAfter) => {
          const messages = newMessages('news', 2, { createdAt: now }).map((message, index) => ({
            ...message,
            position: index + 1,
          }));
          const outcome = outcomeOf(
            { destination: destination('a'), channel: 'news', messages, attempts, owner: 'x' },
            { kind: 'delivery-failed', delivered: 0, reason: 'x', ...(retryAfter === undefined ? {} : { retryAfter }) },
            { now, giveUpAfter: 600, chance },
          );
          if (outcome.kind !== 'retry') throw new Error(`it was ${outcome.kind}`);
          const pause = outcome.at.getTime() - now.getTime();
          const wished = retryAfter !== undefined && retryAfter > 0 ? Math.min(retryAfter, 600) * 1000 : 0;
          expect(pause).toBeLessThanOrEqual(Math.max(Math.min(1000 * 2 ** attempts, 300_000), wished));
          expect(pause).toBeGreaterThanOrEqual(Math.trunc(wished) - 1);
          expect(outcome.failingSince).toEqual(now);
        },
      ),
    );
  });
});
