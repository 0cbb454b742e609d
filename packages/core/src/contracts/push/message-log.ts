import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { errAsync, ResultAsync } from 'neverthrow';
import type { Message, NewMessage } from '../../push/message.ts';
import type { Ports } from '../../ports.ts';
import type { UnitOfWorkCapabilities } from '../kernel/concurrency.ts';
import { eventually, race, RACERS, valueOf, valuesOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { LATER, MOMENT, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { newDestination, newMessage, newMessages, numberAll, publishAll, unusedChannel } from './samples.ts';

const BEFORE_ALL = new Date(0);
const AFTER_ALL = new Date('2100-01-01T00:00:00Z');

/**
 * What every `MessageLog` must do. Resolves `PORTS.messageLog`, and `PORTS.unitOfWork` and `PORTS.deliveries` on the
 * same storage, which nobody else uses meanwhile.
 *
 * @example
 * ```ts
 * messageLogContract({ describe, test, beforeAll, afterAll }, open, {
 *   shared: false,
 *   parallelTransactions: false,
 *   readsDuringTransaction: true,
 * });
 * ```
 */
export function messageLogContract(runner: TestRunner, open: Harness, capabilities: UnitOfWorkCapabilities): void {
  const { describe, test } = runner;
  describe('contract of MessageLog', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('append and number', () => {
      test('gives positions in the order of appending, one after the other', async () => {
        const channel = unusedChannel();
        const messages = newMessages(channel, 5);
        const before = await valueOf(ports.messageLog.bounds());
        await valueOf(ports.messageLog.append(messages.slice(0, 2)));
        await valueOf(ports.messageLog.append(messages.slice(2)));
        const numbered = await valueOf(ports.messageLog.number({ limit: 100 }));
        assert.deepEqual(
          numbered,
          messages.map((message, index) => ({ ...message, position: before.latest + 1 + index })),
        );
        assert.deepEqual(await valueOf(ports.messageLog.number({ limit: 100 })), []);
      });

      test('keeps any text, data and moment', async () => {
        const channel = unusedChannel('private-');
        const messages = [
          ...TEXTS.filter((text) => text.length <= 200).map((text) =>
            newMessage(channel, { event: text, data: JSON.stringify({ text }), createdAt: LATER }),
          ),
          newMessage(channel, { data: JSON.stringify('ü'.repeat(200_000)), notTo: '123.456' }),
          newMessage(channel, { data: 'null' }),
          newMessage(channel, { data: '{ "spaced" : 1.10, "a": 1, "a": 2 }' }),
        ];
        const published = await publishAll(ports, messages);
        assert.deepEqual(published.map(withoutPosition), messages);
        const read = await readAll(ports, (published[0]?.position ?? 0) - 1);
        assert.deepEqual(read, published);
      });

      test('numbers no more than it is asked to, the longest stored first', async () => {
        const messages = newMessages(unusedChannel(), 5);
        await valueOf(ports.messageLog.append(messages));
        assert.equal((await valueOf(ports.messageLog.bounds())).waiting, true);
        const parts = [
          await valueOf(ports.messageLog.number({ limit: 2 })),
          await valueOf(ports.messageLog.number({ limit: 2 })),
          await valueOf(ports.messageLog.number({ limit: 2 })),
        ];
        assert.deepEqual(
          parts.map((part) => part.length),
          [2, 2, 1],
        );
        assert.deepEqual(parts.flat().map(withoutPosition), messages);
        assert.equal((await valueOf(ports.messageLog.bounds())).waiting, false);
      });

      test('appending nothing is nothing', async () => {
        await valueOf(ports.messageLog.append([]));
        assert.deepEqual(await valueOf(ports.messageLog.number({ limit: 10 })), []);
      });

      test('numbers a message once, however many number at once', async () => {
        const before = await valueOf(ports.messageLog.bounds());
        const messages = newMessages(unusedChannel(), 100);
        await valueOf(ports.messageLog.append(messages));
        const numbered = valuesOf(await race(() => ports.messageLog.number({ limit: 9 }))).flat();
        const all = [...numbered, ...(await numberAll(ports))].toSorted((one, other) => one.position - other.position);
        assert.deepEqual(
          all.map(({ position }) => position - before.latest),
          messages.map((_, index) => index + 1),
        );
        assert.deepEqual(all.map(withoutPosition), messages);
      });

      test(`loses none that are appended while others are numbered, and keeps the order of each who appends`, async () => {
        const channels = Array.from({ length: RACERS }, () => unusedChannel());
        const appendAll = async (channel: string): Promise<void> => {
          for (const message of newMessages(channel, 5)) await valueOf(ports.messageLog.append([message]));
        };
        const numbered: Message[] = [];
        const appending = { goesOn: true };
        const number = async (): Promise<void> => {
          while (appending.goesOn) {
            numbered.push(...(await valueOf(ports.messageLog.number({ limit: 10 }))));
            await setTimeout(1);
          }
        };
        const numbering = [number(), number()];
        await Promise.all(channels.map(appendAll));
        appending.goesOn = false;
        await Promise.all(numbering);
        numbered.push(...(await numberAll(ports)));
        numbered.sort((one, other) => one.position - other.position);
        assert.equal(new Set(numbered.map(({ position }) => position)).size, RACERS * 5);
        for (const channel of channels) {
          const ofChannel = numbered.filter((message) => message.channel === channel);
          assert.deepEqual(
            ofChannel.map(({ data }) => data),
            ['0', '1', '2', '3', '4'],
          );
        }
      });
    });

    describe('a transaction', () => {
      test('lets its messages out when it is committed', async () => {
        const message = newMessage(unusedChannel());
        await valueOf(ports.unitOfWork.run((transaction) => ports.messageLog.append([message], transaction)));
        assert.deepEqual((await numberAll(ports)).map(withoutPosition), [message]);
      });

      test('that is rolled back leaves none', async () => {
        const before = await valueOf(ports.messageLog.bounds());
        await ports.unitOfWork.run((transaction) =>
          ports.messageLog.append([newMessage(unusedChannel())], transaction).andThen(() => errAsync('no')),
        );
        assert.deepEqual(await numberAll(ports), []);
        assert.deepEqual(await valueOf(ports.messageLog.bounds()), before);
      });

      if (capabilities.parallelTransactions) {
        test('that takes long does not hold up others, and its messages come when it is committed', async () => {
          const [early, late] = [newMessage(unusedChannel()), newMessage(unusedChannel())];
          const { promise: isAppended, resolve: appended } = Promise.withResolvers<void>();
          const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
          const long = valueOf(
            ports.unitOfWork.run((transaction) =>
              ports.messageLog.append([early], transaction).andThen(() => {
                appended();
                return ResultAsync.fromSafePromise(mayEnd);
              }),
            ),
          );
          await isAppended;
          await valueOf(ports.messageLog.append([late]));
          const first = await numberAll(ports);
          end();
          await long;
          const second = await numberAll(ports);
          assert.deepEqual(first.map(withoutPosition), [late]);
          assert.deepEqual(second.map(withoutPosition), [early]);
          assert.equal(second[0]?.position, (first[0]?.position ?? 0) + 1);
        });
      }
    });

    describe('onAppended', () => {
      test('tells of messages once they can be numbered', async () => {
        const seen: Promise<readonly Message[]>[] = [];
        const end = ports.messageLog.onAppended(() => seen.push(numberAll(ports)));
        const [alone, inTransaction] = [newMessage(unusedChannel()), newMessage(unusedChannel())];
        try {
          await valueOf(ports.messageLog.append([alone]));
          await eventually(() => seen.length > 0, 'the listener is told');
          await valueOf(ports.unitOfWork.run((transaction) => ports.messageLog.append([inTransaction], transaction)));
          // What another test left may come with them.
          const isOurs = ({ channel }: Message): boolean =>
            channel === alone.channel || channel === inTransaction.channel;
          const told = async (): Promise<readonly Message[]> => (await Promise.all(seen)).flat().filter(isOurs);
          for (let tries = 0; (await told()).length < 2 && tries < 200; tries += 1) await setTimeout(5);
          assert.deepEqual((await told()).map(withoutPosition), [alone, inTransaction]);
        } finally {
          end();
        }
      });

      test('tells of none that were rolled back, and nobody who has stopped listening', async () => {
        let calls = 0;
        const end = ports.messageLog.onAppended(() => (calls += 1));
        await ports.unitOfWork.run((transaction) =>
          ports.messageLog.append([newMessage(unusedChannel())], transaction).andThen(() => errAsync('no')),
        );
        await setTimeout(50);
        assert.equal(calls, 0);
        end();
        await publishAll(ports, [newMessage(unusedChannel())]);
        await setTimeout(50);
        assert.equal(calls, 0);
      });
    });

    describe('after', () => {
      test('gives what is beyond a position, in order and no more than asked for', async () => {
        const published = await publishAll(ports, newMessages(unusedChannel(), 6));
        const first = published[0]?.position ?? 0;
        assert.deepEqual(await valueOf(ports.messageLog.after(first, { limit: 3 })), published.slice(1, 4));
        assert.deepEqual(await valueOf(ports.messageLog.after(first + 4, { limit: 3 })), published.slice(5));
        assert.deepEqual(await valueOf(ports.messageLog.after(first + 5, { limit: 3 })), []);
        assert.deepEqual(await valueOf(ports.messageLog.after(first + 1000, { limit: 3 })), []);
      });

      test('gives those of some channels, in the order of all', async () => {
        const [one, two, three] = [unusedChannel(), unusedChannel(), unusedChannel()];
        const published = await publishAll(
          ports,
          [one, two, three, two, one, three].map((channel, index) => newMessage(channel, { data: String(index) })),
        );
        const start = (published[0]?.position ?? 0) - 1;
        const of = async (limit: number, ...channels: readonly string[]): Promise<readonly string[]> =>
          (await valueOf(ports.messageLog.after(start, { limit, channels }))).map(({ data }) => data);
        assert.deepEqual(await of(10, one, two), ['0', '1', '3', '4']);
        assert.deepEqual(await of(3, one, two), ['0', '1', '3']);
        assert.deepEqual(await of(10, three), ['2', '5']);
        assert.deepEqual(await of(10, unusedChannel()), []);
        assert.deepEqual(await of(10), []);
      });
    });

    describe('bounds and purge', () => {
      test('forget from the oldest on what was created before a moment', async () => {
        const channel = unusedChannel();
        await valueOf(ports.messageLog.purge(AFTER_ALL, AFTER_ALL));
        const [first, second, third] = await publishAll(ports, [
          newMessage(channel, { createdAt: MOMENT }),
          newMessage(channel, { createdAt: LATER }),
          // Behind one that is kept: kept as well, so that there is no gap.
          newMessage(channel, { createdAt: MOMENT }),
        ]);
        assert.equal(await valueOf(ports.messageLog.purge(MOMENT, BEFORE_ALL)), 0);
        assert.equal((await valueOf(ports.messageLog.bounds())).oldest, first?.position);
        assert.equal(await valueOf(ports.messageLog.purge(LATER, BEFORE_ALL)), 1);
        assert.deepEqual(await valueOf(ports.messageLog.bounds()), {
          oldest: second?.position,
          latest: third?.position,
          waiting: false,
        });
        assert.deepEqual(await readAll(ports, 0), [second, third]);
      });

      test('of nothing begin with the next', async () => {
        await publishAll(ports, [newMessage(unusedChannel())]);
        const { latest } = await valueOf(ports.messageLog.bounds());
        await valueOf(ports.messageLog.purge(AFTER_ALL, AFTER_ALL));
        assert.deepEqual(await valueOf(ports.messageLog.bounds()), { oldest: latest + 1, latest, waiting: false });
        const [next] = await publishAll(ports, [newMessage(unusedChannel())]);
        assert.equal(next?.position, latest + 1);
      });

      test('leave messages that have no position yet', async () => {
        const message = newMessage(unusedChannel(), { createdAt: MOMENT });
        await valueOf(ports.messageLog.append([message]));
        await valueOf(ports.messageLog.purge(LATER, LATER));
        assert.deepEqual((await numberAll(ports)).map(withoutPosition), [message]);
      });

      test('leave what a delivery waits for, but not for ever', async () => {
        await valueOf(ports.messageLog.purge(AFTER_ALL, AFTER_ALL));
        const channel = unusedChannel();
        const destination = newDestination([channel]);
        await valueOf(ports.deliveries.put(destination));
        const [other, waitedFor] = await publishAll(ports, [newMessage(unusedChannel()), newMessage(channel)]);
        assert.equal(await valueOf(ports.messageLog.purge(LATER, BEFORE_ALL)), 1);
        assert.equal((await valueOf(ports.messageLog.bounds())).oldest, waitedFor?.position);
        assert.equal(other?.position, (waitedFor?.position ?? 0) - 1);
        assert.equal(await valueOf(ports.messageLog.purge(LATER, LATER)), 1);
        await valueOf(ports.deliveries.remove(destination.id));
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'two servers number each message once': async (here, there) => {
        const messages = newMessages(unusedChannel(), 60);
        await valueOf(here.messageLog.append(messages));
        const numbered = valuesOf(
          await race((racer) => (racer % 2 ? here : there).messageLog.number({ limit: 7 }), 12),
        ).flat();
        const all = [...numbered, ...(await numberAll(here))];
        assert.deepEqual(all.toSorted((one, other) => one.position - other.position).map(withoutPosition), messages);
        assert.deepEqual(await valueOf(there.messageLog.bounds()), await valueOf(here.messageLog.bounds()));
      },
      'a server that listens hears of what one stored that does not': async (here, there) => {
        const told = { times: 0 };
        const end = there.messageLog.onAppended(() => (told.times += 1));
        // Its listening may take a moment to begin.
        for (let tries = 0; told.times === 0 && tries < 50; tries += 1) {
          await valueOf(here.messageLog.append([newMessage(unusedChannel())]));
          await setTimeout(50);
        }
        end();
        assert.ok(told.times > 0, 'it heard nothing');
        await numberAll(here);
      },
    });
  });
}

function withoutPosition(message: Message): NewMessage {
  const entries = Object.entries(message).filter(([name]) => name !== 'position');
  return Object.fromEntries(entries) as unknown as NewMessage;
}

async function readAll({ messageLog }: Ports, after: number): Promise<readonly Message[]> {
  return valueOf(messageLog.after(after, { limit: 1000 }));
}
